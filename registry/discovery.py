"""Find the entries of installed distributions: the only reader of package metadata.

Distributions are read one by one. If the metadata of one is not readable, only that one is skipped, whereas
`importlib.metadata.entry_points()` fails as a whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from .entry import Entry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from importlib.metadata import Distribution


class Fault(NamedTuple):
    """A distribution that could not be read, and why."""

    distribution: str
    reason: str


class Discovery(NamedTuple):
    """The entries, in the order of `sys.path`, and the distributions that could not be read."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def discover(groups: Collection[str], path: list[str] | None = None) -> Discovery:
    """Find the entries of these groups in all distributions on `path` (default: `sys.path`).

    Nothing is imported. If a distribution is installed twice, the first on the path is used, as for `import`.
    """
    from importlib.metadata import distributions  # takes 20 ms, and not every command looks

    found = distributions() if path is None else distributions(path=path)
    entries: dict[str, tuple[Entry, ...]] = {}
    faults: list[Fault] = []
    for distribution in found:
        try:
            text = distribution.read_text("entry_points.txt") or ""
            if not any(group in text for group in groups):
                continue
            name, version = _identity(distribution)
            if name not in entries:
                entries[name] = tuple(_read(text, name, version, groups))
        except Exception as error:  # noqa: BLE001 - any error in third-party metadata only skips that distribution
            faults.append(Fault(_label(distribution), str(error) or type(error).__name__))
    return Discovery(tuple(entry for each in entries.values() for entry in each), tuple(faults))


def normalized(name: str) -> str:
    """The name of a distribution or entry in its normalized form (PEP 503), for comparisons."""
    return re.sub(r"[-_.]+", "-", name).lower()


def entry_name(name: str) -> str:
    """The name of an entry as it is shown: normalized, but with single dots, as in `net.tag`."""
    return re.sub(r"[-_.]+", lambda found: found[0] if found[0] == "." else "-", name).lower()


def _read(text: str, name: str, version: str, groups: Collection[str]) -> Iterator[Entry]:
    """The entries of one `entry_points.txt`; ValueError names the first line that is not valid."""
    group = None
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line[0] in "#;":
            continue
        if line[0] == "[" and line[-1] == "]":
            group = line[1:-1].strip()
            continue
        key, equals, value = line.partition("=")
        if group is None or not equals:
            lack = "no '='" if group else "no [group] above it"
            msg = f"entry_points.txt, line {number}: {line!r} has {lack}"
            raise ValueError(msg)
        if group not in groups:
            continue
        if ":" in key:
            msg = f"entry_points.txt, line {number}: the name {key.strip()!r} has a ':'"
            raise ValueError(msg)
        target, _, _ = value.partition("[")  # extras: deprecated and ignored
        yield Entry(group, entry_name(key.strip()), target.strip(), name, version)


def _identity(distribution: Distribution) -> tuple[str, str]:
    """Name and version from the headers; `email.parser` takes five times as long."""
    text = distribution.read_text("METADATA") or distribution.read_text("PKG-INFO") or ""
    headers: dict[str, str] = {}
    for line in text.splitlines():
        key, colon, value = line.partition(":")
        if not colon:
            break
        headers.setdefault(key.strip().lower(), value.strip())
    if not headers.get("name"):
        raise ValueError("METADATA has no Name")
    return normalized(headers["name"]), headers.get("version", "")


def _label(distribution: Distribution) -> str:
    try:
        return _identity(distribution)[0]
    except Exception:  # noqa: BLE001 - the metadata is not readable
        folder = getattr(distribution, "_path", None)
        return str(getattr(folder, "name", folder)).removesuffix(".dist-info")

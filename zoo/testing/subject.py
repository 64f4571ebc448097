"""What is checked: one model, optimizer, dataset, callback, metric or loss."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo import installed
from zoo.catalog import registries
from zoo.catalog.resolve import from_file, is_path, kind_of, named
from zoo.data.resolve import found_dataset
from zoo.errors import UnknownName, UsageError, ZooError, shown
from zoo.registry import nearest, normalized
from zoo.schema.value import Value, frozen

if TYPE_CHECKING:
    from zoo.registry import Entry
    from zoo.specs.named import Named


@frozen
class Subject(Value):
    """A loaded value, and the name or path that it was requested by."""

    kind: str
    name: str
    part: Named[Any]


@frozen
class SubjectName(Value):
    """A subject that is not loaded yet."""

    kind: str
    name: str

    def load(self) -> Subject:
        """Load it; raises as `zoo.catalog.resolve.named` and `from_file` do."""
        if self.kind == "dataset":
            part: Named[Any] = found_dataset(self.name)
        else:
            part = from_file(Path(self.name))[1] if is_path(self.name) else named(self.kind, self.name)
        return Subject(self.kind, self.name, part)

    def entry(self) -> Entry | None:
        """Its registry entry, None for a file; nothing is imported."""
        return None if is_path(self.name) else registries.find(self.kind, self.name)


def asked(name: str, kind: str | None = None) -> SubjectName:
    """The subject with a name or in a TOML file; nothing is imported.

    Raises:
        UsageError: Two kinds share the name.
        UnknownName: No kind has the name.
    """
    if is_path(name):
        return SubjectName(_kind_in(name), name)
    found = SubjectName(kind or kind_of(name, registries.CHECKED), name)
    found.entry()
    return found


def _kind_in(name: str) -> str:
    """The kind of the declaration in a file; UsageError for a file with data."""
    try:
        return from_file(Path(name))[0]
    except ZooError:
        if Path(name).suffix in ("", ".toml") or not Path(name).is_file():
            raise
        raise UsageError(
            f"{name} declares nothing: wanted a TOML file; zoo show {name} describes data"
        ) from None


def all_of(name: str, kind: str | None = None) -> list[SubjectName]:
    """The subject with a name or in a file, or everything that the distribution of this name provides.

    If a subject and a distribution have the same name, it is the subject. Raises the errors of `asked`.
    """
    try:
        return [asked(name, kind)]
    except UnknownName:
        known = _distributions()
        if normalized(name) in known:
            return of_distribution(name, kind)
        if kind is not None or ":" in name:
            raise
        nouns = ", ".join(registries.CHECKED)
        names = [each for registry in registries.CHECKED.values() for each in registry]
        raise UnknownName(f"{nouns} or plugin", name, nearest(name, [*names, *known])) from None


def of_distribution(distribution: str, kind: str | None = None) -> list[SubjectName]:
    """Everything that a distribution provides, or everything of one kind; nothing is imported.

    Raises:
        ZooError: The distribution can't be read or is disabled.
        UsageError: It provides nothing.
    """
    name = normalized(distribution)
    found = [
        SubjectName(each, registry.shown_name(entry))
        for each, registry in registries.CHECKED.items()
        for entry in registry.entries
        if entry.distribution == name and kind in (None, each)
    ]
    if found:
        return found
    if name in _distributions():
        _require_readable(name)
        raise UsageError(f"{name} provides {f'no {kind}' if kind else 'nothing to check'}")
    meant = nearest(distribution, _distributions())
    hint = f"did you mean {meant}?" if meant else "zoo plugins lists them"
    raise UsageError(f"no distribution called {shown(distribution)} provides anything to check; {hint}")


def _distributions() -> list[str]:
    """All distributions that register something, or failed to."""
    found = installed.discovery()
    registered = [entry.distribution for entry in found.entries]
    return sorted({*registered, *(fault.distribution for fault in found.faults)})


def _require_readable(distribution: str) -> None:
    for fault in installed.discovery().faults:
        if fault.distribution == distribution:
            raise ZooError(f"{distribution} can't be read: {fault.reason}")
    variable = installed.disabled_by(distribution)
    if variable is not None:
        raise ZooError(f"{distribution} is disabled by {variable}")

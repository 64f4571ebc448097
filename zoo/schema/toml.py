"""TOML files with a declaration: `kerazoo = 1`, a `kind`, and the declaration itself."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import tomli_w

from zoo.errors import DeclarationError, Problem, UsageError, ZooError, article, shorten, shown
from zoo.registry import nearest
from zoo.schema.fields import DEEPEST
from zoo.schema.missing_file import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
KINDS = ("model", "optimizer", "dataset", "plan", "weights")
LARGEST = 10_000_000
"""Bytes of a file; a plan of 1,000 layers, with all their settings, needs 400,000."""


def load(path: Path) -> tuple[str, dict[str, Any]]:
    """The kind and the table of a file.

    Raises:
        ZooError: The file is not readable.
        UsageError: The file does not exist, or is not a declaration.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        msg = f"{path} is not a file; wanted a declaration"
        raise UsageError(msg)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        msg = f"{path} can't be read: {(error.strerror or str(error)).lower()}"
        if isinstance(error, FileNotFoundError):
            raise UsageError(f"{msg}{did_you_mean(path)}") from None
        raise ZooError(msg) from None
    return parse(content, str(path))


def load_kind(path: Path, kind: str) -> dict[str, Any]:
    """The table of a file that declares this kind; UsageError for another one, otherwise as `load`."""
    found, table = load(path)
    if found != kind:
        raise UsageError(f"{path} declares {article(found)}; wanted {article(kind)}")
    return table


def declares(path: Path, kind: str) -> bool:
    """Whether a file declares this kind; raises the errors of `load`."""
    return path.suffix.lower() == ".toml" and load(path)[0] == kind


def parse(content: bytes, subject: str) -> tuple[str, dict[str, Any]]:
    """The kind and the table in the content of a file; `subject` is the file's name in messages."""
    if len(content) > LARGEST:
        msg = f"{subject} is larger than {LARGEST:,} bytes; wanted a declaration"
        raise UsageError(msg)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        msg = f"{subject} is not UTF-8: byte {error.start:,} is 0x{content[error.start]:02x}"
        raise UsageError(msg) from None
    return loads(text, subject)


def loads(text: str, subject: str) -> tuple[str, dict[str, Any]]:
    """The kind and the table in a text; `subject` is its name in messages."""
    try:
        table = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number of over 4,300 digits
        reason = str(error)
        msg = f"{subject} is not TOML: {reason[0].lower()}{reason[1:]}"
        raise UsageError(msg) from None
    except RecursionError:
        table = None
    if table is None or is_deep(table):
        msg = f"{subject} is nested too deep; wanted a declaration"
        raise UsageError(msg)
    version, kind = table.pop("kerazoo", None), table.pop("kind", None)
    if version != FORMAT or isinstance(version, bool):
        found = "–" if version is None else shown(version)
        raise DeclarationError(
            subject, [Problem("kerazoo", found, f"wanted {FORMAT}, the version of the format")]
        )
    if kind not in KINDS:
        meant = nearest(shorten(kind), KINDS)
        wanted = f"did you mean {meant}?" if meant else f"wanted one of {', '.join(KINDS)}"
        raise DeclarationError(subject, [Problem("kind", "–" if kind is None else shown(kind), wanted)])
    return kind, table


def dumps(kind: str, table: dict[str, Any]) -> str:
    """A declaration as TOML text, with arrays of tables as `[[layers]]`."""
    parts = [tomli_w.dumps({"kerazoo": FORMAT, "kind": kind, **_without_arrays(table)})]
    parts += _arrays(table, "")
    return "\n".join(parts)


def _without_arrays(table: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_arrays(value) if isinstance(value, dict) else value
        for key, value in table.items()
        if not _is_array(value)
    }


def _arrays(table: dict[str, Any], path: str) -> list[str]:
    """The arrays of tables in a table, also those in tables inside it, each table as a text of its own."""
    texts = []
    for key, value in table.items():
        if _is_array(value):
            for row in value:
                texts.append(f"[[{path}{key}]]\n" + _lines(row))
                texts += _tables(row, f"{path}{key}.")
        elif isinstance(value, dict):
            texts += _arrays(value, f"{path}{key}.")
    return texts


def _tables(row: dict[str, Any], path: str) -> list[str]:
    """The arrays of tables in a row of an array, and the tables that have such arrays."""
    texts = _arrays({key: value for key, value in row.items() if _is_array(value)}, path)
    for key, value in row.items():
        if isinstance(value, dict) and _has_arrays(value):
            texts.append(f"[{path}{key}]\n" + _lines(value))
            texts += _tables(value, f"{path}{key}.")
    return texts


def _lines(row: dict[str, Any]) -> str:
    return "".join(_line(item) for item in row.items() if not _is_array(item[1]) and not _has_arrays(item[1]))


def _has_arrays(value: Any) -> bool:
    return isinstance(value, dict) and any(_is_array(each) or _has_arrays(each) for each in value.values())


def _is_array(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _line(item: tuple[str, Any]) -> str:
    """`key = value`; nested tables are inline, so that each row stays together."""
    key, value = item
    if not isinstance(value, dict):
        text = tomli_w.dumps({key: value})  # text has no line breaks, so these are all between items
        text = re.sub(r"\[\n\s*", "[", text)
        text = re.sub(r",\n\s*\]", "]", text)
        return re.sub(r",\n\s*", ", ", text)
    inside = ", ".join(_line(each).rstrip() for each in value.items())
    return f"{key} = {{ {inside} }}\n"


def parse_value(text: str) -> Any:
    """The value of `--set PATH=TEXT`: parsed as TOML if it is valid TOML, otherwise the text itself."""
    import tomllib

    try:
        value = tomllib.loads(f"value = {text}")["value"] if "\n" not in text else text
    except (ValueError, RecursionError):  # ValueError: not TOML, or a number of over 4,300 digits
        return text
    return text if is_deep(value) else value


def is_deep(value: Any) -> bool:
    """Whether a value has more nested levels than any declaration; dotted keys can nest without limit."""
    layer = [value]
    for _ in range(DEEPEST):
        layer = [
            inner
            for each in layer
            if isinstance(each, (dict, list))
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return bool(layer)

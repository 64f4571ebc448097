"""The check that a declaration written as TOML is read back equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.catalog.resolve import DECLARED
from zoo.schema import toml
from zoo.testing.result import Failed, Skipped

if TYPE_CHECKING:
    from zoo.testing.subject import Subject


def round_trips(subject: Subject) -> str:
    """The output of `zoo show --toml` declares the same value."""
    value = subject.part.value
    if getattr(value, "builder", None) is not None:
        raise Skipped("built by a function, which TOML can't represent")
    text = toml.dumps(subject.kind, value.to_table())
    kind, table = toml.loads(text, "its TOML")
    if (kind, DECLARED[subject.kind].from_table(table, "its TOML")) != (subject.kind, value):
        raise Failed("the value read back differs from the one written")
    lines = len(text.splitlines())
    return f"{lines:,} lines, read back equal"

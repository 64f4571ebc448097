"""What a user says about the columns of a table, resolved among their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoo.data.files.table.cells import is_missing, number_of, spaced
from zoo.data.own import named_columns
from zoo.errors import SettingError, UsageError
from zoo.specs.data_options import target_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from zoo.specs.data_options import DataOptions

ROLES = ("drop", "number", "category", "date", "ordinal")
"""The options that say what a column is."""
ROLES_OF_INPUTS = ("number", "category", "ordinal")
"""Those that apply only where the columns are the inputs, not to texts and images."""


@dataclass(frozen=True)
class Choices:
    """What was said about columns.

    Attributes:
        roles: The role of a column by its name: "drop", "number", "category", "date" or "ordinal".
        details: The format of a column of dates, and the order of ordered categories, if they were given.
        marks: What cells without a value hold, besides the usual marks.
    """

    roles: Mapping[str, str]
    details: Mapping[str, str]
    marks: frozenset[str] = frozenset()

    @property
    def has_numeric_marks(self) -> bool:
        """Whether a number, such as -999, stands for a missing value."""
        return any(number_of(mark) is not None for mark in self.marks)

    def is_missing(self, cell: str, known: Collection[str] = ()) -> bool:
        """Whether a cell has no value; a mark that is one of the `known` categories is a value."""
        return (cell in self.marks or is_missing(cell)) and cell not in known

    def dropped(self) -> list[str]:
        """The columns that are not used."""
        return [name for name, role in self.roles.items() if role == "drop"]


NOTHING = Choices({}, {})


def choices_of(options: DataOptions, names: Sequence[str], subject: str) -> Choices:
    """Resolve the options among the names of a table's columns.

    Raises:
        SettingError: A name is not that of a column, or is the target's.
        UsageError: Two different things are said about one column.
    """
    roles: dict[str, str] = {}
    details: dict[str, str] = {}
    for role in ROLES:
        for name, detail in _columns(role, getattr(options, role), names, subject):
            if name in target_columns(options.target, names) and role not in ("number", "category"):
                raise SettingError(role, name, "is the target; wanted another column")
            if roles.get(name, role) != role:
                raise UsageError(f"--{roles[name]} and --{role} both name {name}; wanted one of them")
            roles[name] = role
            if detail:
                details[name] = detail
    marks = {spaced(part) for text in options.missing for part in (text, *text.split(","))}
    return Choices(roles, details, frozenset(marks - {""}))


def _columns(
    role: str, texts: Sequence[str], names: Sequence[str], subject: str
) -> Iterator[tuple[str, str]]:
    """The columns that are meant, each with the text after `=`."""
    for text in texts:
        name, equals, detail = text.partition("=")
        if text in names:
            yield text, ""
        elif equals and name.strip() in names and role in ("date", "ordinal"):
            yield name.strip(), detail.strip()
        else:
            for part in filter(None, map(str.strip, text.split(","))):
                named_columns.require(role, part, names, subject)
                yield part, ""

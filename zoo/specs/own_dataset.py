"""A dataset declared without code: the path of its data, and the options of own data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.errors import DeclarationError, Problem, SettingError, shown
from zoo.schema.declaration import is_table, read, refuse_unknown
from zoo.schema.fields import OneOf, Text
from zoo.schema.value import Value, frozen
from zoo.specs.data_option_values import TargetColumns
from zoo.specs.data_options import EXCLUSIVE, NO_OPTIONS, OPTIONS, DataOptions
from zoo.specs.task import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ABOUT = {"path": Text(), "summary": Text(), "license": Text(), "source": Text()}
SAID = {"target": TargetColumns(), "task": OneOf(KINDS)}
PATHS = ("validation_data", "test_data")
"""The options that are paths, from the folder of the declaration."""


@frozen
class OwnDataset(Value):
    """A dataset in a file or a folder, as a TOML file declares it. Its data is not read yet.

    Attributes:
        path: The path of the data, from the folder of the declaration.
        summary: One line that describes the dataset.
        license: The license of the data.
        source: Where the data is from.
        options: What is said about the data.
        root: The folder of the declaration.
        within: The folder that the data must be in; None if it may be anywhere.
    """

    path: str
    summary: str = ""
    license: str = ""
    source: str = ""
    options: DataOptions = NO_OPTIONS
    root: Path = Path()
    within: Path | None = None

    @classmethod
    def from_table(cls, table: Mapping[str, Any], subject: str, beside: Iterable[str] = ()) -> OwnDataset:
        """Return the dataset that a TOML table declares.

        Args:
            table: The table.
            subject: The name of the file for messages.
            beside: Other keys that the table may have.

        Raises:
            DeclarationError: The table is not valid; it has all errors.
        """
        if not is_table(table):
            raise DeclarationError(subject, [Problem("–", shown(table), "wanted a table")])
        problems: list[Problem] = []
        refuse_unknown(table, (*beside, *ABOUT, *SAID, *OPTIONS), "", problems)
        known = {**ABOUT, **SAID}
        plain = {key: read(known[key], table[key], key, problems) for key in known if key in table}
        if "path" not in table:
            problems.append(Problem("path", "–", "wanted the path of the data, from the folder of this file"))
        options = _options(table, problems)
        if problems:
            raise DeclarationError(subject, problems)
        said = {key: plain.pop(key) for key in SAID if key in plain}
        return cls(**plain, options=DataOptions.of(**said, **options))

    def to_table(self) -> dict[str, Any]:
        """The declaration as plain TOML values; `from_table` reads it back."""
        about = {key: getattr(self, key) for key in ABOUT if getattr(self, key)}
        given = {name: getattr(self.options, name) for name in (*SAID, *OPTIONS)}
        plain = {key: list(item) if isinstance(item, tuple) else item for key, item in given.items()}
        return about | {key: item for key, item in plain.items() if item not in (None, [])}

    @property
    def data(self) -> Path:
        """The path of the data; a ValueError says that it is outside the folder that it must be in."""
        return self._found(self.path)

    def with_options(self, others: DataOptions) -> DataOptions:
        """The options with those of a call, which replace options of the same name and those they exclude.

        A ValueError says that a path in the declaration is outside the folder that it must be in.
        """
        given = {name for name, _ in others.given()}
        replaced = given.union(*(pair for pair in EXCLUSIVE if given.intersection(pair)))
        names = ("target", "task", *OPTIONS)
        chosen = {name: getattr(others if name in replaced else self.options, name) for name in names}
        paths = {name: str(self._found(chosen[name])) for name in PATHS if chosen[name] and name not in given}
        return DataOptions.of(**chosen | paths)

    def _found(self, path: str) -> Path:
        found = self.root / path
        if self.within is not None and not found.resolve().is_relative_to(self.within.resolve()):
            raise ValueError(f"{path} is outside its package")
        return found


def _options(table: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The options of own data in a table, as they are written; errors are added to `problems`."""
    found = {name: table[name] for name in OPTIONS if name in table}
    before = len(problems)
    for name, value in found.items():
        try:
            DataOptions.of(**{name: value})
        except SettingError as error:
            problems.append(_problem(error))
    if len(problems) == before:
        try:
            DataOptions.of(**found)
        except SettingError as error:
            problems.append(_problem(error))
    return found


def _problem(error: SettingError) -> Problem:
    reason, _, wanted = error.reason.partition("; ")
    return Problem(error.path, shown(error.value), wanted or reason)

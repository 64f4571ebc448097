"""DataFrames in memory: all rows in one, or one for each part, understood as tables in files are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zoo.data.memory import NAME
from zoo.data.memory.categorical import with_categories
from zoo.data.memory.frames import TEXT, name_of, table_of
from zoo.data.own.given import compare, with_part, with_parts
from zoo.data.own.members import TEST, TRAIN, VALIDATION
from zoo.data.own.table import load_table, understand_table
from zoo.data.own.table_part import part_of
from zoo.data.own.target import check_target
from zoo.errors import DatasetError, SettingError
from zoo.specs.data_file import IN_MEMORY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoo.data.files.table.table import Table
    from zoo.data.own.given import Part
    from zoo.specs.data_file import DataFile
    from zoo.specs.data_options import DataOptions
    from zoo.specs.dataset import Loaded


class FramePart(NamedTuple):
    """A DataFrame or an array of texts, and its target if that is not one of its columns."""

    frame: Any
    target: Any = None


@dataclass(frozen=True, eq=False)
class HeldFrames:
    """A DataFrame for each part; `train` is one of them."""

    parts: Mapping[str, FramePart]
    has_names: bool = True

    def understand(self, options: DataOptions) -> DataFile:
        """Detect the task from the target, and what the other columns are."""
        refuse_files(options)
        given = said(options)
        target = self.parts[TRAIN].target
        if target is not None:
            if options.target is not None:
                reason = "is for a DataFrame that has the target among its columns; leave it out"
                raise SettingError("target", options.target, reason)
            options = replace(options, target=name_of(target))
        if isinstance(self.parts[TRAIN].frame, np.ndarray):
            options = replace(options, text=TEXT)
        table = self._table(TRAIN, options.target or "")
        check_target(table, table.subject, options.target)
        options = with_categories(self.parts[TRAIN].frame, table, options)
        others = {part: len(each.frame) for part, each in self.parts.items() if part != TRAIN}
        file = understand_table(table, IN_MEMORY, options, given=others)
        shape = f"in memory: {table.rows:,} rows and {len(table.names):,} columns"
        file = replace(file, notes=(shape, *given, *file.notes))
        if not others:
            return file
        loaded = load_table(file, table)
        return with_parts(
            file,
            {
                part: compare(file, loaded, part, self._part(file, part, table), self._subject(part))
                for part in others
            },
        )

    def load(self, file: DataFile) -> Loaded:
        """The rows, encoded as in the plan."""
        if not (file.columns or file.image_column):
            raise DatasetError(f"{NAME} is a table; wanted arrays (x, y), since the run's data is no table")
        table = self._table(TRAIN, file.target, file)
        loaded = load_table(file, table)
        for part in self.parts:
            if part != TRAIN:
                loaded = with_part(loaded, part, self._part(file, part, table).split)
        return loaded

    def _part(self, file: DataFile, part: str, own: Table) -> Part:
        return part_of(file, self._table(part, file.target, file), own, part)

    def _table(self, part: str, target: str, file: DataFile | None = None) -> Table:
        text = file.columns[0].name if file is not None and file.tokens else TEXT
        return table_of(*self.parts[part], target, self._subject(part), text)

    def _subject(self, part: str) -> str:
        return f"the {part} part of {NAME}" if len(self.parts) > 1 else NAME


def said(options: DataOptions) -> list[str]:
    """The options that were given, as a note."""
    given = [f"{name}={value}" for name, value in options.given()]
    return [f"options: {', '.join(given)}"] if given else []


def refuse_files(options: DataOptions) -> None:
    """Raise SettingError for what is in files, which are not mixed with data in memory."""
    if options.encoding is not None:
        raise SettingError(
            "encoding", options.encoding, f"is for tables in files, not for {NAME}; leave it out"
        )
    for part in (VALIDATION, TEST):
        name = getattr(options, f"{part}_data")
        if name is not None:
            reason = f"is for data in files; pass {{'train': …, '{part}': …}} for {NAME}"
            raise SettingError(f"{part}_data", name, reason)

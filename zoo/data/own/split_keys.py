"""The column that the rows of a table are split by: groups, or times."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.own import dates, named_columns
from zoo.data.own.choices import Choices
from zoo.data.own.known import known_in
from zoo.data.own.spellings import spelling_of
from zoo.errors import DatasetError, shorten
from zoo.specs.splitting import GROUP, TIME

if TYPE_CHECKING:
    from zoo.data.files.table.table import Table
    from zoo.data.own.known import Known
    from zoo.specs.data_file import DataFile
    from zoo.specs.data_options import DataOptions
    from zoo.specs.splitting import Splitting

FEW = 5
"""Groups that a message names."""
FEWEST = 3
"""Groups, one for each part."""


class SplitKeys(NamedTuple):
    """A group or a time for each row, and the format of the times if they are dates."""

    keys: np.ndarray
    form: str = ""


def chosen_column(options: DataOptions, table: Table) -> str | None:
    """The column of the groups or times, if one was chosen; SettingError if the table does not have it."""
    for option, name in (("group", options.group), ("split_by", options.split_by)):
        if name is None:
            continue
        named_columns.require_other(option, name, table, options.target)
        return name
    return None


def chosen_keys(options: DataOptions, table: Table, choices: Choices, rows: np.ndarray) -> SplitKeys | None:
    """The groups or times that were chosen, or None."""
    name = chosen_column(options, table)
    if name is None:
        return None
    known = known_in(table, name, choices)
    if options.group is not None:
        return SplitKeys(_groups(table, known)[rows])
    form = choices.details.get(name, "") or _format(table, known)
    return SplitKeys(_times(table, known, form)[rows], form)


def keys_of(
    rule: Splitting | None, table: Table, marks: frozenset[str], rows: np.ndarray
) -> np.ndarray | None:
    """The groups or times of a split in a plan; None for another split."""
    if rule is None or rule.method not in (GROUP, TIME):
        return None
    if rule.column not in table.names:
        raise DatasetError(f"{table.subject} has no column {rule.column}, by which the rows are split")
    known = known_in(table, rule.column, Choices({}, {}, marks))
    each = _groups(table, known) if rule.method == GROUP else _times(table, known, rule.date_format)
    return each[rows]


def has_groups(file: DataFile) -> bool:
    """Whether the rows of a dataset are split by groups."""
    return file.split is not None and file.split.method == GROUP


def shared_groups(file: DataFile, table: Table, own: Table | None, marks: frozenset[str]) -> list[str]:
    """What to say of groups that another table shares with `own`, the training data."""
    if own is None or file.split is None or not has_groups(file) or file.split.column not in table.names:
        return []
    column = file.split.column
    trained = set(known_in(own, column, Choices({}, {}, marks)).values)
    both = [each for each in known_in(table, column, Choices({}, {}, marks)).values if each in trained]
    if not both:
        return []
    more = [f"{len(both) - FEW:,} more"] if len(both) > FEW else []
    named = ", ".join([*map(shorten, both[:FEW]), *more])
    return [f"{table.subject} has groups of {column} that {own.subject} has too: {named}; wanted others"]


def _groups(table: Table, known: Known) -> np.ndarray:
    """The number of each row's group, in the order of their names; rows without one are a group."""
    if len(known.values) + bool(known.missing) < FEWEST:
        many = f"{len(known.values)} group{'' if len(known.values) == 1 else 's'}"
        raise DatasetError(f"{known.name} of {table.subject} has {many}; wanted at least {FEWEST}")
    order = sorted(range(len(known.values)), key=known.values.__getitem__)
    places = np.empty(len(known.values) + 1, np.int64)
    places[order], places[-1] = np.arange(len(order)), -1
    return places[known.codes]


def _format(table: Table, known: Known) -> str:
    """The format of dates; '' for numbers."""
    if spelling_of(known.values, comma=table.decimal_comma) is not None:
        return ""
    formats = dates.formats_of(known.values, chosen=True)
    if len(formats) == 1:
        return formats[0]
    where = f"{known.name} of {table.subject}"
    if formats:
        both = " or ".join(formats[:2])
        raise DatasetError(
            f"{where} has dates as {both}; wanted --date {known.name}={formats[0]} or the other"
        )
    cell = f"'{known.values[0]}'" if known.values else "no values"
    raise DatasetError(f"{where} can't be ordered: it has {cell}; wanted numbers, or dates in one format")


def _times(table: Table, known: Known, form: str) -> np.ndarray:
    """A number for each row that orders them; rows without a time come first."""
    if form:
        each = [dates.day_of(value, form) for value in known.values]
    else:
        spelling = spelling_of(known.values, comma=table.decimal_comma)
        each = [spelling.number(value) if spelling else None for value in known.values]
    numbers = [number for number in each if number is not None]
    if len(numbers) < len(known.values):
        wanted = f"dates as {form}" if form else "numbers"
        cell = known.values[each.index(None)]
        raise DatasetError(f"{known.name} of {table.subject} has '{cell}'; wanted {wanted}, to split by it")
    found = known.of_rows(numbers)
    return np.where(np.isnan(found), -np.inf, found)

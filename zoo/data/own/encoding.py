"""Encode the cells of a table as numbers, by the columns that `roles` has fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.own import dates, texts
from zoo.data.own.choices import NOTHING, Choices
from zoo.data.own.known import known_in
from zoo.data.own.odd_values import FEW, OddValues, of_codes
from zoo.data.own.spellings import Spelling
from zoo.errors import DatasetError, enumerated, shorten
from zoo.registry import nearest
from zoo.specs.column import PLAIN
from zoo.system.machine import in_gigabytes, machine_memory

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zoo.data.files.table.table import Table
    from zoo.data.own.known import Known
    from zoo.specs.column import Column

CATEGORY, VALUE, COLUMN = "category", "value", "column"
"""What may be odd in new rows: an unknown category, a value of another kind, an unknown column."""
FORGIVING = (CATEGORY, VALUE, COLUMN)


class Encoded(NamedTuple):
    """Encoded rows.

    Attributes:
        x: The inputs of all rows, not scaled: float64 of shape (rows, inputs), or int32 for a text.
        notes: What was odd.
        filled: The number of missing values that the median has replaced.
    """

    x: np.ndarray
    notes: tuple[str, ...] = ()
    filled: int = 0


def encode(
    table: Table,
    columns: Sequence[Column],
    *,
    others: Collection[str] = (),
    marks: Collection[str] = (),
    allowed: Collection[str] = (),
) -> Encoded:
    """Encode the rows of a table like the training data.

    Args:
        table: The table. Columns are found by their names, in any order.
        columns: The fitted columns.
        others: Columns that are not inputs, such as the target; they may be missing.
        marks: What cells without a value hold, besides the usual marks.
        allowed: What may be odd, with a note: CATEGORY, whose inputs are all 0; VALUE, which is like a
            missing one; COLUMN, which is ignored. Everything else is an error.

    Raises:
        DatasetError: The columns differ from the training data, or a value is not valid in its column.
    """
    notes = check_columns(table, [column.name for column in columns], others, allowed)
    check_room(table, sum(column.inputs for column in columns))
    x, filled, odd = encode_rows(table, columns, Choices({}, {}, frozenset(marks)), allowed)
    return Encoded(x, (*notes, *(each.note for each in odd)), filled)


def check_room(table: Table, inputs: int) -> None:
    """Raise DatasetError if the rows of a table, with so many inputs, need more than half of the memory."""
    needed, room = 8 * table.rows * inputs, machine_memory()
    if room is not None and needed > room // 2:
        what = (
            f"{table.subject} has {table.rows:,} rows of {inputs:,} inputs, which need {in_gigabytes(needed)}"
        )
        more = "take fewer rows, such as its first lines: head -n 100000"
        raise DatasetError(f"{what} of memory; this machine has {in_gigabytes(room)}; {more}")


def type_of(columns: Sequence[Column]) -> type:
    """The type of encoded rows before they are scaled: the tokens of a text are whole numbers."""
    return np.int32 if any(column.vocabulary is not None for column in columns) else np.float64


def encode_rows(
    table: Table,
    columns: Sequence[Column],
    choices: Choices,
    allowed: Collection[str],
    refused: dict[str, str] | None = None,
) -> tuple[np.ndarray, int, list[OddValues]]:
    """The inputs of all rows, the number of missing values that were filled, and what was odd.

    What is not valid in a column is added to `refused`, if that is given; otherwise it is an error.
    """
    x: np.ndarray = np.zeros((table.rows, sum(column.inputs for column in columns)), type_of(columns))
    at, filled, odd = 0, 0, list[OddValues]()
    for column in columns:
        part, at = x[:, at : at + column.inputs], at + column.inputs
        try:
            missing, more = encode_column(part, table, column, choices, allowed)
        except DatasetError as error:
            if refused is None:
                raise
            refused.setdefault(column.name, str(error))
        else:
            filled, odd = filled + missing, odd + more
    return x, filled, odd


def encode_column(
    part: np.ndarray, table: Table, column: Column, choices: Choices, allowed: Collection[str]
) -> tuple[int, list[OddValues]]:
    """Write the inputs of one column; returns how many missing values were filled, and what was odd."""
    if column.role == "number" and column.spelling == PLAIN and not choices.has_numeric_marks:
        numbers = table.numbers(column.name)
        if numbers is not None and np.isfinite(numbers).all():
            part[:, 0] = numbers
            return 0, []
        if numbers is not None and not np.isinf(numbers).any():
            is_missing = np.isnan(numbers)
            part[:, 0] = np.where(is_missing, column.median or 0.0, numbers)
            return int(is_missing.sum()), []
    if column.vocabulary is not None:
        part[:] = texts.tokens_in(table, column.name, column.vocabulary, column.length)
        return 0, []
    known = known_in(table, column.name, choices, column.categories)
    if column.role == "category":
        return 0, _one_hot(part, table, column, known, allowed)
    numbers, found = _numbers(table, column, known, allowed)
    numbers = np.where(np.isnan(numbers), column.median or 0.0, numbers)
    if column.role == "date":
        part[:] = dates.inputs_of(numbers, column.first, has_time=column.has_time)
    else:
        part[:, 0] = numbers
    return known.missing, found


def _numbers(
    table: Table, column: Column, known: Known, allowed: Collection[str]
) -> tuple[np.ndarray, list[OddValues]]:
    """A column of numbers, dates or positions, NaN where a value is missing or odd."""
    if column.role == "date":
        each = [dates.day_of(value, column.date_format) for value in known.values]
    elif column.role == "ordinal":
        places = {category: float(place) for place, category in enumerate(column.categories)}
        each = [places.get(value) for value in known.values]
    else:
        spelling = Spelling(column.spelling, column.unit)
        each = [spelling.number(value) for value in known.values]
    odd = [code for code, number in enumerate(each) if number is None or np.isinf(number)]
    if odd and (VALUE not in allowed):
        raise _not_valid(table, column, known, odd[0], each[odd[0]])
    numbers = [np.nan if number is None or np.isinf(number) else number for number in each]
    what = f"not {WANTED[column.role]}: filled with the median"
    return known.of_rows(numbers), [of_codes(known, odd, what)] if odd else []


WANTED = {"number": "a number", "boolean": "true or false", "date": "a date", "ordinal": "in the order"}


def _one_hot(
    part: np.ndarray, table: Table, column: Column, known: Known, allowed: Collection[str]
) -> list[OddValues]:
    codes = category_codes(column, known)
    found = np.flatnonzero(codes >= 0)
    part[found, codes[found]] = 1
    unseen = np.flatnonzero(codes < 0)
    if not len(unseen):
        return []
    if CATEGORY not in allowed:
        row = int(unseen[0])
        cell = known.values[known.codes[row]] if known.codes[row] >= 0 else ""
        raise DatasetError(
            f"{table.subject} has {_shown(cell)} in column {column.name}, {table.place(row)}, "
            f"which is not in the training data{_meant(cell, column.categories)}"
        )
    odd = sorted({int(code) for code in known.codes[unseen]} - {-1})
    found_odd = [of_codes(known, odd, "not in the training data: all zeros")] if odd else []
    missing = int((known.codes[unseen] < 0).sum())
    return found_odd + ([OddValues(column.name, "all zeros", missing)] if missing else [])


def category_codes(column: Column, known: Known) -> np.ndarray:
    """The position of each row's category; -1 for one that is not in the training data."""
    places = {category: place for place, category in enumerate(column.categories)}
    each = np.array([places.get(value, -1) for value in known.values] + [places.get("", -1)])
    return each[known.codes]


def check_columns(
    table: Table, wanted: Sequence[str], others: Collection[str], allowed: Collection[str]
) -> list[str]:
    """Raise DatasetError for a missing column, and for one that is not allowed; a note for others."""
    known = set(wanted)
    there = set(table.names)
    missing = [name for name in wanted if name not in there]
    extra = [name for name in table.names if name not in known and name not in others]
    if missing:
        meant = nearest(missing[0], extra)
        hint = f"; did you mean {meant}?" if meant and len(missing) == 1 else ""
        names = f"column{'s' * (len(missing) > 1)} {_few(missing)}"
        raise DatasetError(f"{table.subject} has no {names}, which the training data has{hint}")
    if extra and COLUMN not in allowed:
        raise DatasetError(f"{table.subject} has a column {extra[0]}, which is not in the training data")
    if not extra:
        return []
    return [f"{'column' if len(extra) == 1 else 'columns'} {_few(extra)} not in the training data: ignored"]


def _few(names: Sequence[str]) -> str:
    """Names in a sentence; of many, the first ones."""
    more = [f"{len(names) - FEW:,} more"] if len(names) > FEW else []
    return enumerated([*map(shorten, names[:FEW]), *more])


def numbers_in(table: Table, name: str) -> np.ndarray:
    """A column as float64, NaN where a value is missing; DatasetError for text and for infinity."""
    numbers = table.numbers(name)
    if numbers is not None and not np.isinf(numbers).any():
        return numbers
    known = known_in(table, name, NOTHING)
    each = [Spelling().number(value) for value in known.values]
    odd = [code for code, number in enumerate(each) if number is None or np.isinf(number)]
    if odd:
        raise _not_valid(table, None, known, odd[0], each[odd[0]])
    return known.of_rows([number for number in each if number is not None])


def _not_valid(
    table: Table, column: Column | None, known: Known, code: int, number: float | None
) -> DatasetError:
    where = f"column {shorten(known.name)}, {table.place(known.first_row(code))}"
    if number is not None:
        return DatasetError(f"{table.subject} has {number} in {where}; wanted finite numbers")
    wanted = WANTED["number" if column is None else column.role]
    return DatasetError(f"{table.subject} has {_shown(known.values[code])} in {where}; wanted {wanted}")


def _shown(cell: str) -> str:
    return shorten(f"'{cell}'") if cell else "nothing"


def _meant(cell: str, known: Collection[str]) -> str:
    meant = nearest(cell, list(known))
    return f"; did you mean {meant}?" if meant else ""

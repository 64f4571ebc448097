"""The target column of a table: its labels, and the rows that have one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.own import named_columns, obstacles
from zoo.data.own.choices import Choices
from zoo.data.own.known import Known, known_in
from zoo.data.own.labels import Labels
from zoo.data.own.named import Named
from zoo.data.own.spellings import TRUTHS, Spelling, nearest_spelling, spelling_of
from zoo.errors import DatasetError, SettingError, UsageError, shorten
from zoo.specs.column import FRACTION, TIMES, TRUTH
from zoo.specs.data_options import target_columns

if TYPE_CHECKING:
    from collections.abc import Collection

    from zoo.data.files.table.table import Table

NA = "NA"
MANY_ROWS = 1_000_000
"""Beyond so many rows, a target with fractions is not looked at as text."""
LARGEST_WHOLE = 2**53
"""Above it, float64 can't represent all integers."""


class Target(NamedTuple):
    """The labels.

    Attributes:
        labels: Those of the rows that have a value.
        rows: The positions of these rows in the table.
        codes: The index of each label among the different ones.
    """

    labels: Labels
    rows: np.ndarray
    codes: np.ndarray


def check_target(table: Table, path: str, target: str | None) -> None:
    """Raise an error unless columns are the target; `path` is what the message calls the table."""
    names = ", ".join(table.names)
    if target is None:
        raise UsageError(f"{path} is a table; wanted --target with one of {names}")
    columns = target_columns(target, table.names)
    for column in columns:
        named_columns.require("target", column, table.names, path)
        if columns.count(column) > 1:
            raise SettingError("target", target, f"has {column} twice; wanted each column once")


def target_of(
    table: Table,
    target: str,
    marks: frozenset[str],
    classes: Collection[str] = (),
    *,
    is_text: bool = False,
) -> Target:
    """The cells of the target column: all as integers or numbers if possible, otherwise as text.

    Among text, `NA` is a class, such as the code of Namibia. Whole numbers with leading zeros, such as `01`,
    are codes too: as classes, they differ from those without. Rows without a value are left out.

    Several columns have a number each; true and false are 1 and 0.

    Args:
        table: The table.
        target: The name of the column, or of several, separated by commas.
        marks: What cells without a value hold, besides the usual marks.
        classes: The classes of the training data, in which a mark is a class.
        is_text: Whether text among numbers is a class.

    Raises:
        DatasetError: There is no value, or the column has numbers but for a few cells.
    """
    columns = target_columns(target, table.names)
    if len(columns) > 1:
        return _of_several(table, columns, marks)
    choices = Choices({}, {}, marks)
    where = f"{target} of {table.subject}"
    if table.rows > MANY_ROWS and not classes and not choices.has_numeric_marks:
        fractions = _fractions(table, target)
        if fractions is not None:
            rows = np.flatnonzero(~np.isnan(fractions)).astype(np.int32)
            found = Labels(fractions[rows], where, lambda row: table.place(int(rows[row])))
            return Target(found, rows, np.zeros(len(rows), np.int32))
    known = known_in(table, target, choices, tuple(classes))
    if not known.values:
        raise DatasetError(f"{where} has no values; wanted a value in each row")
    spelling = spelling_of(known.values, comma=table.decimal_comma)
    if spelling is None and NA not in marks:
        known = known_in(table, target, choices, (*classes, NA))
    rows = np.flatnonzero(known.codes >= 0).astype(np.int32)
    codes = known.codes[rows]
    found = Labels(Named(known.values, codes), where, lambda row: table.place(int(rows[row])))
    if spelling is None:
        if not is_text and not classes:
            obstacles.refuse(table.subject, list(filter(None, [_strays(table, target, marks)])))
        return Target(found, rows, codes)
    each = np.array([spelling.number(value) for value in known.values], np.float64)
    if np.isinf(each).any():
        row = int(np.flatnonzero(np.isinf(each)[codes])[0])
        raise DatasetError(f"{where} has {each[codes[row]]} in {found.place(row)}; wanted finite numbers")
    is_unlike_number = spelling.form in (*TIMES, FRACTION)
    numbers, texts = _numbers(known, each, codes, has_names=is_unlike_number)
    return Target(found._replace(values=numbers, codes=texts), rows, codes)


def _of_several(table: Table, columns: tuple[str, ...], marks: frozenset[str]) -> Target:
    """The numbers of several columns, of the rows that have a value in each."""
    each = [_column(table, column, marks) for column in columns]
    values = np.stack(each, axis=1)
    rows = np.flatnonzero(~np.isnan(values).any(axis=1)).astype(np.int32)
    where = f"{', '.join(columns)} of {table.subject}"
    if not len(rows):
        raise DatasetError(f"{where} have no row with a value in each; wanted such rows")
    values = values[rows]
    whole = bool((values == np.floor(values)).all()) and float(np.abs(values).max()) < LARGEST_WHOLE
    found = Labels(values, where, lambda row: table.place(int(rows[row])), columns=columns)
    numbers = values.astype(np.int64) if whole else values
    return Target(found._replace(values=numbers), rows, np.zeros(len(rows), np.int32))


def _column(table: Table, name: str, marks: frozenset[str]) -> np.ndarray:
    """One of several columns as float64, NaN where a value is missing; DatasetError for other text."""
    known = known_in(table, name, Choices({}, {}, marks))
    if known.values and all(value.lower() in TRUTHS for value in known.values):
        spelling = Spelling(TRUTH)
    else:
        spelling = nearest_spelling(known.values, comma=table.decimal_comma)
    numbers = [spelling.number(value) for value in known.values]
    odd = next((code for code, number in enumerate(numbers) if number is None or np.isinf(number)), None)
    if odd is not None:
        where = f"column {name}, {table.place(known.first_row(odd))}"
        cell = shorten(repr(known.values[odd]))
        wanted = "wanted true and false, 0 and 1, or numbers in each of several targets"
        raise DatasetError(f"{table.subject} has {cell} in {where}; {wanted}")
    return known.of_rows([number for number in numbers if number is not None])


def _fractions(table: Table, target: str) -> np.ndarray | None:
    """A target with fractions as float64, NaN where it is missing; None for whole numbers and for text.

    Millions of different numbers would take much memory as text.
    """
    numbers = table.numbers(target)
    if numbers is None or np.isinf(numbers).any():
        return None
    known = numbers[~np.isnan(numbers)]
    return numbers if bool((known != np.floor(known)).any()) else None


def _strays(table: Table, target: str, marks: frozenset[str]) -> obstacles.Obstacle | None:
    """Numbers but for a few cells, which `--task classification` settles as well."""
    found = obstacles.strays(table, known_in(table, target, Choices({}, {}, marks)))
    if found is None:
        return None
    remedy = found.remedy.partition(", --category")[0]
    return found._replace(remedy=f"{remedy}, --task classification all as classes")


def _numbers(
    known: Known, each: np.ndarray, codes: np.ndarray, *, has_names: bool
) -> tuple[np.ndarray, Named | None]:
    """The values of labels, as integers if they are written so, and their text if they are codes or times."""
    digits = [value.removeprefix("-") for value in known.values]
    whole = all(text.isdecimal() for text in digits)
    exact = whole and float(np.abs(each).max()) < LARGEST_WHOLE
    padded = whole and any(len(text) > 1 and text[0] == "0" for text in digits)
    numbers = each.astype(np.int64) if exact else each
    return numbers[codes], Named(known.values, codes) if padded or has_names else None

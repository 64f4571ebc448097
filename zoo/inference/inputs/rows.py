"""Rows of a table, matched to the model's inputs by the names of the columns where both have names."""

from __future__ import annotations

import itertools
import re
from math import prod
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from zoo.data.files.table.read import opened_table
from zoo.data.files.table.table import ListedColumns, Table
from zoo.data.own.encoding import FORGIVING, encode, numbers_in
from zoo.data.own.large import is_many
from zoo.data.own.plain import columns_but, numbers_of, passed
from zoo.errors import DatasetError, shorten
from zoo.inference.inputs.batches import encoded_in_batches, numbers_in_batches
from zoo.inference.inputs.listed_images import listed_images
from zoo.inference.inputs.wanted import FileExamples, Wanted
from zoo.specs.data_options import target_columns

if TYPE_CHECKING:
    from collections.abc import Sequence


def from_table(file: IO[bytes], name: str, wanted: Wanted) -> FileExamples:
    """The rows of a table; the target's column may be among them and is ignored.

    For a model trained on a table, cells are encoded as in training. For other models all cells are numbers,
    and columns are found by their names if the file and the dataset have them, otherwise by their positions.
    Raises DatasetError, with the column and the line, for a missing or wrong value.
    """
    with opened_table(
        file,
        name,
        needs_names=bool(wanted.columns or wanted.image_column),
        is_forgiving=bool(wanted.columns) and not wanted.strict,
        encoding=wanted.encoding,
    ) as table:
        return listed_images(table, name, wanted) if wanted.image_column else from_rows(table, name, wanted)


def from_rows(table: Table, name: str, wanted: Wanted) -> FileExamples:
    """The rows of an opened table, as `from_table`."""
    if wanted.columns:
        return _encoded(table, wanted)
    if wanted.drop is not None:
        return _plain_numbers(table, wanted, wanted.drop)
    columns, notes = _columns(table, wanted)
    x = np.stack([numbers_in(table, column) for column in columns], axis=1)
    missing = np.argwhere(np.isnan(x))
    if len(missing):
        row, place = missing[0]
        where = f"column {shorten(columns[place])}, {table.place(int(row))}"
        raise DatasetError(f"{name} has nothing in {where}; wanted a number")
    return FileExamples(x.reshape(len(x), *wanted.shape), notes)


def from_lines(file: IO[bytes], name: str, wanted: Wanted) -> FileExamples:
    """The texts in a file that has one in each line; DatasetError if it is not UTF-8."""
    try:
        lines = file.read().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DatasetError(
            f"{name} is not UTF-8 at byte {error.start:,}; wanted a text in each line"
        ) from None
    return from_texts(lines, name, wanted)


def from_texts(texts: Sequence[str], name: str, wanted: Wanted) -> FileExamples:
    """Texts, as `from_rows`."""
    return _encoded(Table(name, [wanted.text], ListedColumns([texts])), wanted)


def _encoded(table: Table, wanted: Wanted) -> FileExamples:
    others = (*target_columns(wanted.target, table.names), *wanted.others)
    allowed = () if wanted.strict else FORGIVING
    how: Any = {"others": others, "marks": wanted.marks, "allowed": allowed}
    if wanted.scaled is not None and is_many(table.rows, prod(wanted.shape)):
        found, is_scaled = encoded_in_batches(table, wanted, **how), True
    else:
        found, is_scaled = encode(table, wanted.columns, **how), False
    filled = f"{_counted(found.filled, 'missing number')} filled with the median" if found.filled else ""
    notes = (*table.notes, *filter(None, [filled]), *found.notes)
    return FileExamples(found.x, notes, is_scaled=is_scaled)


def _plain_numbers(table: Table, wanted: Wanted, drop: Sequence[str]) -> FileExamples:
    """The columns as numbers in the order of the file, for a model that says nothing of them."""
    names, many = columns_but(table, drop), prod(wanted.shape)
    if len(names) != many:
        what = f"{table.subject} has {_counted(len(names), 'column')}{_listed(names)}"
        raise DatasetError(f"{what}; the model takes {_counted(many, 'number')}; --drop leaves columns out")
    notes = (*table.notes, *((passed(names),) if table.has_names else ()))
    if wanted.scaled is not None and is_many(table.rows, many):
        return FileExamples(numbers_in_batches(table, names, wanted), notes, is_scaled=True)
    x = numbers_of(table, names)
    return FileExamples(x.reshape(len(x), *wanted.shape), notes)


def _columns(table: Table, wanted: Wanted) -> tuple[Sequence[str], tuple[str, ...]]:
    """The table's columns in the order of the model's inputs, and notes."""
    names = table.names
    if not table.has_names or not wanted.features:
        many = prod(wanted.shape)
        if len(names) != many:
            what = f"{table.subject} has {_counted(len(names), 'column')}"
            raise DatasetError(f"{what}; wanted {many:,}{_listed(wanted.features)}")
        return names, table.notes
    known = {_plain(name): name for name in reversed(names)}
    missing = [each for each in wanted.features if _plain(each) not in known]
    if missing:
        more = f" and {len(missing) - 1:,} more" if len(missing) > 1 else ""
        what = f"{table.subject} has no column {missing[0]}{more}"
        raise DatasetError(f"{what}; wanted{_listed(wanted.features)[1:]}")
    found = [known[_plain(each)] for each in wanted.features]
    targets = {*map(_plain, target_columns(wanted.target, names))}
    expected = {*found, *(name for name in names if _plain(name) in targets)}
    extra = [name for name in names if name not in expected]
    if extra and wanted.strict:
        what = f"{table.subject} has a column {shorten(extra[0])}, which is not in the training data"
        raise DatasetError(f"{what}; wanted{_listed(wanted.features)[1:]}, and {wanted.target} at most")
    ignored = f"{_counted(len(extra), 'column')} not in the training data: ignored{_listed(extra)}"
    return found, (*table.notes, *([ignored] if extra else []))


def _counted(many: int, noun: str) -> str:
    return f"{many:,} {noun}{'' if many == 1 else 's'}"


def _listed(features: Sequence[str]) -> str:
    few = 4
    shown = [*itertools.islice(features, few), *(["…"] if len(features) > few else [])]
    return f": {', '.join(shown)}" if shown else ""


def _plain(name: str) -> str:
    """A column's name without unit and punctuation: "sepal length (cm)" and "sepal_length" are the same."""
    return re.sub(r"[\W_]+", " ", re.sub(r"\(.*?\)", "", name)).strip().casefold()

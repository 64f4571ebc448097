"""Rows of numbers from CSV, matched by the names of their columns where both sides have them."""

from __future__ import annotations

import csv
import io
import itertools
import re
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.encoding import encode
from zoo.data.table import parse_table
from zoo.errors import DatasetError, shorten
from zoo.prediction.wanted import Found, Unfit, Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence


def read_csv(content: bytes, name: str, wanted: Wanted) -> Found:
    """The rows of a CSV file; a first line without any number has the columns' names.

    Where the dataset's columns have names too, theirs count, in any order; else the place counts. The
    target may stand beside them, and is not looked at.
    Raises Unfit, which names column and line, for what is missing or no number.
    """
    if wanted.columns:
        return _encoded(content, name, wanted)
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError:
        raise Unfit(f"{name} is neither PNG, JPEG, .npy, .npz nor CSV") from None
    except csv.Error as error:
        raise Unfit(f"{name} is no CSV: {error}") from None
    numbered = [(number, cells) for number, cells in enumerate(lines, 1) if cells]
    if not numbered:
        raise Unfit(f"{name} is empty")
    header = None if any(map(_is_number, numbered[0][1])) else [each.strip() for each in numbered.pop(0)[1]]
    places = _places(header, name, wanted, len(numbered[0][1]) if numbered else 0)
    if not numbered:
        raise Unfit(f"{name} has no row below its header")
    names = header or [f"{place + 1:,}" for place in range(len(numbered[0][1]))]
    rows = [_row(cells, number, places, names, name) for number, cells in numbered]
    return Found(np.array(rows).reshape(len(rows), *wanted.shape))


def _encoded(content: bytes, name: str, wanted: Wanted) -> Found:
    """The rows of a table like the one that was trained on, each cell encoded as there."""
    file = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    try:
        table = parse_table(file, name)
        x = encode(table, wanted.columns, target=wanted.target)
    except DatasetError as error:
        raise Unfit(str(error)) from None
    missing = sum(table.columns[each.name].count("") for each in wanted.columns if not each.categories)
    return Found(x, (f"{_counted(missing, 'missing number')} filled with the median",) if missing else ())


def _places(header: Sequence[str] | None, name: str, wanted: Wanted, width: int) -> Sequence[int]:
    """Where in a line the numbers stand; beside them there may be the target alone."""
    many = prod(wanted.shape)
    if header is None or not wanted.features:
        found = width if header is None else len(header)
        if found != many:
            raise Unfit(f"{name} has {_counted(found, 'column')}; wanted {many:,}{_called(wanted.features)}")
        return range(many)
    known = {_plain(each): place for place, each in reversed(list(enumerate(header)))}
    missing = [each for each in wanted.features if _plain(each) not in known]
    if missing:
        more = f" and {len(missing) - 1:,} more" if len(missing) > 1 else ""
        raise Unfit(f"{name} has no column {missing[0]}{more}; wanted{_called(wanted.features)[1:]}")
    places = [known[_plain(each)] for each in wanted.features]
    for place, each in enumerate(header):
        if place not in places and _plain(each) != _plain(wanted.target):
            called = f"{_called(wanted.features)[2:]}, and {wanted.target} at most"
            what = f"a column '{shorten(each)}'"
            raise Unfit(f"{name} has {what}, which the training data had not; wanted {called}")
    return places


def _row(
    cells: Sequence[str], number: int, places: Sequence[int], names: Sequence[str], name: str
) -> list[float]:
    if len(cells) != len(names):
        raise Unfit(f"{name} has {_counted(len(cells), 'cell')} in line {number:,}; wanted {len(names):,}")
    try:
        return [float(cells[place]) for place in places]
    except ValueError:
        place = next(each for each in places if not _is_number(cells[each]))
        found = f"'{shorten(cells[place])}'" if cells[place].strip() else "nothing"
        raise Unfit(
            f"{name} has {found} in column {names[place]}, line {number:,}; wanted a number"
        ) from None


def _counted(many: int, noun: str) -> str:
    return f"{many:,} {noun}{'' if many == 1 else 's'}"


def _called(features: Sequence[str]) -> str:
    shown = [*itertools.islice(features, 4), *(["…"] if len(features) > 4 else [])]  # noqa: PLR2004 - enough to know them
    return f": {', '.join(shown)}" if shown else ""


def _plain(name: str) -> str:
    """A column's name without its unit, however its words are joined: "sepal length (cm)", "sepal_length"."""
    return re.sub(r"[\W_]+", " ", re.sub(r"\(.*?\)", "", name)).strip().casefold()


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True

"""What each column of a table is, by all of its values; its encoding is fitted on the training part."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.own import dates, mixed, notes, obstacles, odd_lines
from zoo.data.own.known import Known, known_in
from zoo.data.own.medians import median_of
from zoo.data.own.obstacles import Obstacle
from zoo.data.own.relations import Relations
from zoo.data.own.spellings import Spelling, spelling_of, truth_of
from zoo.errors import DatasetError
from zoo.registry import natural
from zoo.specs.column import PLAIN, Column
from zoo.specs.data_options import target_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.files.table.table import Table
    from zoo.data.own.choices import Choices

MOST_CATEGORIES = 1_000
FEWEST_CATEGORIES = 10
"""The categories allowed in any column; more are allowed if each has two rows on average."""
MOST_CHOSEN = 10_000
"""The categories of a column that is said to have some."""
LARGEST = float(np.finfo(np.float32).max)
"""The largest number in which models compute."""
CODE = re.compile(r"0[0-9]+")


class Fitted(NamedTuple):
    """The columns with their encodings, and those that are not used because they have no value."""

    columns: tuple[Column, ...]
    empty: tuple[str, ...]


def fit(
    table: Table, target: str, training: np.ndarray, choices: Choices, relations: Relations | None = None
) -> Fitted:
    """Fit the encoding of all columns but those of the `target` and those left out, on the `training` rows.

    Raises:
        DatasetError: Columns can't be used as they are; the message has all of them.
    """
    dropped, targets = choices.dropped(), target_columns(target, table.names)
    names = [name for name in table.names if name not in targets and name not in dropped]
    relations = relations or Relations()
    found = {name: _fit(table, name, training, choices, relations) for name in names}
    in_the_way = [each for each in found.values() if isinstance(each, Obstacle)]
    odd_lines.refuse(table, [each.column for each in in_the_way], choices)
    obstacles.refuse(table.subject, in_the_way)
    columns = tuple(each for each in found.values() if isinstance(each, Column))
    if not columns:
        besides = " with values" if names else ""
        raise DatasetError(
            f"{table.subject} has no column besides {target}{besides}; wanted at least one input column"
        )
    return Fitted(columns, tuple(name for name, each in found.items() if each is None))


def _fit(
    table: Table, name: str, training: np.ndarray, choices: Choices, relations: Relations
) -> Column | Obstacle | None:
    """The column; what stands in the way; or None if it has no value in the training part."""
    role = choices.roles.get(name)
    if role in (None, "number") and not choices.has_numeric_marks:
        numbers = table.numbers(name)
        if numbers is not None:
            found = _numbers(table, name, numbers, training, Spelling())
            return _related(found, numbers, relations)
    known = known_in(table, name, choices)
    if not known.values or (known.codes[training] < 0).all():
        return None
    return _related(_of_role(table, known, training, choices), known.codes, relations, known.values)


def _related(
    found: Column | Obstacle | None, values: np.ndarray, relations: Relations, texts: Sequence[str] = ()
) -> Column | Obstacle | None:
    """The column with the notes of what it has to do with others, unless it is constant."""
    if not isinstance(found, Column) or notes.CONSTANT in found.notes:
        return found
    texts = () if found.role == "category" else texts  # other names for the same categories are a copy
    more = tuple(relations.notes(found.name, values, texts))
    return replace(found, notes=found.notes + more) if more else found


def _of_role(table: Table, known: Known, training: np.ndarray, choices: Choices) -> Column | Obstacle | None:
    """The column in the role that was said, or by its values."""
    name = known.name
    role = choices.roles.get(name)
    if role == "category":
        return _categories(table, known, training, MOST_CHOSEN)
    if role == "ordinal":
        return _ordered(table, known, training, choices.details.get(name, ""))
    if role == "date":
        return _dates(table, known, training, choices.details.get(name, ""), chosen=True)
    return _decided(table, known, training, is_number=role == "number")


def _decided(
    table: Table, known: Known, training: np.ndarray, *, is_number: bool
) -> Column | Obstacle | None:
    """The column by its values: numbers, true and false, dates or categories."""
    spelling = spelling_of(known.values, comma=table.decimal_comma)
    if spelling is None and is_number:
        spelling = truth_of(known.values)
    if spelling is not None and (is_number or not are_codes(known.values)):
        return _numbers(table, known.name, _values(known, spelling), training, spelling)
    if is_number:
        return obstacles.strays(table, known, always=True) or obstacles.texts(table, known, 0)
    if not known.missing and (truth := truth_of(known.values)) is not None:
        return _numbers(table, known.name, _values(known, truth), training, truth)
    if spelling is None:
        found = (
            _dates(table, known, training, "", chosen=False)
            or mixed.found_in(table, known)
            or obstacles.strays(table, known)
            or obstacles.mixed_dates(table, known)
            or obstacles.stray_dates(table, known)
        )
        if found is not None:
            return found
    most = min(MOST_CATEGORIES, max(FEWEST_CATEGORIES, len(training) // 2))
    return _categories(table, known, training, most)


def are_codes(values: list[str]) -> bool:
    """Whether whole numbers have leading zeros, as postcodes have."""
    return any(map(CODE.fullmatch, values)) and all(value.isdecimal() for value in values)


def _values(known: Known, spelling: Spelling) -> np.ndarray:
    return known.of_rows([number for value in known.values if (number := spelling.number(value)) is not None])


def _numbers(
    table: Table, name: str, numbers: np.ndarray, training: np.ndarray, spelling: Spelling
) -> Column | Obstacle | None:
    trained = numbers[training]
    trained = trained[~np.isnan(trained)]
    if (np.abs(numbers) > LARGEST).any():
        return obstacles.too_large(table, name, numbers, LARGEST)
    if not len(trained):
        return None
    return Column(
        name=name,
        median=median_of(trained),
        missing=int(np.isnan(numbers).sum()),
        spelling=spelling.form,
        unit=spelling.unit,
        notes=tuple(notes.of_numbers(name, numbers, is_spelled=spelling.form != PLAIN)),
    )


def _categories(table: Table, known: Known, training: np.ndarray, most: int) -> Column | Obstacle:
    categories = _trained(known, training)
    if len(categories) > most:
        return obstacles.texts(table, known, most)
    return Column(
        known.name,
        categories=tuple(sorted(categories, key=lambda cell: (natural(cell), cell))),
        missing=known.missing,
        notes=tuple(notes.of_categories(known.values, known.counts, known.missing)),
    )


def _trained(known: Known, training: np.ndarray) -> set[str]:
    """The categories in the training part, with '' for a missing value."""
    found = np.unique(known.codes[training]).tolist()
    return {known.values[code] if code >= 0 else "" for code in found}


def _ordered(table: Table, known: Known, training: np.ndarray, order: str) -> Column | Obstacle:
    given = [part.strip() for part in order.split(",")] if order else []
    others = [value for value in known.values if value not in given] if given else []
    if others:
        return obstacles.unordered(table, known, others)
    categories = given or sorted(_trained(known, training) - {""}, key=lambda cell: (natural(cell), cell))
    places = {category: place for place, category in enumerate(categories)}
    trained = [code for code in known.codes[training].tolist() if code >= 0]
    positions = [places[known.values[code]] for code in trained]
    return Column(
        known.name,
        median=float(np.median(positions)),
        categories=tuple(categories),
        missing=known.missing,
        ordered=True,
    )


def _dates(
    table: Table, known: Known, training: np.ndarray, form: str, *, chosen: bool
) -> Column | Obstacle | None:
    """The column of dates; None if it has none, and was not said to have some."""
    formats = [form] if form else dates.formats_of(known.values, chosen=chosen)
    if len(formats) > 1:
        return obstacles.ambiguous(table, known, formats)
    if not formats and not chosen:
        return None
    days = [day for value in known.values if formats and (day := dates.day_of(value, formats[0])) is not None]
    if len(days) < len(known.values):
        mixed = None if formats else obstacles.mixed_dates(table, known)
        return mixed or obstacles.no_dates(table, known, formats)
    every = known.of_rows(days)
    trained = every[training][~np.isnan(every[training])]
    return Column(
        known.name,
        median=median_of(trained),
        missing=known.missing,
        date_format=formats[0],
        first=dates.iso_of(trained.min()),
        has_time=bool((trained != np.floor(trained)).any()),
    )

"""The distributions of a table whose target is not known, or which can't be used as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data.files.table.read import opened_table
from zoo.data.own import dates
from zoo.data.own.choices import choices_of
from zoo.data.own.known import known_in
from zoo.data.own.roles import are_codes
from zoo.data.own.spellings import spelling_of, truth_of
from zoo.data.profile import COLUMNS, Distribution, Profile, of_categories, of_numbers
from zoo.specs.data_options import target_columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.data.files.table.table import Table
    from zoo.data.own.choices import Choices
    from zoo.data.own.known import Known
    from zoo.specs.data_options import DataOptions

TEXT = "text"
"""The role of a column with more values than categories have."""
MOST = 0.5
"""The share of different values by which a column has text."""


def of_columns(path: Path, options: DataOptions) -> Profile:
    """The distribution of each column, as numbers, dates or categories by its values.

    Raises:
        DatasetError: The file is not a table.
        SettingError: An option names a column that is not there.
    """
    encoding = options.encoding or ""
    with path.open("rb") as content, opened_table(content, path.name, encoding=encoding) as table:
        choices = choices_of(options, table.names, table.subject)
        targets = [name for name in target_columns(options.target, table.names) if name in table.names]
        names = [name for name in table.names if name not in (*targets, *choices.dropped())]
        columns = tuple(_of_column(table, name, choices) for name in names[:COLUMNS])
        found = tuple(_of_column(table, name, choices) for name in targets)
        return Profile(table.rows, columns, found, len(names) - len(columns))


def _of_column(table: Table, name: str, choices: Choices) -> Distribution:
    role = choices.roles.get(name)
    if role in (None, "number") and not choices.has_numeric_marks:
        numbers = table.numbers(name)
        if numbers is not None:
            return of_numbers(name, np.where(np.isinf(numbers), np.nan, numbers))
    known = known_in(table, name, choices)
    if role in (None, "number"):
        spelling = spelling_of(known.values, comma=table.decimal_comma)
        if spelling is not None and known.values and (role == "number" or not are_codes(known.values)):
            return _of_values(known, spelling.number, "number")
    if role in (None, "date"):
        form = choices.details.get(name) or next(
            iter(dates.formats_of(known.values, chosen=role is not None)), ""
        )
        if form:
            return _of_values(known, lambda value: dates.day_of(value, form), "date")
    if role in ("category", "ordinal"):
        return of_categories(name, dict(zip(known.values, known.counts, strict=True)), role, known.missing)
    if role is None and not known.missing and truth_of(known.values) is not None:
        counts = dict(zip(known.values, known.counts, strict=True))
        return of_categories(name, counts, "boolean")
    is_text = len(known.values) > MOST * max(len(known.codes) - known.missing, 1)
    counts = dict(zip(known.values, known.counts, strict=True))
    return of_categories(name, counts, TEXT if is_text else "category", known.missing)


def _of_values(known: Known, number: Callable[[str], float | None], role: str) -> Distribution:
    """The histogram of spelled numbers or of dates; a value that is neither is like a missing one."""
    found = [number(value) for value in known.values]
    rows = known.of_rows([np.nan if each is None or np.isinf(each) else each for each in found])
    return of_numbers(known.name, rows, role)

"""The first row of a table: the names of its columns, or data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.data.files.table.cells import is_missing, number_of, spaced
from zoo.errors import DatasetError, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence


def has_names_in(rows: Sequence[Sequence[str]], subject: str, *, needs_names: bool) -> bool:
    """Whether the first row has the columns' names; DatasetError if they are needed and missing."""
    first, below = [spaced(cell) for cell in rows[0]], rows[1:]
    numbers = [cell for cell in first if cell and number_of(cell) is not None]
    texts = [(at, cell) for at, cell in enumerate(first) if not is_missing(cell) and number_of(cell) is None]
    if not texts:
        if needs_names:
            raise DatasetError(f"{subject} has no names in its first line; wanted a name for each column")
        return False
    looks_like_data = bool(numbers) and (
        any("." in cell for cell in numbers)
        or all(any(at < len(row) and spaced(row[at]) == cell for row in below) for at, cell in texts)
    )
    if looks_like_data and needs_names:
        found = f"{subject} has the number '{shorten(numbers[0])}' in its first line"
        raise DatasetError(f"{found}; wanted a name for each column: add a line of names")
    return not looks_like_data


def positions(width: int) -> list[str]:
    """Names for columns that have none."""
    return [f"{place:,}" for place in range(1, width + 1)]

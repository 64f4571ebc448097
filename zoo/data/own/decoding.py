"""The cells of a table's row, from its encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data.own import dates, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.specs.column import Column


def decoded(columns: Sequence[Column], row: np.ndarray) -> tuple[str | float | None, ...]:
    """The cell of each column, from an encoded row that is not scaled.

    A missing category is None; another missing value has become the median and stays so.
    """
    ends = np.cumsum([column.inputs for column in columns])
    return tuple(
        _cell(column, row[end - column.inputs : end]) for column, end in zip(columns, ends, strict=True)
    )


def _cell(column: Column, part: np.ndarray) -> str | float | None:
    if column.vocabulary is not None:
        return texts.text_of(part.tolist(), column.vocabulary)
    number = float(part[0])
    match column.role:
        case "category":
            return (column.categories[int(part.argmax())] or None) if part.any() else None
        case "ordinal":
            return column.categories[round(number)]
        case "boolean":
            return "true" if number else "false"
        case "date":
            start = dates.day_of(column.first, dates.ISO)
            assert start is not None
            return dates.iso_of(start + number)
    return number

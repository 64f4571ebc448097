"""Excel workbooks as people keep them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.tables_of import read

if TYPE_CHECKING:
    from collections.abc import Sequence


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with these rows."""
    book = pytest.importorskip("openpyxl").Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_titles_above_the_header_are_left_out() -> None:
    """With a note; so are columns without names and values."""
    found = read(
        workbook([["", "Report"], [], ["", "2024"], ["", "x", "y"], ["", 1, "a"], ["", 2, "b"]]), "t.xlsx"
    )
    assert found["columns"] == {"x": ["1", "2"], "y": ["a", "b"]}
    assert found["notes"] == (
        "2 rows above the header left out ('Report', …)",
        "column 1 has neither a name nor values: left out",
    )


def test_a_column_with_gaps_has_no_titles() -> None:
    """Rows with one cell are rows of the table if most are so."""
    found = read(workbook([["x", "y"], [1, None], [2, None], [3, "a"]]), "t.xlsx")
    assert (found["columns"], found["notes"]) == ({"x": ["1", "2", "3"], "y": ["", "", "a"]}, ())

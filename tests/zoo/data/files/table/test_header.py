"""Whether the first row of a table has the names of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zoo.data.files.table import header
from zoo.data.files.table.header import has_names_in

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["a", "b"], ["1", "2"]], True),
        ([["a", "2020"], ["b", "2021"]], True),
        ([["a", "2020"], [" a ", "2021"]], False),
        ([["a", "1.5"], ["b", "2.5"]], False),
        ([["1", "2"], ["3", "4"]], False),
    ],
)
def test_the_first_row_has_names_unless_it_looks_like_data(
    rows: Sequence[Sequence[str]], *, expected: bool
) -> None:
    """It is data if it has a number and its texts are in the rows below, whatever white space they have."""
    assert expected == has_names_in(rows, "t.csv", needs_names=False)


def test_a_wide_table_is_read_by_its_first_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows below are only looked at if they decide: 200 rows of 100,000 columns take seconds."""
    looked_at: list[str] = []
    spaced = header.spaced
    monkeypatch.setattr(header, "spaced", lambda cell: (looked_at.append(cell), spaced(cell))[1])
    has_names_in([["a", "b"], ["1", "2"], ["3", "4"]], "t.csv", needs_names=True)
    assert looked_at == ["a", "b"]

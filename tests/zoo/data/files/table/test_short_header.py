"""A header with one name fewer than the rows have cells, as R writes it."""

from __future__ import annotations

import pytest

from tests.zoo.tables_of import read
from zoo.data.files.table.short_header import ROW_NAMES

COLUMNS = {"a": ["5", "6"], "b": ["x y", "z"]}


@pytest.mark.parametrize(
    "text",
    [
        '"a" "b"\n"1" 5 "x y"\n"2" 6 "z"\n',
        '"a" "b"\n"Mazda RX4"   5 "x y"\n"Fiat"        6 "z"\n',
        '"a","b"\n"r1",5,"x y"\n"r2",6,"z"\n',
        "a,b\n1,5,x y\n2,6,z\n",
        "a;b\nr1;5;x y\nr2;6;z\n",
        "a\tb\nr1\t5\tx y\nr2\t6\tz\n",
    ],
)
def test_row_names_are_left_out(text: str) -> None:
    """With a note; they are quoted, count the rows, or can't be anything else."""
    found = read(text)
    assert (found["columns"], found["notes"]) == (COLUMNS, (ROW_NAMES,))
    assert found["places"] == ["line 2", "line 3"]


def test_rows_that_end_in_a_delimiter_have_no_further_column() -> None:
    """The names are not moved by one."""
    found = read("a,b\n5,x y,\n6,z,\n")
    assert (found["columns"], found["notes"]) == (
        COLUMNS,
        ("column 3 has neither a name nor values: left out",),
    )


def test_the_delimiter_that_fits_the_header_comes_first() -> None:
    """Decimal commas do not make a semicolon's table one of row names."""
    found = read("a;b\n1,5;2\n2,5;3\n")
    assert (found["columns"], found["notes"]) == ({"a": ["1,5", "2,5"], "b": ["2", "3"]}, ())

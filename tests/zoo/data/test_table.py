"""CSV as text: read whole, or refused in a sentence."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoo.data.table import MISSING, TextTable, parse_table, read_table
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path


def parsed(text: str) -> TextTable:
    """The table of a text."""
    return parse_table(io.StringIO(text, newline=""), "t.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_cells_are_found_whatever_stands_between_them(delimiter: str) -> None:
    """Empty lines are no rows; a quoted cell may have the delimiter, and a row several lines."""
    rows = ["a,b", "1,x y", "", '2,"p\n q,r"', "3,"]
    text = "\r\n".join(row.replace(",", delimiter) for row in rows)
    joined = " ".join(f"p q{delimiter}r".split())
    assert parsed(text) == TextTable("t.csv", {"a": ["1", "2", "3"], "b": ["x y", joined, ""]}, [2, 5, 6])


@pytest.mark.parametrize("cell", [*sorted(MISSING), "NaN", " N/A ", "NULL"])
def test_a_cell_without_a_value_is_empty(cell: str) -> None:
    """However that is written."""
    assert parsed(f"a,b\n{cell},x\n").columns["a"] == [""]


NAME = st.text(min_size=1, max_size=5).filter(
    lambda name: name.split() == [name] and name.lower() not in MISSING
)


@given(st.lists(st.tuples(NAME, NAME), min_size=1))
def test_what_is_written_is_read(rows: list[tuple[str, str]]) -> None:
    """Any text that is one word, whatever its letters are."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([("first", "second"), *rows])
    assert list(zip(*parsed(file.getvalue()).columns.values(), strict=True)) == rows


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "t.csv is empty; wanted a line of names, and rows below it"),
        ("a,b\n", "t.csv has no rows below its names; wanted data"),
        ("a,b\n\n\n", "t.csv has no rows below its names; wanted data"),
        ("a,b\n1,2\n3\n", "t.csv has 1 cells in line 3; wanted 2, as in its first line"),
        ("a,a\n1,2\n", "t.csv has two columns called 'a'; wanted different names"),
        (",a\n1,2\n", "t.csv has no name for column 1; wanted one, or no such column"),
        ("1,2.5\n1,2\n", "t.csv has numbers in its first line; wanted the columns' names"),
        ('a,b\n1,"2\n', "t.csv is no CSV in line 2: unexpected end of data"),
        (f"a,b\n{'x' * 1_000_001}", "t.csv has a line of over 1,000,000 characters; wanted a table"),
        (f"a,b\n{'x' * 200_000},1", "t.csv is no CSV in line 2: field larger than field limit (131072)"),
    ],
)
def test_what_is_no_table_is_refused(text: str, sentence: str) -> None:
    """In one sentence that says where."""
    with pytest.raises(DatasetError) as refused:
        parsed(text)
    assert str(refused.value) == sentence


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """As a table in an old code page has them; the mark that Windows puts first is none."""
    path = tmp_path / "t.csv"
    path.write_bytes("\ufeffa,b\né,1\n".encode())
    assert read_table(path).columns == {"a": ["é"], "b": ["1"]}
    path.write_bytes("a,b\né,1\n".encode("latin-1"))
    with pytest.raises(DatasetError, match=r"^t.csv is not UTF-8: it has a byte 0xe9$"):
        read_table(path)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """By its size: as text it would take ten times the room."""
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(DatasetError, match=r"^t.csv has 1,000,000,000,000 bytes; wanted at most 200,000,000"):
        read_table(path)

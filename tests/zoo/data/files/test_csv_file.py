"""CSV files: read, or refused with a one-sentence error."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoo.data.files.csv_file import MISSING, TextTable, number_of, read_csv
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path


def parsed(text: str | bytes, *, needs_names: bool = True) -> TextTable:
    """The table in a file with this content."""
    content = text.encode() if isinstance(text, str) else text
    return read_csv(io.BytesIO(content), "t.csv", needs_names=needs_names)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_cells_are_split_at_any_supported_delimiter(delimiter: str) -> None:
    """Empty lines are skipped; a quoted cell may have delimiters and line breaks."""
    rows = ["a,b", "1,x y", "", '2,"p\n q,r"', "3,"]
    text = "\r\n".join(row.replace(",", delimiter) for row in rows)
    joined = " ".join(f"p q{delimiter}r".split())
    assert parsed(text) == TextTable("t.csv", {"a": ["1", "2", "3"], "b": ["x y", joined, ""]}, [2, 5, 6])


@pytest.mark.parametrize("cell", [*sorted(MISSING), "NaN", " N/A ", "NULL"])
def test_a_cell_without_a_value_is_empty(cell: str) -> None:
    """All common forms of a missing value are empty cells."""
    assert parsed(f"a,b\n{cell},x\n").columns["a"] == [""]


NAME = st.text(min_size=1, max_size=5).filter(
    lambda name: name.split() == [name] and name.lower() not in MISSING
)


@given(st.lists(st.tuples(NAME, NAME), min_size=1))
def test_any_word_is_read_back(rows: list[tuple[str, str]]) -> None:
    """Any single word is read unchanged."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([("first", "second"), *rows])
    assert list(zip(*parsed(file.getvalue()).columns.values(), strict=True)) == rows


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "t.csv is empty; wanted a table"),
        ("\n \n,,\n", "t.csv is empty; wanted a table"),
        ("a,b\n", "t.csv has no rows below its header; wanted data"),
        ("a,b\n\n\n", "t.csv has no rows below its header; wanted data"),
        ("a,b\n1,2\n3\n", "t.csv has 1 cell in line 3; wanted 2, as in its first line"),
        ("\n\na,b\n1\n", "t.csv has 1 cell in line 4; wanted 2, as in its first line"),
        ("a,b\n1,2,3\n", "t.csv has 3 cells in line 2; wanted 2, as in its first line"),
        (
            "a,b\0\n1,2\n",
            r"t.csv has a control character in the name of column 2, 'b\x00'; remove it",
        ),
        ("a,a\n1,2\n", "t.csv has two columns called 'a'; wanted different names"),
        (",a\n1,2\n", "t.csv has no name for column 1; name it, or remove the column"),
        ("1,2.5\n1,2\n", "t.csv has no names in its first line; wanted a name for each column"),
        ("1,?\n1,2\n", "t.csv has no names in its first line; wanted a name for each column"),
        ('a,b\n1,"2\n', "t.csv is not valid CSV in line 2: unexpected end of data"),
        ('\n\na,b\n1,"2\n', "t.csv is not valid CSV in line 4: unexpected end of data"),
        (f"a,b\n{'x' * 10_000_001}", "t.csv has a line of over 10,000,000 characters; wanted a table"),
        (
            f"a,b\n{'x' * 200_000},1",
            "t.csv is not valid CSV in line 2: field larger than field limit (131072)",
        ),
    ],
)
def test_content_that_is_not_a_table_is_refused(text: str, sentence: str) -> None:
    """The message is one sentence with the line."""
    with pytest.raises(DatasetError) as refused:
        parsed(text)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1,2.5\n", None),
        ("1,?\n", None),
        ("\n-1e3,inf\n", None),
        ("1_000,2\n3,4\n", ["1_000", "2"]),
        ("2020,Na\n3,4\n", None),
        ("RI,Na\n3,4\n", ["RI", "Na"]),
    ],
)
def test_the_first_line_is_a_header_if_any_cell_is_text(text: str, names: list[str] | None) -> None:
    """Without names, the first line is a row, and the columns are named by their positions."""
    table = parsed(text, needs_names=False)
    assert (list(table.columns), table.has_names) == (names or ["1", "2"], names is not None)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("5", 5.0),
        ("-0.5", -0.5),
        ("+.5", 0.5),
        ("5.", 5.0),
        ("1E-3", 0.001),
        ("1e999", float("inf")),
        ("-Infinity", -float("inf")),
        ("1_000", None),
        ("1,5", None),
        ("0x10", None),
        ("\u0665", None),
        ("-nan", None),
        ("5 kg", None),
        ("", None),
    ],
)
def test_numbers_have_the_common_formats(cell: str, number: float | None) -> None:
    """Numbers that only Python accepts are text."""
    assert number_of(cell) == number


def test_only_utf_8_is_read() -> None:
    """UTF-8 is read with or without a byte order mark."""
    expected = TextTable("t.csv", {"a": ["é"], "b": ["1"]}, [2])
    assert [parsed(f"{mark}a,b\né,1\n") for mark in ("", "\ufeff")] == [expected] * 2
    with pytest.raises(DatasetError, match=r"^t.csv is not UTF-8: it contains the byte 0xe9$"):
        parsed("a,b\né,1\n".encode("latin-1"))


def test_the_file_stays_open() -> None:
    """The caller closes the file."""
    file = io.BytesIO(b"a\n1\n")
    read_csv(file, "t.csv")
    assert not file.closed


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    """A file that is too large is refused by its size."""
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.truncate(10**12)
    sentence = r"^t.csv has 1,000,000,000,000 bytes; wanted at most 200,000,000, or an .npz file$"
    with path.open("rb") as file, pytest.raises(DatasetError, match=sentence):
        read_csv(file, "t.csv")

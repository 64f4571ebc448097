"""Tables in files: read, or refused with a one-sentence error."""

from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zoo.tables_of import content, read
from zoo.data.files.table import dialect
from zoo.data.files.table import read as reading
from zoo.data.files.table.cells import MISSING, is_missing, number_of
from zoo.data.files.table.read import opened_table

if TYPE_CHECKING:
    from pathlib import Path

SMALL = {"a": ["1", "2"], "b": ["x", "y"]}
CSV = "a,b\n1,x\n2,y\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_cells_are_split_at_any_supported_delimiter(delimiter: str) -> None:
    """Empty lines are skipped; a quoted cell may have delimiters and line breaks."""
    rows = ["a,b", "1,x y", "", '2,"p\n q,r"', "3,"]
    text = "\r\n".join(row.replace(",", delimiter) for row in rows)
    joined = " ".join(f"p q{delimiter}r".split())
    found = read(text)
    assert found["columns"] == {"a": ["1", "2", "3"], "b": ["x y", joined, ""]}
    assert found["places"] == ["line 2", "line 5", "line 6"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sep=;\na;b\n1;x\n2;y\n", "t.csv"),
        ("\n\na\tb\n1\tx\n2\ty\n", "t.csv"),
        ("a,b\r1,x\r2,y\r", "t.csv"),
        ("a,b\r\n1,x\n2,y\r\n", "t.csv"),
        ("'a','b'\n'1','x'\n'2','y'\n", "t.csv"),
        ('a, b\n"1", "x"\n"2", "y"\n', "t.csv"),
        ('"a";"b"\n"1";"x"\n"2";"y"\n', "t.csv"),
        ("\ufeffa,b\n1,x\n2,y", "t.txt"),
        (CSV.encode("utf-16"), "t.csv"),
        (CSV.encode("utf-32"), "t.csv"),
        (gzip.compress(CSV.encode(), mtime=0), "t.csv.gz"),
    ],
)
def test_a_table_is_read_in_any_dialect_and_encoding(text: str | bytes, name: str) -> None:
    """Also with old and mixed ends of lines, and Excel's line that names the delimiter."""
    assert read(text, name)["columns"] == SMALL


def test_commas_in_a_header_of_tabs_are_no_delimiters() -> None:
    """The delimiter is the one that gives all rows the same number of cells, or a tab by the name."""
    text = "label\ttext, that has, commas\na\t0\nb\t1\n"
    expected = {"label": ["a", "b"], "text, that has, commas": ["0", "1"]}
    assert read(text)["columns"] == expected
    assert read("x, y\tz, w\na\t0, 1\n", "t.tsv")["columns"] == {"x, y": ["a"], "z, w": ["0, 1"]}


def test_escaped_quotes_are_read() -> None:
    """Where quotes are escaped and not doubled."""
    assert read('a,b\n"p\\"q, r",x\n"s",y\n')["columns"] == {"a": ['p"q, r', "s"], "b": ["x", "y"]}


def test_quotes_among_tabs_may_be_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the first rows show it or only a later one."""
    text = 'a\tb\nx\t"hello\ny\tit\'s "so"\nz\tok\n'
    expected = {"a": ["x", "y", "z"], "b": ['"hello', 'it\'s "so"', "ok"]}
    assert read(text)["columns"] == expected
    monkeypatch.setattr(dialect, "SAMPLE", 5)
    monkeypatch.setattr(reading, "LOOKED_AT", 1)
    found = read(text)
    assert (found["columns"], found["notes"]) == (expected, ("quotes are not closed: read as text",))


def test_latin_1_is_read_with_a_note() -> None:
    """Bytes that are not UTF-8 are Windows-1252, a superset of Latin-1."""
    found = read("a,b\né,1\n".encode("latin-1"))
    assert found["columns"] == {"a": ["é"], "b": ["1"]}
    assert found["notes"] == (
        "read as Latin-1 (Windows-1252): the byte 0xe9 is not UTF-8; --encoding reads another",
    )


def test_a_path_is_taken_literally(tmp_path: Path) -> None:
    """Characters of patterns match only themselves, and nothing but the file is read."""
    other = tmp_path / "a1bc{}.csv"
    other.write_text("c,d\nother,file\n")
    path = tmp_path / "a[1]?*{}.csv"
    path.write_text(CSV)
    with path.open("rb") as file, opened_table(file, path.name) as found:
        assert content(found) == SMALL
        with pytest.raises(Exception, match=r"Permission Error|file system operations are disabled"):
            found._source._connection.execute(f"FROM read_csv('{other}')")  # type: ignore[attr-defined]
        with pytest.raises(Exception, match=r"locked|disabled"):
            found._source._connection.execute("SET enable_external_access = true")  # type: ignore[attr-defined]


NAME = st.text(min_size=1, max_size=5).filter(
    lambda name: name.split() == [name] and not is_missing(name) and "\0" not in name
)


@settings(max_examples=8)
@given(st.lists(st.tuples(NAME, NAME), min_size=1))
def test_any_word_is_read_back(rows: list[tuple[str, str]]) -> None:
    """Any single word is read unchanged."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([("first", "second"), *rows])
    assert list(zip(*read(file.getvalue())["columns"].values(), strict=True)) == rows


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1,2.5\n", None),
        ("1,?\n", None),
        ("\n-1e3,inf\n", None),
        ("0.5,a\n0.6,b\n", None),
        ("1_000,2\n3,4\n", ["1_000", "2"]),
        ("2020,2021,land\n3,4,x\n", ["2020", "2021", "land"]),
        ("2020,Na\n3,4\n", None),
        ("RI,Na\n3,4\n", ["RI", "Na"]),
    ],
)
def test_the_first_line_is_a_header_if_it_has_text_that_is_no_data(
    text: str, names: list[str] | None
) -> None:
    """Without names, the first line is a row, and the columns are named by their positions."""
    found = read(text, needs_names=False)
    width = len(found["columns"])
    positions = list(map(str, range(1, width + 1)))
    assert (list(found["columns"]), found["names"]) == (names or positions, names is not None)


def test_a_column_without_a_name_is_left_out_if_it_has_no_use() -> None:
    """Such as one after a last comma, and the row numbers that pandas writes."""
    found = read(",x,\n0,5,\n9,6,\n2,7,\n")
    assert found["columns"] == {"x": ["5", "6", "7"]}
    assert found["notes"] == (
        "column 1 has no name and a different whole number in each row: left out",
        "column 3 has neither a name nor values: left out",
    )


@pytest.mark.parametrize("mark", sorted({*MISSING, "NaN", "N/A", "NULL", "#N/A"} - {""}))
def test_marks_of_missing_values_are_those_of_pandas(mark: str) -> None:
    """In a column of numbers, they are not a number."""
    with opened_table(io.BytesIO(f"a\n1\n{mark}\n2.5\n".encode()), "t.csv") as found:
        numbers = found.numbers("a")
        assert numbers is not None
        np.testing.assert_array_equal(numbers, [1, np.nan, 2.5])


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
def test_plain_numbers_have_the_common_formats(cell: str, number: float | None) -> None:
    """Numbers that only Python accepts are text."""
    assert number_of(cell) == number


@settings(max_examples=8)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=20))
def test_numbers_have_all_of_their_digits(numbers: list[float]) -> None:
    """The database reads them as Python does, also those with leading zeros."""
    text = "".join(f"{number!r}\n" for number in numbers)
    with opened_table(io.BytesIO(f"a\n{text}".encode()), "t.csv") as found:
        read_back = found.numbers("a")
        assert read_back is not None
        assert read_back.tolist() == numbers


def test_the_file_stays_open() -> None:
    """The caller closes the file."""
    file = io.BytesIO(b"a\n1\n")
    with opened_table(file, "t.csv"):
        pass
    assert not file.closed


def test_tables_of_many_columns_are_read_as_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """By Python's `csv`, since DuckDB's time grows with the square of their number."""
    text = 'a,b,c\n1, x  y,"p\n""q"""\n\n,,\n2,NA,\n'
    found = read(text)
    monkeypatch.setattr(reading, "MANY_COLUMNS", 2)
    assert read(text) == found
    assert found["columns"] == {"a": ["1", "2"], "b": ["x y", "NA"], "c": ['p "q"', ""]}


def test_a_second_column_of_the_same_name_gets_another() -> None:
    """As in pandas; a note says so."""
    found = read("x,x,x.1\n1,2,3\n")
    assert found["columns"] == {"x": ["1"], "x.2": ["2"], "x.1": ["3"]}
    assert found["notes"] == ("several columns are called 'x': column 2 is x.2",)


def test_rows_of_another_length_are_read_for_a_prediction() -> None:
    """Cells are empty or cut off, and a note counts the rows."""
    found = read("a,b\n1,2\n3\n4,5,6\n", is_forgiving=True)
    assert found["columns"] == {"a": ["1", "3", "4"], "b": ["2", "", "5"]}
    assert found["notes"] == ("2 rows have more or fewer cells than the first (line 3)",)


def test_json_values_of_several_types_are_text() -> None:
    """Without the quotes of JSON."""
    assert read('{"a": 1}\n{"a": "x"}\n')["columns"] == {"a": ["1", "x"]}


def test_a_quoted_name_may_have_two_lines() -> None:
    """Its first line is no title."""
    found = read('"a\nb",c\n1,2\n3,4\n')
    assert (found["columns"], found["notes"]) == ({"a b": ["1", "3"], "c": ["2", "4"]}, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_needs_no_mark(encoding: str) -> None:
    """Every second byte of Latin letters is NUL."""
    found = read("name,c\nAnna,2\nBen,4\n".encode(encoding))
    assert found["columns"] == {"name": ["Anna", "Ben"], "c": ["2", "4"]}
    assert found["notes"] == ("read as UTF-16 without a byte order mark",)


def test_invisible_characters_are_left_out() -> None:
    """Spaces without a width, marks of direction and soft hyphens, as copied from web pages; not joiners."""
    found = read("\u200bx,c\n\u200b1,a\u200b\n\u200f2,a\n3,\ufeffso\u00adft\n4,می\u200cروم\n".encode())
    assert found["columns"] == {"x": ["1", "2", "3", "4"], "c": ["a", "a", "soft", "می\u200cروم"]}

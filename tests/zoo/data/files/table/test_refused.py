"""Files that are no tables: refused with a one-sentence error."""

from __future__ import annotations

import bz2
import lzma
import pickle
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.zoo.tables_of import read
from zoo.data.files.table import connection
from zoo.data.files.table import read as reading
from zoo.data.files.table.read import is_table, opened_table
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "; if a name is missing in that line, add it; a cell with a delimiter needs quotes"
TITLE = "; remove the line, if it is a title or a remark"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "t.csv is empty; wanted a table"),
        ("\n \n,,\n", "t.csv is empty; wanted a table"),
        ("a,b\n", "t.csv has no rows below its header; wanted data"),
        ("a,b\n\n\n", "t.csv has no rows below its header; wanted data"),
        ("a,b\n1,2\n3\n", f"t.csv has 1 cell in line 3; wanted 2, as in its first line{TITLE}"),
        ("\n\na,b\n1\n", f"t.csv has 1 cell in line 4; wanted 2, as in its first line{TITLE}"),
        ("a,b\n1,2,3\n", f"t.csv has 3 cells in line 2; wanted 2, as in its first line{HEADER}"),
        ("a,b\nc,1,200\nd,2,300\n", f"t.csv has 3 cells in line 2; wanted 2, as in its first line{HEADER}"),
        ("a;b\n1;2;3\n1;4;5\n", f"t.csv has 3 cells in line 2; wanted 2, as in its first line{HEADER}"),
        (
            "a,b\1\n1,2\n",
            r"t.csv has a control character in the name of column 2, 'b\x01'; remove it",
        ),
        (",a\n1,2\n", "t.csv has no name for column 1; name it, or remove the column"),
        ("1,2.5\n1,2\n", "t.csv has no names in its first line; wanted a name for each column"),
        ("1,?\n1,2\n", "t.csv has no names in its first line; wanted a name for each column"),
        (
            "0.1,0,a\n0.2,1,b\n",
            "t.csv has the number '0.1' in its first line; wanted a name for each column: add a line of names",
        ),
        (
            "5,a\n6,b\n7,a\n",
            "t.csv has the number '5' in its first line; wanted a name for each column: add a line of names",
        ),
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
        read(text)
    assert str(refused.value) == sentence


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    """A file that does not fit on the disk is refused by its size."""
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.truncate(10**12)
    sentence = (
        r"^t.csv needs 931 GB on the disk of .+, which has [\d,]+ GB; set TMPDIR to a folder with more space$"
    )
    with path.open("rb") as file, pytest.raises(DatasetError, match=sentence), opened_table(file, "t.csv"):
        pass


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a,b\n1,2\n1,2,3\n", "t.csv has 3 cells in line 3; wanted 2, as in its first line"),
        ('a,b\n1,2\n1,"2"x\n', "t.csv is not valid CSV in line 3: ',' expected after '\"'"),
    ],
)
def test_a_wrong_row_of_a_large_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, sentence: str
) -> None:
    """It is looked for without holding the file in memory."""
    path = tmp_path / "t.csv"
    path.write_text(content)
    monkeypatch.setattr(connection, "LARGE", 1)
    monkeypatch.setattr(reading, "columns_in", None)
    with path.open("rb") as file, pytest.raises(DatasetError) as refused, opened_table(file, "t.csv"):
        pass
    assert str(refused.value) == sentence


def test_a_full_disk_is_one_sentence() -> None:
    """DuckDB's message becomes the name of the disk and what to do."""
    error = duckdb.IOException('Could not write all bytes to file "cells.duckdb": No space left on device')
    with pytest.raises(DatasetError, match=r"^t.csv does not fit on the disk of .+; set TMPDIR to a folder"):
        connection.check_space("t.csv", error)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bz2.compress(b"a,b\n1,2\n"), "is compressed by bzip2; unpack it, or compress it by gzip or ZIP"),
        (lzma.compress(b"a,b\n1,2\n"), "is compressed by xz; unpack it, or compress it by gzip or ZIP"),
        (pickle.dumps([1]), "is a pickle, which can execute code; save it as CSV or Parquet"),
        (pickle.dumps({"a": "b" * 300}), "is a pickle, which can execute code; save it as CSV or Parquet"),
        (b"\x89HDF\r\n\x1a\n\0\0", "is an HDF5 file; save it as CSV or Parquet"),
        (b"SQLite format 3\0", "is an SQLite database; export the table as CSV"),
        (b"<stata_dta><header>", "is a Stata file; save it as CSV or Parquet"),
        (b"\n<!DOCTYPE html>\n<p>a,b", "is a web page; download the file itself"),
        (b"% a remark\n@RELATION r\n@DATA\n1,2\n", "is an ARFF file; save it as CSV"),
        (b"version https://git-lfs.github.com/spec/v1\n", "is a pointer of Git LFS; git lfs pull fetches the file itself"),
    ],
)  # fmt: skip
def test_files_of_other_formats_are_told_as_what_they_are(content: bytes, sentence: str) -> None:
    """With what to do, for training and for predictions."""
    with pytest.raises(DatasetError) as refused:
        read(content)
    assert str(refused.value) == f"t.csv {sentence}"
    assert is_table(content)


@pytest.mark.parametrize(
    "text", ["ORC,b\n1,2\n", "rdx2,b\n1,2\n", "version,b\n1,2\n", "r,b\n1,2\n", "Obj,x\n1,2\n"]
)
def test_names_like_those_of_other_formats_are_names(text: str) -> None:
    """A header may begin with any letters."""
    assert next(iter(read(text)["columns"])) == text.partition(",")[0]

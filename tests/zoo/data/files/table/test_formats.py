"""Tables in other formats than CSV, and in archives."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import Any

import pytest

from tests.zoo.tables_of import read
from zoo.data.files.table.read import opened_table
from zoo.errors import DatasetError

SMALL = {"a": ["1", "2"], "b": ["x", "y"]}
CSV = "a,b\n1,x\n2,y\n"


def zipped(**members: str) -> bytes:
    """A ZIP archive with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return file.getvalue()


def test_an_archive_has_a_single_table() -> None:
    """Hidden files, as macOS adds them, are passed over."""
    archive = zipped(**{"t.csv": CSV, "__MACOSX__._t.csv": "x", ".DS_Store": "x"})
    assert read(archive, "t.csv.zip")["columns"] == SMALL
    with pytest.raises(DatasetError) as refused:
        read(zipped(**{"a.csv": CSV, "b.csv": CSV}), "t.zip")
    assert str(refused.value) == "t.zip has 2 files: a.csv, b.csv; wanted a single table in it"


def saved(form: str) -> bytes:
    """The small table in another format, written by the library for it."""
    file = io.BytesIO()
    if form == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.Workbook()
        for row in [["a", "b", "d"], [1, "x", None], [None], [2.5, "y", 3]]:
            book.active.append(row)
        book.create_sheet("more")
        book.save(file)
        return file.getvalue()
    pyarrow = pytest.importorskip("pyarrow")
    columns = {"a": [1.0, 2.5], "b": ["x", "y"], "d": [None, 3]}
    found = pyarrow.table(columns)
    if form == "parquet":
        from pyarrow import parquet

        parquet.write_table(found, file)
    else:
        from pyarrow import feather

        feather.write_feather(found, file)
    return file.getvalue()


JSON = '{"a": 1, "b": "x"}\n{"b": "y", "a": 2.5, "d": 3}\n'


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (lambda: saved("parquet"), ["row 1", "row 2"]),
        (lambda: saved("feather"), ["row 1", "row 2"]),
        (lambda: saved("xlsx"), ["row 1", "row 2"]),
        (JSON.encode, ["row 1", "row 2"]),
        (f"[{JSON.strip().replace(chr(10), ',')}]".encode, ["row 1", "row 2"]),
    ],
)
def test_other_formats_are_recognized_by_their_content(content: Any, places: list[str]) -> None:
    """Parquet, Arrow, Excel, and JSON with an object for each row."""
    with opened_table(io.BytesIO(content()), "t") as found:
        assert found.names == ["a", "b", "d"]
        assert [found.cells(name).values[-1] for name in found.names] == ["2.5", "y", "3"]
        assert [found.place(row) for row in range(found.rows)] == places
        numbers = found.numbers("a")
        assert numbers is None or numbers.tolist() == [1.0, 2.5]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PAR1\0\0\0\0PAR1", "t is not a readable Parquet file: "),
        (b"ARROW1\0\0xx", "t is not a readable Arrow file: "),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "t is in Excel's old format; save it as .xlsx or CSV"),
        (
            b'{"a": {"0": 1}, "b": {"0": 2}}',
            "t has one JSON object for all rows; wanted one for each row, as ",
        ),
        (b'{"a": 1}\n{"a": ', "t is not a readable JSON file: "),
        (gzip.compress(CSV.encode(), mtime=0)[:-9], "t is not a readable gzip file: "),
        (zipped(**{"xl__workbook.xml": "<"}), "t is not a readable Excel file: "),
        (b"PK\x03\x04", "t is not a readable ZIP file: file is not a zip file"),
        (b"a,b\n1,\xff\x00\x02\n", "t has a NUL byte in line 2; wanted text"),
        (b"\x01a,b\n1,\xff\x02\n", "t is not text: it contains the byte 0xff; wanted a table"),
    ],
)
def test_a_damaged_file_is_a_one_sentence_error(content: bytes, sentence: str) -> None:
    """The message has the file and what is wrong with it."""
    if "Arrow" in sentence:
        pytest.importorskip("pyarrow")
    if "Excel file" in sentence:
        pytest.importorskip("openpyxl")
    with pytest.raises(DatasetError) as refused:
        read(content, "t")
    assert str(refused.value).startswith(sentence)


def test_an_archive_that_fills_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a workbook is opened, and while a compressed file is unpacked."""
    from zoo.data.files.table import packed, workbook

    zeros = "0" * 3_000_000
    for module in (packed, workbook):
        monkeypatch.setattr(module, "BOMB", 100_000)
    for content in (gzip.compress(zeros.encode()), zipped(**{"t.csv": zeros})):
        with pytest.raises(
            DatasetError, match=r"^t unpacks [\d,]+ bytes to over [\d,]+; wanted at most 200 times"
        ):
            read(content, "t")
    with pytest.raises(DatasetError, match=r"^t unpacks [\d,]+ bytes to 3,000,000; wanted at most 200 times"):
        read(zipped(**{"xl__workbook.xml": zeros}), "t")

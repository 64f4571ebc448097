"""The first sheet of an Excel workbook, read by openpyxl without its formulas."""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from zoo.data.files.npz_file import BOMB, MOST_MEMBERS, RATIO, check_fits
from zoo.errors import DatasetError, shorten

if TYPE_CHECKING:
    from pathlib import Path


ABOVE = 20
"""Rows of which some may be titles above the table."""


def read_workbook(path: Path, subject: str) -> tuple[list[list[str]], str]:
    """The cells of the first sheet, row by row as text, and a note if there are more sheets or titles.

    Numbers are written as in Python, dates as in ISO 8601. Empty rows are left out.

    Raises:
        DatasetError: openpyxl is not installed, or the file is damaged or too large when unpacked.
    """
    _check_sizes(path, subject)
    try:
        import openpyxl
    except ImportError:
        what = f"{subject} is an Excel workbook, which openpyxl reads"
        raise DatasetError(f"{what}; pip install 'kerazoo[excel]', or save it as CSV") from None
    try:
        with path.open("rb") as file, warnings.catch_warnings():  # a path would need the suffix .xlsx
            warnings.simplefilter("ignore")  # of styles and other things that are not read
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheet, more = book.worksheets[0], len(book.worksheets) - 1
            sheet.reset_dimensions()  # those in the file may be absurd
            rows = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except Exception as error:  # noqa: BLE001 - openpyxl and the XML parser raise many types for damaged files
        reason = shorten(" ".join(str(error).split()) or type(error).__name__, 100)
        raise DatasetError(f"{subject} is not a readable Excel file: {reason}") from None
    notes = [f"the first of {more + 1} sheets was read: {shorten(sheet.title)}"] if more else []
    rows = _even([row for row in rows if any(row)])
    above = _titles(rows)
    if above:
        which = "1 row" if above == 1 else f"{above:,} rows"
        notes.append(
            f"{which} above the header left out ('{shorten(''.join(rows[0]), 40)}'{', …' * (above > 1)})"
        )
    return rows[above:], "; ".join(notes)


def _titles(rows: list[list[str]]) -> int:
    """The number of rows above the table: those with one cell, if most of the others have more."""
    filled = [sum(map(bool, row)) for row in rows]
    many = next((at for at, cells in enumerate(filled[:ABOVE]) if cells > 1), 0)
    wide = sum(cells > 1 for cells in filled[many:])
    return many if 2 * wide > len(rows) else 0


def _check_sizes(path: Path, subject: str) -> None:
    """Raise DatasetError for an archive that was made to fill the memory."""
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise DatasetError(f"{subject} has {len(infos):,} members; wanted at most {MOST_MEMBERS:,}")
    total, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if total > BOMB and total > RATIO * packed:
        what = f"{subject} unpacks {packed:,} bytes to {total:,}"
        raise DatasetError(f"{what}; wanted at most {RATIO} times as many")
    check_fits(subject, total)


def _even(rows: list[list[str]]) -> list[list[str]]:
    """The rows with as many cells as the longest; openpyxl leaves out empty cells at the end."""
    width = max((at + 1 for row in rows for at, cell in enumerate(row) if cell), default=0)
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return value.isoformat(" ") if isinstance(value, dt.datetime) else str(value)

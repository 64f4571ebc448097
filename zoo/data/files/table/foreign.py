"""Files of other formats, told by their first bytes, so that a message says what they are and what to do."""

from __future__ import annotations

import re
from typing import NamedTuple

from zoo.errors import DatasetError

UNPACK = "unpack it, or compress it by gzip or ZIP"
EXPORT = "save it as CSV or Parquet"


class Foreign(NamedTuple):
    """The first bytes of a format, what a file of it is, and what to do."""

    head: re.Pattern[bytes]
    what: str
    remedy: str


FORMATS = tuple(
    Foreign(re.compile(head, re.IGNORECASE | re.DOTALL), what, remedy)
    for head, what, remedy in (
        (rb"BZh[1-9]1AY", "is compressed by bzip2", UNPACK),
        (rb"\xfd7zXZ\x00", "is compressed by xz", UNPACK),
        (rb"\x28\xb5\x2f\xfd", "is compressed by Zstandard", UNPACK),
        (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a", "is a 7-Zip or RAR archive", UNPACK),
        (rb"\x89HDF\r\n\x1a\n", "is an HDF5 file", EXPORT),
        (rb"SQLite format 3\x00", "is an SQLite database", "export the table as CSV"),
        (rb"\x80[\x02-\x05][\x95}\]cX(]", "is a pickle, which can execute code", EXPORT),
        (rb"<stata_dta>|[\x71-\x73][\x01\x02]\x01\x00", "is a Stata file", EXPORT),
        (rb"\$FL[23]", "is an SPSS file", EXPORT),
        (
            rb"RD[AX][23]\n",
            "is an R data file",
            "save it as CSV, as write.csv(x, path, row.names = FALSE) does",
        ),
        (rb"Obj\x01", "is an Avro file", EXPORT),
        (rb"ORC[\x00-\x08]", "is an ORC file", EXPORT),
        (rb"MATLAB 5\.0 MAT-file", "is a MATLAB file", "save it as CSV, or its arrays as .npz"),
        (rb"%PDF-", "is a PDF file", EXPORT),
        (rb"\s*(<!doctype html|<html)", "is a web page", "download the file itself"),
        (rb"\s*<\?xml", "is an XML file", EXPORT),
        (rb"\s*(%[^\n]*\n\s*)*@relation\s", "is an ARFF file", "save it as CSV"),
        (rb"version https://git-lfs", "is a pointer of Git LFS", "git lfs pull fetches the file itself"),
    )
)
"""Formats that are not read. A pattern of binary data begins with bytes that no text has, or with a name."""


def foreign_of(head: bytes) -> Foreign | None:
    """The format of a file by its first bytes; None if it may be a table."""
    return next((each for each in FORMATS if each.head.match(head)), None)


def refuse_foreign(head: bytes, subject: str) -> None:
    """Raise DatasetError if a file begins like one of another format."""
    found = foreign_of(head)
    if found is not None:
        raise DatasetError(f"{subject} {found.what}; {found.remedy}")

"""A file as a table's readers need it: on disk, unpacked, and if it is text, in UTF-8.

Sizes are checked while a file is unpacked; nothing is written but the folder that is given.
"""

from __future__ import annotations

import codecs
import gzip
import io
import os
import shutil
import zipfile
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING

from zoo.data.files.npz_file import BOMB, COMPRESSIONS, RATIO
from zoo.errors import DatasetError, shorten
from zoo.system.machine import in_gigabytes

if TYPE_CHECKING:
    from collections.abc import Iterator

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
WORKBOOK = "xl/workbook.xml"
BLOCK = 1_000_000
"""Bytes that are read at a time."""
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
"""The first bytes of text, its encoding, and the encoding's name for a note."""
SAMPLE, MOSTLY = 4_000, 0.7
"""Bytes that are looked at, and the share of NULs in every second one of text in UTF-16."""
NOT_TEXT = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1a")
PACKED = "{} is not a readable {} file: {}"


def unpacked(file: IO[bytes], subject: str, folder: Path) -> tuple[Path, str]:
    """The path of a file's content, and the name of a member of a ZIP archive or the subject.

    Args:
        file: A seekable binary file. It may be compressed by gzip, or an archive with a single file.
        subject: What messages call the file.
        folder: Where content is written that is not a file on disk.

    Raises:
        DatasetError: The file is damaged, an archive has several files, or it is too large.
    """
    size = file.seek(0, io.SEEK_END)
    _check_disk(subject, size, folder)
    file.seek(0)
    head = file.read(len(ZIP))
    file.seek(0)
    if head.startswith(GZIP):
        try:
            with gzip.GzipFile(fileobj=file) as content:
                return _copied(content, folder / "unpacked", size, subject), subject.removesuffix(".gz")
        except (OSError, EOFError, zlib.error) as error:
            raise DatasetError(PACKED.format(subject, "gzip", shorten(str(error).lower(), 100))) from None
    if head == ZIP and (member := _member(file, subject)) is not None:
        try:
            with zipfile.ZipFile(file) as archive, archive.open(member) as content:
                return _copied(content, folder / "unpacked", size, subject), member.filename
        except (
            zipfile.BadZipFile,
            OSError,
            EOFError,
            zlib.error,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise DatasetError(PACKED.format(subject, "ZIP", shorten(str(error).lower(), 100))) from None
    file.seek(0)
    return _on_disk(file) or _copied(file, folder / "copy", size, subject), subject


def as_utf8(path: Path, subject: str, folder: Path) -> tuple[Path, str]:
    """The path of the text in UTF-8, and a note if it was written in another encoding.

    Text that has no mark and is not UTF-8 is read as Windows-1252, a superset of Latin-1.

    Raises:
        DatasetError: The file is not text.
    """
    with path.open("rb") as file:
        head = file.read(BLOCK)
    marked = next((each for each in MARKS if head.startswith(each[0])), None) or unmarked_utf16(head)
    if marked is None or marked[1] == "utf-8-sig":
        byte = _first_other(path, subject)
        if byte is None:
            return path, ""
        if not NOT_TEXT.isdisjoint(head):
            raise DatasetError(f"{subject} is not text: it contains the byte 0x{byte:02x}; wanted a table")
        encoding, note = "cp1252", f"read as Latin-1 (Windows-1252): the byte 0x{byte:02x} is not UTF-8"
    else:
        encoding, note = marked[1], f"read as {marked[2]}"
    written = folder / "utf-8"
    try:
        _transcode(path, encoding, written)
    except UnicodeDecodeError:
        if encoding != "cp1252":
            raise DatasetError(f"{subject} is not valid {marked[2] if marked else encoding}") from None
        _transcode(path, "latin-1", written)
    return written, note


def unmarked_utf16(head: bytes) -> tuple[bytes, str, str] | None:
    """The encoding of text whose every second byte is NUL: Latin letters in UTF-16 without a mark."""
    even, odd = head[:SAMPLE:2], head[1:SAMPLE:2]
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if len(zeros) > 1 and zeros.count(0) > MOSTLY * len(zeros) and not others.count(0):
            return b"", encoding, "UTF-16 without a byte order mark"
    return None


def _check_disk(subject: str, size: int, folder: Path) -> None:
    """Raise DatasetError for a file that is larger than what is free where its cells are written."""
    free = shutil.disk_usage(folder).free
    if size > free:
        needs, has = in_gigabytes(size), in_gigabytes(free)
        what = f"{subject} needs {needs} on the disk of {folder.parent}, which has {has}"
        raise DatasetError(f"{what}; set TMPDIR to a folder with more space")


def _first_other(path: Path, subject: str) -> int | None:
    """The first byte that is not UTF-8; None if all are. DatasetError for a NUL byte."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 1
    try:
        for block in _blocks(path):
            if b"\0" in block:
                lines += block[: block.index(b"\0")].count(b"\n")
                raise DatasetError(f"{subject} has a NUL byte in line {lines:,}; wanted text")
            lines += block.count(b"\n")
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return int(error.object[error.start])
    return None


def _transcode(path: Path, encoding: str, written: Path) -> None:
    with (
        path.open(encoding=encoding, newline="") as text,
        written.open("w", encoding="utf-8", newline="") as out,
    ):
        shutil.copyfileobj(text, out, BLOCK)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _on_disk(file: IO[bytes]) -> Path | None:
    """The path of a file that was opened by a name that DuckDB can open as well."""
    name = getattr(file, "name", None)
    if not isinstance(name, (str, bytes)):
        return None
    path = Path(os.path.abspath(os.fsdecode(name)))  # noqa: PTH100 - `resolve` follows links, which may move
    try:
        str(path).encode()
        return path if path.is_file() and os.path.samestat(path.stat(), os.fstat(file.fileno())) else None
    except (OSError, ValueError):
        return None


def _copied(content: IO[bytes] | gzip.GzipFile, path: Path, packed: int, subject: str) -> Path:
    total = 0
    with path.open("wb") as out:
        while block := content.read(BLOCK):
            total += len(block)
            if total > BOMB and total > RATIO * packed:
                what = f"{subject} unpacks {packed:,} bytes to over {total:,}"
                raise DatasetError(f"{what}; wanted at most {RATIO} times as many")
            out.write(block)
    return path


def _member(file: IO[bytes], subject: str) -> zipfile.ZipInfo | None:
    """The only file of an archive; None for an Excel workbook, which is an archive of many."""
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise DatasetError(PACKED.format(subject, "ZIP", shorten(str(error).lower(), 100))) from None
    if any(info.filename == WORKBOOK for info in infos):
        return None
    files = [info for info in infos if not info.is_dir() and not _is_hidden(info.filename)]
    if len(files) != 1:
        some = ", ".join(shorten(info.filename) for info in files[:5]) + ("…" if len(files) > 5 else "")  # noqa: PLR2004
        raise DatasetError(
            f"{subject} has {len(files):,} files: {some or 'none'}; wanted a single table in it"
        )
    if files[0].flag_bits & 1:
        raise DatasetError(f"{subject} is encrypted; wanted an archive without a password")
    if files[0].compress_type not in COMPRESSIONS:
        raise DatasetError(f"{subject} is not compressed by deflate; wanted that, or none")
    return files[0]


def _is_hidden(name: str) -> bool:
    return any(part == "__MACOSX" or part.startswith(".") for part in name.split("/"))

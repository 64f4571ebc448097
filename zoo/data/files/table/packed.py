"""The content of a file that may be compressed by gzip, or alone in a ZIP archive."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import zipfile
import zlib
from pathlib import Path
from typing import IO

from zoo.data.files.npz_file import BOMB, COMPRESSIONS, RATIO
from zoo.errors import DatasetError, shorten
from zoo.system.machine import in_gigabytes

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
WORKBOOK = "xl/workbook.xml"
BLOCK = 1_000_000
"""Bytes that are read at a time."""
ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz", ".7z", ".rar")
"""Suffixes of archives, which are not looked for in another."""
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


def _check_disk(subject: str, size: int, folder: Path) -> None:
    """Raise DatasetError for a file that is larger than what is free where its cells are written."""
    free = shutil.disk_usage(folder).free
    if size > free:
        needs, has = in_gigabytes(size), in_gigabytes(free)
        what = f"{subject} needs {needs} on the disk of {folder.parent}, which has {has}"
        raise DatasetError(f"{what}; set TMPDIR to a folder with more space")


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
    if len(files) == 1 and files[0].filename.lower().endswith(ARCHIVES):
        inner = shorten(files[0].filename)
        raise DatasetError(f"{subject} contains another archive, {inner}; unpack it, and pass its content")
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

"""Files in folders: on disk, in a .zip or in a .tar, which is read without unpacking it to disk.

Names and sizes of an archive are checked before a file in it is read: no links, no paths that leave the
archive, and bounds on the number of files and on their sizes.
"""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from zoo.data.files.npz_file import BOMB, COMPRESSIONS, RATIO, check_fits, readable
from zoo.errors import DatasetError, shorten
from zoo.registry import natural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEFT_OUT = ("thumbs.db", "desktop.ini", "__macosx")
"""What operating systems add to folders and archives, besides names that begin with a dot."""
MOST_FILES = 500_000
LARGEST_FILE = 500_000_000
"""Bytes of a file in an archive."""
GZIP = b"\x1f\x8b"
TARS = (".tar", ".tgz", ".tar.gz")


class _Bounded:
    """A file that is not read in larger pieces than a file may have: a header of a .tar may have any size."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int) -> bytes:
        """The next bytes; DatasetError for too many."""
        if not 0 <= size <= LARGEST_FILE + tarfile.RECORDSIZE:
            raise DatasetError(f"an archive has a part of {size:,} bytes; wanted at most {LARGEST_FILE:,}")
        found: bytes = self.file.read(size)
        return found


class Tree:
    """A folder and what is in it, by paths relative to it."""

    def __init__(self, name: str) -> None:
        """An empty tree; `name` is what messages call it."""
        self.name = name

    def inside(self, folder: PurePosixPath) -> list[PurePosixPath]:
        """What is in a folder, in natural order, without hidden files and those of operating systems."""
        kept = (each for each in self._names(folder) if not is_left_out(each))
        return [folder / each for each in sorted(kept, key=lambda name: (natural(name), name))]

    def is_folder(self, path: PurePosixPath) -> bool:
        """Whether there is a folder at a path."""
        raise NotImplementedError

    def open(self, path: PurePosixPath) -> IO[bytes]:
        """The content of a file, seekable."""
        raise NotImplementedError

    def shown(self, path: PurePosixPath) -> str:
        """A path as messages have it."""
        return str(PurePosixPath(self.name, path))

    def _names(self, folder: PurePosixPath) -> Iterator[str]:
        raise NotImplementedError


class Folder(Tree):
    """A folder on disk."""

    def __init__(self, root: Path) -> None:
        """The folder at a path."""
        super().__init__(str(root))
        self.root = root

    def is_folder(self, path: PurePosixPath) -> bool:
        """Whether there is a folder at a path."""
        return (self.root / path).is_dir()

    def open(self, path: PurePosixPath) -> IO[bytes]:
        """The content of a file; a pipe or a device is not opened."""
        if not (self.root / path).is_file() and (self.root / path).exists():
            raise DatasetError(f"{self.shown(path)} is not a file; wanted only files with images")
        return (self.root / path).open("rb")

    def _names(self, folder: PurePosixPath) -> Iterator[str]:
        return (each.name for each in (self.root / folder).iterdir())


class Archive(Tree):
    """The files of an archive, each with its place in it."""

    def __init__(self, path: Path) -> None:
        """The archive at a path, with its members checked."""
        super().__init__(str(path))
        self.path = path
        self.folders: dict[PurePosixPath, set[str]] = {PurePosixPath(): set()}
        self.files: dict[PurePosixPath, bytes | str] = {}
        self.total = 0
        with readable(self.name, "archive"):
            (self._read_tar if path.name.lower().endswith(TARS) else self._read_zip)()

    def is_folder(self, path: PurePosixPath) -> bool:
        """Whether there is a folder at a path."""
        return path in self.folders

    def open(self, path: PurePosixPath) -> IO[bytes]:
        """The content of a file, in memory."""
        content = self.files[path]
        if isinstance(content, str):
            with readable(self.shown(path), "file of an archive"), zipfile.ZipFile(self.path) as archive:
                content = archive.read(content)
        return io.BytesIO(content)

    def _names(self, folder: PurePosixPath) -> Iterator[str]:
        return iter(self.folders[folder])

    def _read_zip(self) -> None:
        """The members of a .zip, each read when it is opened."""
        with zipfile.ZipFile(self.path) as archive:
            for info in archive.infolist():
                path = self._checked(info.filename, info.file_size)
                if stat.S_ISLNK(info.external_attr >> 16):
                    raise DatasetError(f"{self.name} has a link, {shorten(info.filename)}; wanted only files")
                if info.flag_bits & 1:
                    raise DatasetError(f"{self.name} is encrypted; wanted an archive without a password")
                if info.compress_type not in COMPRESSIONS:
                    raise DatasetError(f"{self.shown(path)} is compressed in an unusual way; wanted deflate")
                self._add(path, None if info.is_dir() else info.filename)

    def _read_tar(self) -> None:
        """The members of a .tar, read in one pass, since a compressed one has no other order."""
        with self.path.open("rb") as packed:
            is_packed = packed.read(len(GZIP)) == GZIP
            packed.seek(0)
            content: Any = _Bounded(gzip.GzipFile(fileobj=packed) if is_packed else packed)
            with tarfile.open(fileobj=content, mode="r:") as archive:
                self._read_members(archive)

    def _read_members(self, archive: tarfile.TarFile) -> None:
        for info in archive:
            path = self._checked(info.name, info.size)
            if not (info.isfile() or info.isdir()):
                what = "a link" if info.issym() or info.islnk() else "a device"
                raise DatasetError(f"{self.name} has {what}, {shorten(info.name)}; wanted only files")
            file = archive.extractfile(info) if info.isfile() and not _is_hidden(path) else None
            self._add(path, None if info.isdir() else file.read() if file else b"")

    def _checked(self, name: str, size: int) -> PurePosixPath:
        """The path of a member; DatasetError for one outside the archive, and for too much content."""
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
            raise DatasetError(f"{self.name} has the path {shorten(name)}; wanted paths inside the archive")
        self.total += size
        packed = self.path.stat().st_size
        if len(self.files) >= MOST_FILES:
            raise DatasetError(f"{self.name} has over {MOST_FILES:,} files; wanted at most so many")
        if size > LARGEST_FILE:
            raise DatasetError(f"{self.shown(path)} has {size:,} bytes; wanted at most {LARGEST_FILE:,}")
        if self.total > BOMB and self.total > RATIO * packed:
            raise DatasetError(
                f"{self.name} unpacks {packed:,} bytes to over {BOMB:,}; wanted at most {RATIO} times as many"
            )
        check_fits(self.name, self.total)
        return path

    def _add(self, path: PurePosixPath, content: bytes | str | None) -> None:
        """Add a file, or a folder without content, with the folders that it is in."""
        if not path.parts:
            return
        if path in self.files:
            raise DatasetError(f"{self.name} has two files called {shorten(path)}; wanted one")
        if content is None:
            self.folders.setdefault(path, set())
        else:
            self.files[path] = content
        while path.parts:
            self.folders.setdefault(path.parent, set()).add(path.name)
            path = path.parent


def tree_of(path: Path) -> Tree:
    """The files of a folder, or of an archive."""
    return Folder(path) if path.is_dir() else Archive(path)


def is_left_out(name: str) -> bool:
    """Whether a file is hidden, or was added by an operating system."""
    return name.startswith(".") or name.lower() in LEFT_OUT


def _is_hidden(path: PurePosixPath) -> bool:
    return any(map(is_left_out, path.parts))

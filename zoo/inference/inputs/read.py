"""Examples from files and standard input: all of them, or none. The first bytes tell the format."""

from __future__ import annotations

import contextlib
import io
import sys
import zipfile
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.check import check_finite, check_size
from zoo.data.files.image_file import SUFFIXES, has_image
from zoo.data.files.table.read import is_table
from zoo.data.files.table.text import ZIP
from zoo.errors import DatasetError, UsageError, enumerated
from zoo.inference.inputs.arrays import from_npy, from_npz
from zoo.inference.inputs.images import from_image
from zoo.inference.inputs.rows import from_table
from zoo.inference.inputs.wanted import FileExamples, Wanted
from zoo.schema.arguments import checked_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Reader = Callable[[IO[bytes], str, Wanted], FileExamples]

STDIN = "-"
READERS: tuple[tuple[bytes, Reader], ...] = (
    (b"\x93NUMPY", from_npy),
    (ZIP, from_npz),
)
"""The first bytes of files with arrays; a ZIP archive may have a table, too."""
ENDINGS = (*SUFFIXES, ".npy", ".npz")
"""Names that a table does not have."""
HEAD = 65_536
"""Bytes that are looked at to tell the format."""
MOST = 2**31
"""Bytes from a stream, which is kept in memory."""
NAMED = 3
"""Files that a note names."""


class Read(NamedTuple):
    """Examples with the dataset's own values, what each is called, and what was done to them."""

    x: np.ndarray
    names: tuple[str, ...]
    notes: tuple[str, ...]


def read(inputs: Sequence[str | Path], wanted: Wanted) -> Read:
    """The examples in all these files; `-` is standard input.

    A file with one example is called by its name, one with several adds their numbers, from 0.
    Raises DatasetError for the first that can't be read or does not fit the model; nothing is left out.
    """
    given = [str(checked_path("input", each)) for each in inputs]
    if given.count(STDIN) > 1:
        raise UsageError("- is given twice; standard input can be read only once")
    found, names, notes = [], list[str](), dict[str, list[str]]()
    for each in given:
        name = "stdin" if each == STDIN else each
        with _opened(each, name) as file:
            reader = _reader(file, name)
            one = reader(file, name, wanted)
        check(one.x, name)
        found.append(one.x)
        is_alone = reader is from_image or (len(one.x) == 1 and len(given) > 1)
        beginning = f"{name}:" if len(given) > 1 else ""
        if one.names:
            names += one.names
        else:
            names += [name] if is_alone else [f"{beginning}{row}" for row in range(len(one.x))]
        for change in (", ".join(one.changes),) if reader is from_image else one.changes:
            if change:
                notes.setdefault(change, []).append(name)
    return Read(np.concatenate(found), tuple(names), tuple(map(_note, notes.items())))


@contextlib.contextmanager
def _opened(path: str, name: str) -> Iterator[IO[bytes]]:
    """The file, seekable; a stream is read whole."""
    try:
        if path != STDIN:
            with open(path, "rb") as file:  # noqa: PTH123 - a path as it was typed
                yield file if file.seekable() else _kept(file, name)
        elif sys.stdin is None:  # the parent process has closed it
            raise DatasetError("stdin is closed; wanted examples there")
        else:
            yield _kept(sys.stdin.buffer, name)
    except OSError as error:
        raise DatasetError(f"{name} can't be read: {(error.strerror or str(error)).lower()}") from None


def _kept(stream: IO[bytes], name: str) -> IO[bytes]:
    content = stream.read(MOST + 1)
    if len(content) > MOST:
        raise DatasetError(f"{name} has over {MOST:,} bytes; wanted less, or a file")
    return io.BytesIO(content)


def _reader(file: IO[bytes], name: str) -> Reader:
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise DatasetError(f"{name} is empty")
    if has_image(head):
        return from_image
    for beginning, reader in READERS:
        if head.startswith(beginning) and not (beginning == ZIP and _has_no_arrays(file)):
            return reader
    if name.lower().endswith(ENDINGS) or not is_table(head):
        raise DatasetError(f"{name} is not an image, an .npy or .npz file, or a table")
    return from_table


def _has_no_arrays(file: IO[bytes]) -> bool:
    """Whether a ZIP archive has files, but no NumPy arrays: then it has a table."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    finally:
        file.seek(0)
    return bool(names) and not any(name.endswith(".npy") for name in names)


def check(x: np.ndarray, name: str) -> None:
    """Raise DatasetError for no examples, and for numbers that are not finite or too large."""
    if not len(x):
        raise DatasetError(f"{name} has no examples")
    check_finite(name, "its examples", x)
    check_size(name, "its examples", x)


def _note(changed: tuple[str, list[str]]) -> str:
    change, names = changed
    more = len(names) - NAMED
    return f"{enumerated([*names[:NAMED], *([f'{more:,} more'] if more > 0 else [])])}: {change}"

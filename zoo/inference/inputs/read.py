"""Examples from files and standard input: all of them, or none. The first bytes tell the format."""

from __future__ import annotations

import contextlib
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zoo.data import mapped
from zoo.data.check import check_finite, check_size
from zoo.data.files.image_file import SUFFIXES, has_image
from zoo.data.files.table.packed import ZIP
from zoo.data.files.table.read import is_table
from zoo.data.own import is_images
from zoo.errors import DatasetError, UsageError, enumerated
from zoo.inference.inputs.arrays import from_npy, from_npz
from zoo.inference.inputs.image_tree import image_tree
from zoo.inference.inputs.images import from_image
from zoo.inference.inputs.rows import from_lines, from_table
from zoo.inference.inputs.wanted import FileExamples, Wanted
from zoo.schema.arguments import checked_path
from zoo.schema.missing_file import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Reader = Callable[[IO[bytes], str, Wanted], FileExamples]

STDIN = "-"
READERS: tuple[tuple[bytes, Reader], ...] = (
    (b"\x93NUMPY", from_npy),
    (ZIP, from_npz),
)
"""The first bytes of files with arrays; a ZIP archive may have a table, too."""
ENDINGS = (*SUFFIXES, ".npy", ".npz")
"""Names that a table does not have."""
BLOCK = 2**20
HEAD = 65_536
"""Bytes that are looked at to tell the format."""
MOST = 2**31
"""Bytes from a stream, which is kept in memory."""
NAMED = 3
"""Files that a note names."""


class Read(NamedTuple):
    """Examples with the dataset's own values, what each is called, and what was done to them.

    Those that `is_scaled` are on disk.
    """

    x: np.ndarray
    names: tuple[str, ...]
    notes: tuple[str, ...]
    is_scaled: bool = False


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
        if _is_tree(each):
            reader: Any = image_tree
            one = image_tree(Path(each), wanted)
        else:
            with _opened(each, name) as file:
                reader = _reader(file, name, wanted.text)
                one = reader(file, name, wanted)
        if not one.is_scaled:
            check(one.x, name)
        found.append(one)
        is_alone = reader is from_image or (len(one.x) == 1 and len(given) > 1)
        beginning = f"{name}:" if len(given) > 1 else ""
        if one.names:
            names += one.names
        else:
            names += [name] if is_alone else [f"{beginning}{row}" for row in range(len(one.x))]
        for change in (", ".join(one.changes),) if reader is from_image else one.changes:
            if change:
                notes.setdefault(change, []).append(name)
    return _joined(found, wanted)._replace(names=tuple(names), notes=tuple(map(_note, notes.items())))


def _joined(found: Sequence[FileExamples], wanted: Wanted) -> Read:
    """The examples of all files; all are on disk if those of one are."""
    if len(found) == 1 and found[0].is_scaled:
        return Read(found[0].x, (), (), is_scaled=True)
    if wanted.scaled is None or not any(each.is_scaled for each in found):
        return Read(np.concatenate([each.x for each in found]), (), ())
    shape = sum(len(each.x) for each in found), *wanted.shape
    blocks = (each.x if each.is_scaled else wanted.scaled(each.x) for each in found)
    is_text = any(each.x.dtype == np.int32 for each in found if each.is_scaled)
    dtype = np.int32 if is_text else np.float32
    return Read(mapped.write(blocks, shape, None, "the examples of all files", dtype), (), (), is_scaled=True)


def _is_tree(path: str) -> bool:
    """Whether a path is a folder or an archive of images."""
    try:
        return path != STDIN and is_images(Path(path))
    except OSError:  # such as a path that is too long
        return False


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
        hint = did_you_mean(path) if isinstance(error, FileNotFoundError) else ""
        raise DatasetError(f"{name} can't be read: {(error.strerror or str(error)).lower()}{hint}") from None


def _kept(stream: IO[bytes], name: str) -> IO[bytes]:
    content = io.BytesIO()
    while block := stream.read(BLOCK):  # reading all at once would allocate as much as is allowed
        content.write(block)
        if content.tell() > MOST:
            raise DatasetError(f"{name} has over {MOST:,} bytes; wanted less, or a file")
    content.seek(0)
    return content


def _reader(file: IO[bytes], name: str, text: str = "") -> Reader:
    """The reader of a file, chosen by its first bytes; `text` is the column of texts that the model takes."""
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise DatasetError(f"{name} is empty")
    if has_image(head):
        return from_image
    for beginning, reader in READERS:
        if head.startswith(beginning) and not (beginning == ZIP and _has_no_arrays(file)):
            return reader
    if text and _has_lines(head, name, text):
        return from_lines
    if name.lower().endswith(ENDINGS) or not is_table(head):
        raise DatasetError(f"{name} is not an image, an .npy or .npz file, or a table")
    return from_table


def _has_lines(head: bytes, name: str, text: str) -> bool:
    """Whether a file has a text in each line: a .txt file or a stream whose first line names no column."""
    if not (name == "stdin" or name.lower().endswith(".txt")) or b"\0" in head:
        return False
    return text not in head.partition(b"\n")[0].decode("utf-8", "replace")


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

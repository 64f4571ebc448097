"""Arrays from .npy and .npz files: the only reader, for training data and for prediction inputs.

Nothing in a file is executed, and sizes are checked before anything is unpacked.
https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
"""

from __future__ import annotations

import contextlib
import io
import sys
import warnings
import zipfile
import zlib
from math import prod
from typing import IO, TYPE_CHECKING

import numpy as np
from numpy.lib import format as npy

from zoo.errors import DatasetError, shorten
from zoo.system.machine import in_gigabytes, machine_memory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
KINDS = "buifSU"
"""The kinds of dtypes that are read: numbers and text."""
CUSTOM = 2
"""`dtype.isbuiltin` of a dtype that another library defines."""
SURROGATES = 0xD800, 0xDFFF
"""Halves of characters in UTF-16, which are no characters; Python can't encode them."""
MOST_MEMBERS = 1_000
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BOMB, RATIO = 100_000_000, 200
"""More unpacked bytes than this, and so many times the packed size: the file was made to fill the memory."""
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
"""The exceptions for reading a damaged member."""


def read_npz(file: IO[bytes], subject: str, names: Collection[str]) -> dict[str, np.ndarray]:
    """Read arrays from an .npz file.

    Args:
        file: A seekable binary file.
        subject: What messages call the file.
        names: The names of the arrays, which the file has.

    Raises:
        DatasetError: An array is damaged, too large for the memory, or neither numbers nor text.
    """
    with readable(subject, ".npz file"), zipfile.ZipFile(file) as archive:
        members = _members(archive, subject)
        _check_memory(subject, [members[name] for name in names])
        return {name: _member(archive, members[name], f"{name} of {subject}") for name in names}


def names_in(file: IO[bytes], subject: str) -> list[str]:
    """The names of the arrays in an .npz file; DatasetError for a file that is none."""
    with readable(subject, ".npz file"), zipfile.ZipFile(file) as archive:
        return list(_members(archive, subject))


def read_npy(file: IO[bytes], subject: str) -> np.ndarray:
    """Read the array in an .npy file, a seekable binary file; raises DatasetError as `read_npz`."""
    with readable(subject, "NumPy array"):
        size = file.seek(0, io.SEEK_END)
        check_fits(subject, size)
        file.seek(0)
        _check_header(file, size, subject)
        file.seek(0)
        return _array(file, subject)


def _members(archive: zipfile.ZipFile, subject: str) -> dict[str, zipfile.ZipInfo]:
    """The members by the names of their arrays."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise DatasetError(f"{subject} has {len(infos):,} members; wanted at most {MOST_MEMBERS:,}")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename.removesuffix(".npy")
        if name in found:
            raise DatasetError(f"{subject} has two members called {shorten(name)}; wanted one")
        found[name] = info
    return found


def _check_memory(subject: str, infos: list[zipfile.ZipInfo]) -> None:
    total, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if total > BOMB and total > RATIO * packed:
        raise DatasetError(
            f"{subject} unpacks {packed:,} bytes to {total:,}; wanted at most {RATIO} times as many"
        )
    check_fits(subject, total)


def check_fits(subject: str, size: int) -> None:
    """Raise DatasetError for content that needs more than half of the memory."""
    memory = machine_memory()
    if memory is not None and size > memory // 2:
        needed, has = in_gigabytes(size), in_gigabytes(memory)
        raise DatasetError(f"{subject} needs {needed} of memory; wanted at most half of this machine's {has}")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> np.ndarray:
    if info.compress_type not in COMPRESSIONS:
        raise DatasetError(f"{where} is compressed in a way that NumPy does not use; wanted deflate or none")
    with readable(where, "NumPy array"):
        with archive.open(info) as member:
            _check_header(member, info.file_size, where)
        with archive.open(info) as member:  # again, since a member that was rewound is not checked by its CRC
            return _array(member, where)


def _check_header(file: IO[bytes], size: int, where: str) -> None:
    """Raise DatasetError unless the header describes numbers or text that fill the file, of `size` bytes."""
    try:
        with _without_warnings():
            shape, _, dtype = HEADERS[npy.read_magic(file)](file)
        is_valid = all(type(axis) is int and axis >= 0 for axis in shape)
    except DAMAGED:
        raise
    except Exception:  # noqa: BLE001 - NumPy's parser raises many types, which differ between its versions
        is_valid = False
    if not is_valid:
        raise DatasetError(f"{where} is not a NumPy array: its header is not valid")
    if dtype.hasobject:
        raise DatasetError(f"{where} has Python objects, which can execute code; wanted numbers or text")
    if dtype.kind not in KINDS or dtype.isbuiltin == CUSTOM or not dtype.itemsize:
        raise DatasetError(f"{where} has {shorten(dtype)}; wanted numbers or text")
    declared, there = prod(shape) * dtype.itemsize, size - file.tell()
    if declared != there:
        raise DatasetError(f"{where} has {there:,} bytes of data; wanted {declared:,}, as its header says")


def _array(file: IO[bytes], where: str) -> np.ndarray:
    with _without_warnings():
        array: np.ndarray = npy.read_array(file, allow_pickle=False)
    if array.dtype.kind == "U":
        codes = array.reshape(-1).view(np.dtype(np.uint32).newbyteorder(array.dtype.byteorder))
        if bool(((codes > sys.maxunicode) | ((codes >= SURROGATES[0]) & (codes <= SURROGATES[1]))).any()):
            raise DatasetError(f"{where} has text with impossible characters; wanted Unicode")
    return array


@contextlib.contextmanager
def _without_warnings() -> Iterator[None]:
    """NumPy warns of headers that Python 2 wrote, and Python of odd text in them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def readable(subject: str, kind: str) -> Iterator[None]:
    """Turn any other error into a DatasetError with the subject's name."""
    try:
        yield
    except DatasetError:
        raise
    except Exception as error:  # noqa: BLE001 - zipfile and NumPy raise many types for damaged files
        reason = shorten(" ".join(str(error).split()) or type(error).__name__, 100)
        reason = reason if reason[:2].isupper() else reason[0].lower() + reason[1:]
        raise DatasetError(f"{subject} is not a readable {kind}: {reason}") from None

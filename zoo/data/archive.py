"""Arrays from .npz files, without running what they hold and without unpacking more than there is room for.

https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
"""

from __future__ import annotations

import zipfile
import zlib
from math import prod
from typing import TYPE_CHECKING

from numpy.lib import format as npy

from zoo.errors import DatasetError, enumerated
from zoo.memory import in_gigabytes, machine_memory

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import numpy as np

HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
MOST_MEMBERS = 1_000
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BOMB, RATIO = 100_000_000, 200
"""Bytes from which on an array that unpacks to so many times its packed size holds no data."""


def read_arrays(path: Path, choices: Collection[Collection[str]]) -> dict[str, np.ndarray]:
    """The arrays of the first choice of names that a file has all of.

    Raises DatasetError where it has none, or where one of them can't be read: objects, which are code,
    are refused, and so is what needs more room than there is.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive, path.name)
            for names in choices:
                if all(name in members for name in names):
                    _check_room(path.name, [members[name] for name in names])
                    return {name: _array(archive, members[name], name, path.name) for name in names}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise DatasetError(f"{path.name} is damaged, or no .npz file: {_reason(error)}") from None
    wanted = ", or ".join(enumerated(list(names)) for names in choices)
    found = ", ".join(sorted(members)[:10]) or "nothing"
    raise DatasetError(f"{path.name} has {found}; wanted {wanted}")


def _members(archive: zipfile.ZipFile, subject: str) -> dict[str, zipfile.ZipInfo]:
    """What is in it by the arrays' names."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise DatasetError(f"{subject} has {len(infos):,} members; wanted at most {MOST_MEMBERS:,}")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename.removesuffix(".npy")
        if name in found:
            raise DatasetError(f"{subject} has two members called {name}; wanted one")
        found[name] = info
    return found


def _check_room(subject: str, infos: list[zipfile.ZipInfo]) -> None:
    """Before anything is unpacked."""
    total, room = sum(info.file_size for info in infos), machine_memory()
    packed = sum(info.compress_size for info in infos)
    if total > BOMB and total > RATIO * packed:
        raise DatasetError(
            f"{subject} unpacks {packed:,} bytes to {total:,}; wanted at most {RATIO} times as many"
        )
    if room is not None and total > room // 2:
        needed, has = in_gigabytes(total), in_gigabytes(room)
        raise DatasetError(f"{subject} needs {needed} to be unpacked; this machine has {has}")


def _array(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, subject: str) -> np.ndarray:
    """One array, its header checked against the size that the archive says it has."""
    if info.compress_type not in PACKED:
        raise DatasetError(
            f"{name} of {subject} is packed in another way than NumPy does; wanted an .npz file"
        )
    try:
        with archive.open(info) as member:
            version = npy.read_magic(member)
            if version not in HEADERS:
                raise DatasetError(
                    f"{name} of {subject} is in another format than arrays have; wanted numbers"
                )
            shape, _, dtype = HEADERS[version](member)
            if dtype.hasobject:
                what = f"{name} of {subject} holds Python objects, which can run any code"
                raise DatasetError(f"{what}; wanted numbers or text")
            declared, there = prod(shape) * dtype.itemsize, info.file_size - member.tell()
            if declared != there:
                raise DatasetError(
                    f"{name} of {subject} says {declared:,} bytes and has {there:,}; it is cut off"
                )
        with archive.open(info) as member:
            return npy.read_array(member, allow_pickle=False)
    except ValueError as error:
        raise DatasetError(f"{name} of {subject} is no array: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if text[:2].isupper() else text[0].lower() + text[1:]

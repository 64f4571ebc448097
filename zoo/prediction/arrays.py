"""Arrays of examples from .npy and .npz files, whose sizes are looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from math import prod
from typing import IO

import numpy as np

from zoo.errors import enumerated
from zoo.prediction.wanted import Found, Unfit, Wanted

LARGEST = 2**31
"""Bytes of an array: about 680,000 images of 28×28 pixels as float32."""
NAMES = ("x", "x_test")
"""What the examples are called in an archive that has other arrays too."""
HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
DAMAGED = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError, NotImplementedError)


def read_npy(content: bytes, name: str, wanted: Wanted) -> Found:
    """The examples in a .npy file; Unfit where they are no numbers, or of another shape."""
    return Found(_array(io.BytesIO(content), len(content), name, wanted))


def read_npz(content: bytes, name: str, wanted: Wanted) -> Found:
    """The examples in an .npz file: its array `x`, or `x_test`, or the only one that there is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = {each.filename.removesuffix(".npy"): each for each in archive.infolist()}
            chosen = next((each for each in NAMES if each in sizes), None)
            if chosen is None and len(sizes) == 1:
                (chosen,) = sizes
            if chosen is None:
                there = enumerated([repr(each) for each in list(sizes)[:5]]) or "nothing"
                raise Unfit(f"{name} has {there}; wanted an array x")
            info = sizes[chosen]
            _refuse_large(info.file_size, name)
            with archive.open(info) as member:
                return Found(_array(member, info.file_size, name, wanted))
    except DAMAGED as error:
        raise Unfit(f"{name} is a damaged archive: {' '.join(str(error).split())[:100]}") from None


def _array(file: IO[bytes], size: int, name: str, wanted: Wanted) -> np.ndarray:
    """The array in a file of so many bytes, its header looked at first."""
    try:
        version = np.lib.format.read_magic(file)
        shape, by_column, dtype = HEADERS[version](file)
        sound = all(each >= 0 for each in shape)
    except (ValueError, KeyError, EOFError, SyntaxError, TypeError, RecursionError, MemoryError):
        sound = False
    if not sound:
        raise Unfit(f"{name} is no array that NumPy saved")
    if dtype.kind not in "buif" or dtype.isbuiltin == 2:  # noqa: PLR2004 - a dtype of a third party's
        raise Unfit(f"{name} has an array of {dtype}; wanted numbers")
    examples = _examples(shape, name, tuple(wanted.shape))
    needed = prod(shape) * dtype.itemsize
    _refuse_large(needed, name)
    if needed > size:
        raise Unfit(f"{name} is cut off: {size:,} bytes, and its array has {needed:,}")
    found = np.frombuffer(file.read(needed), dtype)
    if found.nbytes < needed:
        raise Unfit(f"{name} is cut off: its array has {needed:,} bytes, and {found.nbytes:,} are there")
    return found.reshape(shape, order="F" if by_column else "C").reshape(examples, *wanted.shape)


def _examples(found: tuple[int, ...], name: str, shape: tuple[int, ...]) -> int:
    """How many there are; one alone, and a last axis of 1 too many or too few, are fine."""
    same = {shape, shape[:-1]} if shape[-1] == 1 else {shape, (*shape, 1)}
    if found[1:] in same and found:
        return found[0]
    if found in same:
        return 1
    raise Unfit(f"{name} has shape {found}; wanted (examples, {', '.join(map(str, shape))})")


def _refuse_large(size: int, name: str) -> None:
    if size > LARGEST:
        raise Unfit(f"{name} has {size / 2**30:,.1f} GB unpacked; wanted at most {LARGEST / 2**30:.0f} GB")

"""Check the weights of an untrusted file, in a process with a memory limit, before they are used.

HDF5 can refer to other files, have one array under two names, and declare more data than it contains.
Keras writes only groups and plain arrays. The check needs h5py, which is installed with Keras.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import h5py
import numpy as np

from zoo.errors import shorten
from zoo.untrusted.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST = 50_000
"""The largest number of groups and arrays."""
DEEPEST = 40
"""The deepest nesting of groups."""


def check(path: Path) -> int:
    """The bytes of all arrays; raises Refused unless they are plain arrays of finite numbers."""
    held, seen = 0, set[int]()
    try:
        with h5py.File(path, "r") as file:
            for name, found in _walk(file, 0):
                address = h5py.h5o.get_info(found.id).addr
                if address in seen:
                    raise Refused(f"its weights have {shorten(name)} under two names")
                seen.add(address)
                if len(seen) > MOST:
                    raise Refused(f"its weights have more than {MOST:,} parts")
                if isinstance(found, h5py.Dataset):
                    _check_array(name, found)
                    held += found.nbytes
                    if held > path.stat().st_size:
                        raise Refused("its weights declare more numbers than the file contains")
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, MemoryError) as error:
        raise Refused(f"its weights can't be read: {shorten(str(error).partition(chr(10))[0])}") from None
    return held


def _walk(group: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """All members of a group and its subgroups; links are refused."""
    if depth > DEEPEST:
        raise Refused("its weights are nested too deep")
    for name in group:
        if not isinstance(group.get(name, getlink=True), h5py.HardLink):
            raise Refused(f"its weights have {shorten(name)}, which is a link")
        found = group[name]
        yield f"{group.name.rstrip('/')}/{name}", found
        if isinstance(found, h5py.Group):
            yield from _walk(found, depth + 1)


def _check_array(name: str, array: Any) -> None:
    called = f"its weights have {shorten(name)}, which"
    if array.external or array.is_virtual:
        raise Refused(f"{called} is in another file")
    is_brain_float = array.dtype.kind == "V" and array.dtype.itemsize == 2  # noqa: PLR2004 - bytes of a bfloat16
    if array.dtype.kind not in "fiub" and not is_brain_float:
        raise Refused(f"{called} is not an array of numbers")
    if array.chunks or array.id.get_storage_size() != array.nbytes:
        raise Refused(f"{called} declares {array.nbytes:,} bytes and has {array.id.get_storage_size():,}")
    numbers = np.asarray(array)
    if numbers.dtype.kind == "f" and not np.isfinite(numbers).all():
        raise Refused(f"{called} is not finite: {numbers[~np.isfinite(numbers)].flat[0]}")

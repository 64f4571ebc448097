"""The data of a sweep: loaded, checked and scaled once, and memory-mapped by every process."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.mapped import release
from zoo.data.prepare import Data
from zoo.data.split import Parts
from zoo.errors import ZooError
from zoo.system import atomic, regular

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.plan.plan import Plan

SHARED = "shared.json"
ARRAYS = ("x", "y", "truth")
WEIGHTS = "weights"
AT_ONCE = 10_000
"""The examples that are copied at a time."""


def share(plan: Plan, data: Data, folder: Path) -> str:
    """Write a plan's prepared data to a folder, completely or not at all; raises OSError.

    Returns the digest of the files.
    """
    with atomic.whole(folder) as beside:
        beside.mkdir()
        for name in ARRAYS:
            _save(beside / f"{name}.npy", getattr(data, name))
        if data.weights is not None:
            _save(beside / f"{WEIGHTS}.npy", data.weights)
        for name, positions in data.parts._asdict().items():
            _save(beside / f"{name}.npy", positions)
        about = {
            "factor": data.factor,
            "source": data.source,
            "digest": _digest(plan),
            "on_disk": data.on_disk,
            "weighted": data.weights is not None,
        }
        (beside / SHARED).write_text(json.dumps(about), encoding="utf-8")
        return _digest_of(beside)


def forget(folder: Path) -> None:
    """Remove shared data, and what killed processes have left of it."""
    with contextlib.suppress(OSError):
        atomic.discard(folder)
    atomic.remove_unfinished(folder.parent, (folder.name,))


def mapped(folder: Path, digest: str) -> Callable[[Plan], tuple[Plan, Data]]:
    """A replacement for `zoo.data.prepare` that maps the data in a folder.

    It raises ZooError if the data can't be read, has another digest than that which `share` returned, or is
    not the plan's.
    """

    def prepared(plan: Plan) -> tuple[Plan, Data]:
        try:
            data, dataset = _loaded(folder, digest, _state(folder))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise ZooError(
                f"{folder} was changed since the sweep wrote it; the data is loaded again the next time"
            ) from None
        if dataset != _digest(plan):
            raise ZooError(f"its plan has different data from the rest of the sweep: {plan.dataset.name}")
        return plan, data

    return prepared


@functools.lru_cache(maxsize=1)
def _loaded(folder: Path, digest: str, _: object) -> tuple[Data, str]:
    """The data in a folder, and the digest of its dataset; ValueError if the files have another digest.

    It is kept for all runs of a process, as long as the files stay as they are.
    """
    if _digest_of(folder) != digest:
        raise ValueError(f"{folder} has another digest")
    about = regular.read_json(folder / SHARED)
    dataset = about.pop("digest")
    names = [*ARRAYS, WEIGHTS] if about.pop("weighted", False) else ARRAYS
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in names}
    parts = Parts(*(np.load(folder / f"{name}.npy") for name in Parts._fields))
    return Data(**arrays, parts=parts, **about), dataset


def _state(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """What changes if a file of a folder does."""
    found = ((each.name, each.stat()) for each in sorted(folder.iterdir()))
    return tuple((name, about.st_ino, about.st_size, about.st_mtime_ns) for name, about in found)


def _digest_of(folder: Path) -> str:
    """The digest of all files in a folder; raises OSError for what is not a file, as a pipe."""
    state = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        with regular.opened(path) as file:
            state.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
    return state.hexdigest()


def _digest(plan: Plan) -> str:
    return plan.data.digest if plan.data else ""


def _save(path: Path, array: np.ndarray) -> None:
    """Write what `np.save` writes, whose error does not say that the disk is full."""
    with path.open("wb") as file:
        descr = np.lib.format.dtype_to_descr(array.dtype)
        header = {"descr": descr, "fortran_order": False, "shape": array.shape}
        np.lib.format.write_array_header_1_0(file, header)
        for at in range(0, len(array), AT_ONCE):
            file.write(np.ascontiguousarray(array[at : at + AT_ONCE]).data)
            release(array)

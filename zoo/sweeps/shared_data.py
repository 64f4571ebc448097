"""The data of a sweep: read, checked and scaled once, and mapped by every process."""

from __future__ import annotations

import contextlib
import json
import shutil
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.prepare import Data
from zoo.data.split import Parts
from zoo.errors import ZooError
from zoo.system import atomic

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.plan.plan import Plan

SHARED = "shared.json"
ARRAYS = ("x", "y", "truth")


def share(plan: Plan, data: Data, folder: Path) -> None:
    """Put a plan's prepared data into a folder, which is there whole or not at all; OSError as `open`."""
    with atomic.whole(folder) as beside:
        beside.mkdir()
        for name in ARRAYS:
            _save(beside / f"{name}.npy", getattr(data, name))
        for name, positions in data.parts._asdict().items():
            _save(beside / f"{name}.npy", positions)
        about = {"factor": data.factor, "source": data.source, "digest": _digest(plan)}
        (beside / SHARED).write_text(json.dumps(about), encoding="utf-8")


def forget(folder: Path) -> None:
    """Remove shared data: by its name first, so that none is half there; what stays is in nobody's way."""
    gone = folder.with_name(f".old.{folder.name}")
    shutil.rmtree(gone, ignore_errors=True)
    with contextlib.suppress(OSError):
        shutil.rmtree(folder.rename(gone))


def mapped(folder: Path) -> Callable[[Plan], tuple[Plan, Data]]:
    """What stands in for `zoo.data.prepare` where the data is in a folder already.

    It raises ZooError where that can't be read, or is not the plan's.
    """

    def prepared(plan: Plan) -> tuple[Plan, Data]:
        try:
            about = json.loads((folder / SHARED).read_text(encoding="utf-8"))
            digest = about.pop("digest")
            arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS}
            parts = Parts(*(np.load(folder / f"{name}.npy") for name in Parts._fields))
            data = Data(**arrays, parts=parts, **about)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise ZooError(f"{folder} is not what a sweep writes, and is read anew the next time") from None
        if digest != _digest(plan):
            raise ZooError(f"its plan is of other data than the rest of the sweep: {plan.dataset.name}")
        return plan, data

    return prepared


def _digest(plan: Plan) -> str:
    return plan.data.digest if plan.data else ""


def _save(path: Path, array: np.ndarray) -> None:
    """What `np.save` writes; but where the disk is full, that error says nothing of it."""
    with path.open("wb") as file:
        content = np.ascontiguousarray(array)
        np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(content))
        file.write(content.data)

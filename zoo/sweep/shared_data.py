"""The data of a sweep: read, checked and scaled once, and mapped by every process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from zoo.data import Data
from zoo.data.split import Parts
from zoo.run.directory import unwritable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.plan import Plan

SHARED = "shared.json"
ARRAYS = ("x", "y", "truth")


def share(data: Data, folder: Path) -> None:
    """Put prepared data into a folder; ZooError where it can't be written."""
    try:
        folder.mkdir(exist_ok=True)
        for name in ARRAYS:
            np.save(folder / f"{name}.npy", getattr(data, name))
        for name, positions in data.parts._asdict().items():
            np.save(folder / f"{name}.npy", positions)
        about = {"factor": data.factor, "source": data.source}
        (folder / SHARED).write_text(json.dumps(about), encoding="utf-8")
    except OSError as error:
        raise unwritable(folder, error) from None


def mapped(folder: Path) -> Callable[[Plan], tuple[Plan, Data]]:
    """What stands in for `zoo.data.prepare` where the data is in a folder already."""

    def prepared(plan: Plan) -> tuple[Plan, Data]:
        about = json.loads((folder / SHARED).read_text(encoding="utf-8"))
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS}
        parts = Parts(*(np.load(folder / f"{name}.npy") for name in Parts._fields))
        return plan, Data(**arrays, parts=parts, **about)

    return prepared

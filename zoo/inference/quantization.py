"""Smaller exports: which formats, models and data can be quantized, and the examples that it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.label_forms import truth_of
from zoo.data.load import unscaled
from zoo.data.prepare import check_digest
from zoo.errors import SettingError, shown
from zoo.inference.formats import FORMATS, SMALLER
from zoo.runs.kept import Kept

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.inference.formats import Format

TOLERANCE = 0.01
"""The default of how much worse a quantized model may be: accuracy may fall by 0.01, an error grow by 1 %."""
CALIBRATION, MOST = 200, 10_000
"""The number of training examples for the calibration, and the most test examples that are compared."""


@dataclass(frozen=True, eq=False)
class Examples:
    """Unscaled examples: some of the training part, and the test part with its labels before scaling."""

    calibration: np.ndarray
    test: np.ndarray
    truth: np.ndarray


def check(wanted: Format, quantize: str | None, tolerance: float | None) -> None:
    """Raise SettingError if the format can't be quantized like this, or the tolerance is not valid."""
    if quantize is None:
        if tolerance is not None:
            raise SettingError("tolerance", tolerance, "is for quantized exports; wanted --quantize too")
        return
    if quantize not in SMALLER:
        raise SettingError("quantize", quantize, f"is not known; wanted {' or '.join(SMALLER)}")
    if quantize not in wanted.quantized:
        names = " or ".join(each.name for each in FORMATS.values() if quantize in each.quantized)
        raise SettingError("quantize", quantize, f"does not apply to {wanted.name}; wanted format {names}")
    is_number = isinstance(tolerance, (int, float)) and not isinstance(tolerance, bool)
    if tolerance is not None and not (is_number and 0 <= tolerance <= 1):
        raise SettingError("tolerance", shown(tolerance), "is not valid; wanted a number from 0 to 1")


def check_source(source: Kept | Path, quantize: str, *, raw: bool) -> None:
    """Raise SettingError if a model has no examples to compare, or int8 can't hold its inputs."""
    if not isinstance(source, Kept):
        what = "needs examples to compare, and a .keras file has none; wanted a run"
        raise SettingError("quantize", quantize, what)
    if source.plan.dataset.value.is_in_memory:
        what = "needs examples to compare, and the run's data was in memory; wanted a run on a file or a name"
        raise SettingError("quantize", quantize, what)
    if quantize == "int8" and source.scaling.mean and not raw:
        reason = "gives all columns of a row one range, which unscaled ones don't share"
        raise SettingError("quantize", quantize, f"{reason}; wanted --raw, for scaled inputs, or float16")


def examples_of(source: Kept) -> Examples:
    """The examples of a run's data; raises DatasetError if it is missing or has changed."""
    loaded = unscaled(source.plan.dataset)
    check_digest(loaded.name, source.plan.data, loaded.digest)
    places = np.linspace(0, len(loaded.training.x) - 1, CALIBRATION).astype(int)
    test = loaded.test
    return Examples(loaded.training.x[np.unique(places)], test.x[:MOST], truth_of(loaded.spec, test.y[:MOST]))

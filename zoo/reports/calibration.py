"""How well probabilities agree with frequencies on the test split, and what a temperature changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.inference.reliability import draw_reliability
from zoo.reports.html import Markup, element, folded, region
from zoo.tables import evaluation as tables
from zoo.tables.words import metric

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.inference.evaluation import Evaluation


def calibration(found: Evaluation, calibrated: Evaluation | None, run: str) -> Iterator[Markup]:
    """The calibration error with its diagram; the same with a temperature, if one was fitted.

    `run` is the short name of the run.
    """
    if found.calibration is None:
        return
    yield element("h4", "Calibration")
    meaning = "The error is the mean difference of probabilities and frequencies."
    yield element("p", f"{tables.calibration(found)} {meaning}")
    yield region("Reliability diagram", Markup(draw_reliability(found)), class_="scatter")
    if calibrated is None or calibrated.calibration is None or calibrated.temperature is None:
        return
    error = metric(calibrated.calibration.error)
    with_it = f"With a temperature of {calibrated.temperature:.3f}, fitted on validation examples: {error}"
    command = element("code", f"zoo evaluate {run} --calibrate")
    yield element("p", f"{with_it}. ", command, " applies it.")
    picture = region("With temperature", Markup(draw_reliability(calibrated)), class_="scatter")
    yield folded("Reliability diagram with this temperature", picture)

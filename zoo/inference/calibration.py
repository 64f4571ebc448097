"""How well predicted probabilities agree with observed frequencies, and a temperature that improves them.

The expected calibration error and the scaling by a temperature are those of C. Guo et al., On calibration of
modern neural networks, 2017: https://arxiv.org/abs/1706.04599
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

EVEN = 0.5
"""The probability of a label that is as likely set as not."""
BINS = 15
"""The number of bins of equal width, as in the paper."""
LARGEST = 20.0
"""The largest temperature that is tried; the smallest is its inverse."""
ABOVE_ONE = 1e-4
"""What rounding may add to the sum of the probabilities of one example."""


@dataclass(frozen=True)
class CalibrationBin:
    """The predictions whose probability is above `low`, up to `high`.

    `confidence` is the mean of their probabilities, `frequency` the share of them that are right.
    """

    low: float
    high: float
    examples: int
    confidence: float
    frequency: float


@dataclass(frozen=True)
class Calibration:
    """How well probabilities agree with frequencies.

    `error` is the expected calibration error: the difference between the mean probability and the frequency
    of each bin, averaged over the predictions. `bins` are those with predictions: of a classification the
    most probable class of each example, of several labels each label of each example. `overconfidence` is how
    much more certain the predictions are than right, on average; negative if they are less certain.
    """

    error: float
    overconfidence: float
    bins: tuple[CalibrationBin, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        known = {"expected_calibration_error": self.error, "overconfidence": self.overconfidence}
        return known | {"bins": [asdict(each) for each in self.bins]}


def calibration_of(probabilities: np.ndarray, true: np.ndarray, *, several: bool) -> Calibration | None:
    """The calibration of probabilities of shape (examples, classes), or (examples, labels) if `several`.

    None if they are no probabilities, as the outputs of a model with a hinge loss.
    """
    if not are_probabilities(probabilities, several=several):
        return None
    if several:
        sure, right = probabilities.ravel(), true.ravel() > 0
    else:
        sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == true
    edges = np.linspace(0.0, 1.0, BINS + 1)
    places = np.searchsorted(edges[1:-1], sure)
    counts = np.bincount(places, minlength=BINS)
    sums = np.bincount(places, sure, BINS), np.bincount(places, right, BINS)
    bins = tuple(
        CalibrationBin(
            float(edges[at]),
            float(edges[at + 1]),
            int(counts[at]),
            *(float(each[at] / counts[at]) for each in sums),
        )
        for at in np.flatnonzero(counts)
    )
    gaps = np.array([each.confidence - each.frequency for each in bins])
    shares = counts[np.flatnonzero(counts)] / len(sure)
    # A label that is not set is predicted with certainty by a small probability.
    signs = [1 if not several or each.confidence > EVEN else -1 for each in bins]
    return Calibration(float(shares @ abs(gaps)), float(shares @ (gaps * signs)), bins)


def are_probabilities(answers: np.ndarray, *, several: bool) -> bool:
    """Whether all numbers are from 0 to 1, and those of one example add up to 1 unless they are labels."""
    within = bool(((answers >= 0) & (answers <= 1 + ABOVE_ONE)).all())
    return within and (
        several or bool((np.abs(answers.sum(axis=1) - 1) < ABOVE_ONE * answers.shape[1]).all())
    )


def temperature_of(probabilities: np.ndarray, true: np.ndarray, *, several: bool) -> float:
    """The temperature with the smallest cross-entropy for these examples."""
    from scipy.optimize import minimize_scalar

    def cross_entropy(log_temperature: float) -> float:
        found = tempered(probabilities, float(np.exp(log_temperature)), several=several)
        right = np.where(true > 0, found, 1 - found) if several else found[np.arange(len(true)), true]
        return float(-np.log(np.maximum(right, np.finfo(np.float32).tiny)).mean())

    bound = float(np.log(LARGEST))
    return float(np.exp(minimize_scalar(cross_entropy, bounds=(-bound, bound), method="bounded").x))


def tempered(probabilities: np.ndarray, temperature: float, *, several: bool) -> np.ndarray:
    """Probabilities whose logits are divided by the temperature: above 1, they are less sure."""
    tiny = np.finfo(np.float32).tiny
    logits = np.log(np.maximum(probabilities, tiny))
    if several:
        logits -= np.log(np.maximum(1 - probabilities, tiny))
        return np.asarray(1 / (1 + np.exp(-logits / temperature)))
    powers = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))

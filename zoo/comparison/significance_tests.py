"""Significance tests: for the predictions of two models, and for the means of two sets of values."""

from __future__ import annotations

import math
from statistics import fmean, stdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL = 0.05
"""The significance level."""
ROUNDING = 2.0**-20
"""The relative accuracy of a metric: Keras sums the values of a split in float32, which has 2 ** -24."""


def mcnemar(one: int, other: int) -> float:
    """The p-value of McNemar's test: only one model is right on `one` examples, only the other on `other`.

    The exact two-sided test: under the null hypothesis each example is equally likely to be in either count.
    Q. McNemar, Note on the sampling error of the difference between correlated proportions or
    percentages, Psychometrika 12, 1947.
    """
    many, fewer = one + other, min(one, other)
    whole = math.lgamma(many + 1) - many * math.log(2)
    tail = (
        math.exp(whole - math.lgamma(each + 1) - math.lgamma(many - each + 1)) for each in range(fewer + 1)
    )
    return min(1.0, 2 * math.fsum(tail))


def paired(one: Sequence[float], other: Sequence[float], resolution: float = 0.0) -> float:
    """The p-value of Student's t-test on two or more pairs of values.

    The standard deviation is at least the `resolution` of the values and their rounding error: a few equal
    differences do not show that there is no noise.
    """
    differences = [a - b for a, b in zip(one, other, strict=True)]
    deviation = max(stdev(differences), resolution, _rounding([*one, *other]))
    return _two_sided(fmean(differences), deviation**2 / len(differences), len(differences) - 1)


def welch(one: Sequence[float], other: Sequence[float], resolution: float = 0.0) -> float:
    """The p-value of Welch's t-test, with two or more values each: B. L. Welch, Biometrika 34, 1947.

    The standard deviations have the same lower bounds as in `paired`.
    """
    least = max(resolution, _rounding([*one, *other]))
    errors = [(max(stdev(each), least) ** 2 / len(each), len(each)) for each in (one, other)]
    variance = sum(error for error, _ in errors)
    below = sum(error**2 / (many - 1) for error, many in errors)
    degrees = variance**2 / below if below else 1.0
    return _two_sided(fmean(one) - fmean(other), variance, degrees)


def holm(probabilities: Sequence[float]) -> list[float]:
    """P-values adjusted for their number (S. Holm, Scandinavian Journal of Statistics 6, 1979)."""
    order = sorted(range(len(probabilities)), key=probabilities.__getitem__)
    corrected, most = [0.0] * len(order), 0.0
    for place, at in enumerate(order):
        most = max(most, min(1.0, (len(order) - place) * probabilities[at]))
        corrected[at] = most
    return corrected


def least_lead(many: int, values: int) -> float:
    """The smallest significant lead among `many` means of `values` values each, in standard deviations.

    Every pair is tested with Student's t-test at the first, strictest level of Holm's correction. Paired
    values that are correlated need a smaller lead.
    """
    from scipy.special import stdtrit

    pairs = max(1, math.comb(many, 2))
    return float(-stdtrit(values - 1, LEVEL / pairs / 2) * math.sqrt(2 / values))


def _rounding(values: Sequence[float]) -> float:
    """The rounding error of values that were computed in float32."""
    return ROUNDING * max(map(abs, values))


def _two_sided(difference: float, variance: float, degrees: float) -> float:
    from scipy.special import stdtr

    if variance == 0:  # all values are 0
        return 1.0
    return float(2 * stdtr(degrees, -abs(difference) / math.sqrt(variance)))

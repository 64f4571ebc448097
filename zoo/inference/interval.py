"""The confidence intervals of an accuracy and of a mean error."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

Z = 1.959963984540054
"""The z-score of a 95 % confidence interval."""


def interval(right: int, examples: int) -> tuple[float, float]:
    """The 95 % confidence interval of the fraction `right / examples`: Wilson's score interval.

    It stays within 0 and 1, and has a width also if all or no examples are right.
    E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.
    """
    fraction, spread = right / examples, Z * Z / examples
    centre = (fraction + spread / 2) / (1 + spread)
    half = Z * math.sqrt(fraction * (1 - fraction) / examples + spread / (4 * examples)) / (1 + spread)
    return max(0.0, min(centre - half, fraction)), min(1.0, max(centre + half, fraction))


def of_mean(errors: np.ndarray) -> tuple[float, float] | None:
    """The 95 % confidence interval of the mean of errors that are not negative, of shape (examples,).

    Student's t-interval, not below 0; None for a single example, which does not show how errors differ.
    Student, The probable error of a mean, Biometrika 6, 1908.
    """
    from scipy.special import stdtrit

    if len(errors) < 2:  # noqa: PLR2004 - for a deviation
        return None
    mean, deviation = float(errors.mean()), float(errors.std(ddof=1))
    half = float(stdtrit(len(errors) - 1, 0.975)) * deviation / math.sqrt(len(errors))
    return max(0.0, mean - half), mean + half

"""The confidence interval of an accuracy."""

from __future__ import annotations

import math

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

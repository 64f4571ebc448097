"""From values to places in a picture, and the round numbers that stand beside an axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

MOST = 1e300
"""What is larger has no place: the span between two such would be infinite."""
LEAST = 1e-300
"""What is smaller is 0: a hundredth of it might be."""
PLAIN = (1e-4, 1e7)
"""Steps between which numbers are written with all their digits."""


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high`, which are apart, at places from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        part = (_limited(value) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)

    def ticks(self, most: int = 6, *, whole: bool = False) -> list[tuple[float, str]]:
        """At most so many round values with their text; only whole numbers where that is wanted."""
        step = _step((self.high - self.low) / (most - 1))
        if whole:
            step = max(1.0, step)
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        return [(number * step, _text(number * step, step)) for number in range(first, last + 1)]


def around(values: list[float], start: float, end: float, margin: float = 0.05) -> Scale:
    """A scale that has all the values in it, and a margin on either side."""
    low, high = _limited(min(values)), _limited(max(values))
    span = high - low
    largest = max(abs(low), abs(high))
    if span <= max(1e-9 * largest, LEAST):  # what rounding alone tells apart is one value
        span = largest if largest > LEAST else 1.0
    return Scale(low - margin * span, high + margin * span, start, end)


def _limited(value: float) -> float:
    return max(-MOST, min(MOST, value))


def _step(least: float) -> float:
    """1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - 1e-9))


def _text(value: float, step: float) -> str:
    if not PLAIN[0] <= step < PLAIN[1]:
        return f"{value:.3g}"
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return f"{value + 0.0:,.{decimals}f}"

"""Maps values to coordinates in a picture, and finds round numbers for the ticks of an axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

MOST = 1e300
"""Larger values are clipped: the difference of two of them could be infinite."""
LEAST = 1e-300
"""Smaller values count as 0: a hundredth of them could underflow."""
MARGIN = 0.05
"""What is added on both sides of a single value, as a part of it."""
TICKS, ROUNDS = 6, 3
PLAIN = (1e-4, 1e7)
"""Range of steps for which numbers are written without an exponent."""


@dataclass(frozen=True)
class Scale:
    """Maps values from `low` to `high`, which must differ, to coordinates from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The coordinate of a value."""
        part = (_limited(value) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)

    def ticks(self, most: int = TICKS, *, whole: bool = False) -> list[tuple[float, str]]:
        """At most `most` round values with their text; only whole numbers if `whole`."""
        step = _step((self.high - self.low) / (most - 1))
        if whole:
            step = max(1.0, step)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [(number * step, _text(number * step, step)) for number in range(first, last + 1)]


def around(values: list[float], start: float, end: float) -> Scale:
    """A scale from one round number to another that includes all values."""
    low, high = _limited(min(values)), _limited(max(values))
    largest = max(abs(low), abs(high))
    if high - low <= max(1e-9 * largest, LEAST):  # values that differ only by rounding count as one
        margin = MARGIN * (largest if largest > LEAST else 1.0)
        low, high = low - margin, high + margin
    for _ in range(ROUNDS):  # a longer scale may have a larger step
        step = _step((high - low) / (TICKS - 1))
        low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return Scale(low, high, start, end)


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

"""A line of block characters that shows a sequence of values: ▁▂▃▄▅▆▇█."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"
WIDTH = 20
"""Maximum width in cells; with more values, each cell shows the mean of several."""


def sparkline(values: Sequence[float], width: int = WIDTH) -> str:
    """The values, the lowest as ▁ and the highest as █; if all are equal, all are in the middle."""
    shown = _means(values, width)
    if not shown:
        return ""
    low, high = min(shown), max(shown)
    last = len(BLOCKS) - 1
    step = high / last - low / last
    if step <= 0:
        return BLOCKS[last // 2] * len(shown)
    return "".join(BLOCKS[min(round(each / step - low / step), last)] for each in shown)


def bars(counts: Sequence[int]) -> str:
    """A bar for each count, as high as its share of the highest; a space for 0."""
    highest = max(counts, default=0)
    return "".join(BLOCKS[-(-each * len(BLOCKS) // highest) - 1] if each else " " for each in counts)


def _means(values: Sequence[float], width: int) -> Sequence[float]:
    if len(values) <= width:
        return values
    edges = [len(values) * at // width for at in range(width + 1)]
    stretches = [values[begin:end] for begin, end in pairwise(edges)]
    return [sum(each / len(stretch) for each in stretch) for stretch in stretches]

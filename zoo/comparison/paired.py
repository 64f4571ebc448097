"""Whether two models' answers to the same examples differ by more than chance: paired tests."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NOISE = 0.05
"""A lead with a p of this and more is within noise."""


def mcnemar(one: int, other: int) -> float:
    """The p of two models of which each is alone right on so many examples, if they were equally good.

    McNemar's exact test, two-sided: each of these examples is then as likely to be one model's as the
    other's. Q. McNemar, Note on the sampling error of the difference between correlated proportions or
    percentages, 1947.
    """
    many, fewer = one + other, min(one, other)
    whole = math.lgamma(many + 1) - many * math.log(2)
    tail = (
        math.exp(whole - math.lgamma(each + 1) - math.lgamma(many - each + 1)) for each in range(fewer + 1)
    )
    return min(1.0, 2 * math.fsum(tail))


def paired_t(one: Sequence[float], other: Sequence[float]) -> float:
    """The p of so far different means of two models' errors on the same examples: Student's paired t-test."""
    from scipy.stats import ttest_rel  # noqa: PLC0415 - 0.9 s

    if len(one) < 2 or all(a == b for a, b in zip(one, other, strict=True)):  # noqa: PLR2004 - no spread
        return 1.0
    return float(ttest_rel(one, other).pvalue)


def holm(ps: Sequence[float]) -> list[float]:
    """What each p is worth where so many are looked at, of which some are small by chance.

    S. Holm, A simple sequentially rejective multiple test procedure, 1979.
    """
    adjusted, largest = [0.0] * len(ps), 0.0
    for rank, at in enumerate(sorted(range(len(ps)), key=lambda each: ps[each])):
        largest = max(largest, min(1.0, (len(ps) - rank) * ps[at]))
        adjusted[at] = largest
    return adjusted

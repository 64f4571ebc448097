"""The distributions of a dataset as a table, with small bars."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

from zoo.tables.grid import Grid, GridColumn
from zoo.tables.sparkline import bars
from zoo.tables.words import count, literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zoo.data.profile import Distribution, Profile

SHOWN = 4
"""The categories whose counts are shown."""
EPOCH = dt.date(1970, 1, 1)


def distributions(found: Sequence[Distribution], examples: int, title: str, *, has_bars: bool) -> Grid:
    """A row for each column or target: bars, the range of the numbers or the counts, and what is missing."""
    return Grid(
        [
            GridColumn(title),
            GridColumn("Type", drop=1),
            GridColumn("Missing", right=True),
            *([GridColumn("Distribution")] if has_bars else []),
            GridColumn("Values", wrap=True),
        ],
        [
            [
                literal(each.name),
                each.role,
                missing(each, examples),
                *([bars(each.counts)] if has_bars else []),
                values(each),
            ]
            for each in found
        ],
    )


def missing(found: Distribution, examples: int) -> str:
    """The number of missing values and their share: 15 (10.0 %)."""
    if not found.missing or not examples:
        return "0"
    return f"{count(found.missing)} ({100 * found.missing / examples:.1f} %)"


def values(found: Distribution) -> str:
    """The range and the median of numbers, or the counts of the most frequent categories."""
    if found.lowest is not None and found.median is not None and found.highest is not None:
        low, middle, high = (amount(found, each) for each in (found.lowest, found.median, found.highest))
        return low if low == high else f"{low} to {high}, median {middle}"
    parts = list(labels(found))[:SHOWN]
    more = len(found.categories) - len(parts) + found.others
    return ", ".join([*parts, *([f"and {count(more)} more"] if more else [])])


def labels(found: Distribution) -> Iterator[str]:
    """What each bar stands for, with its count: "blue: 45", "4.3 to 4.48: 5"."""
    if not found.edges:
        for name, many in zip(found.categories, found.counts, strict=True):
            yield f"{literal(name)}: {count(many)}"
        return
    is_whole = all(edge % 1 == 0.5 for edge in found.edges)  # noqa: PLR2004 - between two whole numbers
    for (begin, end), many in zip(pairwise(found.edges), found.counts, strict=True):
        low, high = (begin + 0.5, end - 0.5) if is_whole else (begin, end)
        span = dict.fromkeys(amount(found, each) for each in (low, high))
        yield f"{' to '.join(span)}: {count(many)}"


def amount(found: Distribution, number: float) -> str:
    """A number with up to six digits, or a date."""
    if found.role == "date":
        return (EPOCH + dt.timedelta(days=int(number // 1))).isoformat()
    return f"{number:.6g}"


def sentence(profile: Profile, unit: str) -> str:
    """How many examples are described."""
    more = f"; {count(profile.more)} more columns are not shown" if profile.more else ""
    return f"{count(profile.examples)} {literal(unit)}{more}."

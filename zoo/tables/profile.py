"""The distributions of a dataset as a table, with small bars."""

from __future__ import annotations

import datetime as dt
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
    if found.edges:
        low, high = ends(found)
        return f"{low} to {high}, median {amount(found, found.median or 0.0)}"
    parts = list(labels(found))[:SHOWN]
    more = len(found.categories) - len(parts) + found.others
    return ", ".join([*parts, *([f"and {count(more)} more"] if more else [])])


def ends(found: Distribution) -> tuple[str, str]:
    """The lowest and the highest value."""
    low, high = found.edges[0], found.edges[-1]
    if is_whole(found):
        low, high = low + 0.5, high - 0.5
    return amount(found, low), amount(found, high)


def is_whole(found: Distribution) -> bool:
    """Whether each bin has one whole number."""
    return (
        bool(found.edges)
        and all(
            end - begin == 1 and begin % 1 == 0.5  # noqa: PLR2004 - halfway between two numbers
            for begin, end in zip(found.edges, found.edges[1:], strict=False)
        )
    )


def labels(found: Distribution) -> Iterator[str]:
    """What each bar stands for, with its count: "blue: 45", "4.3 to 4.48: 5"."""
    if not found.edges:
        for name, many in zip(found.categories, found.counts, strict=True):
            yield f"{literal(name)}: {count(many)}"
        return
    whole = is_whole(found)
    for begin, end, many in zip(found.edges, found.edges[1:], found.counts, strict=False):
        span = f"{begin + 0.5:g}" if whole else f"{amount(found, begin)} to {amount(found, end)}"
        yield f"{span}: {count(many)}"


def amount(found: Distribution, number: float) -> str:
    """A number with up to six digits, or a date."""
    if found.role == "date":
        return (EPOCH + dt.timedelta(days=int(number // 1))).isoformat()
    return f"{number:.6g}"


def sentence(profile: Profile, unit: str) -> str:
    """How many examples are described."""
    more = f"; {count(profile.more)} more columns are not shown" if profile.more else ""
    return f"{count(profile.examples)} {literal(unit)}{more}."

"""What the splits of a dataset hold, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import NONE, count, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.statistics import Range, SplitStatistics

FEW = 20
"""Classes whose numbers of examples are all shown; of more, the least and the most."""


def splits(found: Sequence[SplitStatistics], unit: str, noun: str = "class") -> Grid:
    """The number of examples of each split, their shape and the range of their values.

    `unit` is what the examples are called, `noun` what a class or a label is called.
    """
    many = len(found[0].classes) > FEW
    return Grid(
        [
            GridColumn("Split"),
            GridColumn(literal(unit).capitalize(), right=True),
            GridColumn("Shape", drop=1),
            GridColumn("Type", drop=2),
            GridColumn("Values"),
            *([GridColumn(f"{size} {noun}") for size in ("Smallest", "Largest")] if many else []),
            *([] if found[0].classes else [GridColumn("Targets")]),
        ],
        [
            [
                each.name,
                count(each.examples),
                str(each.shape),
                each.dtype,
                interval(each.values),
                *(_extremes(each.classes) if many else []),
                *([] if each.classes else [interval(each.targets)]),
            ]
            for each in found
        ],
    )


def has_few_classes(found: Sequence[SplitStatistics]) -> bool:
    """Whether there are classes, and so few that all can be shown."""
    return bool(found) and 0 < len(found[0].classes) <= FEW


def classes(found: Sequence[SplitStatistics], noun: str = "class") -> Grid:
    """The number of examples of each class or label in each split."""
    return Grid(
        [GridColumn(noun.capitalize()), *(GridColumn(each.name.capitalize(), right=True) for each in found)],
        [[literal(name), *(count(each.classes[name]) for each in found)] for name in found[0].classes],
    )


def interval(ends: Range | None) -> str:
    """The lowest and the highest value: 0 to 255."""
    return NONE if ends is None else f"{ends[0]:.6g} to {ends[1]:.6g}"


def _extremes(counts: dict[str, int]) -> tuple[str, str]:
    """The class with the fewest and the class with the most examples."""
    least, most = (which(counts, key=counts.__getitem__) for which in (min, max))
    return tuple(f"{count(counts[name])} ({literal(name)})" for name in (least, most))  # type: ignore[return-value]  # two

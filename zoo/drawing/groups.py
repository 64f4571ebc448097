"""The learning curves of runs that are drawn together, or as means over their seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.drawing.curves import Curves, curves_of, draw, labelled, mean_of, names_of
from zoo.errors import UsageError, enumerated
from zoo.runs.labels import labels
from zoo.specs.metrics import LOSS, USUAL, VAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.runs import RunRecord


def draw_groups(groups: Sequence[Sequence[RunRecord]]) -> str:
    """Draw the learning curves of groups of runs, each as its mean and its range over the seeds.

    Args:
        groups: The records of the runs, each with at least one complete epoch.

    Returns:
        The picture as SVG.

    Raises:
        UsageError: The runs have different kinds of task.
    """
    _refuse_two_tasks([each for group in groups for each in group])
    return draw(over_seeds(groups))


def over_seeds(groups: Sequence[Sequence[RunRecord]]) -> list[Curves]:
    """The curves of groups of runs, each the mean over its seeds, labelled by what differs between them."""
    if all(len(group) == 1 for group in groups):
        return labelled([group[0] for group in groups])
    if len(groups) == 1:
        runs = [curves_of(each) for each in groups[0]]
        return [mean_of(_seeds(groups[0]), names_of(groups[0][0]), runs)]
    names = labels([group[0] for group in groups], seeds=False)
    return [
        mean_of(name, f"{names_of(group[0])}, {_seeds(group)}", [curves_of(each) for each in group])
        for name, group in zip(names, groups, strict=True)
    ]


def _seeds(group: Sequence[RunRecord]) -> str:
    return f"mean of {len(group):,} seeds" if len(group) > 1 else f"seed {group[0].seed}, {group[0].short}"


def _refuse_two_tasks(records: Sequence[RunRecord]) -> None:
    """Raise UsageError for runs whose losses can't share an axis; further metrics may differ."""
    first = records[0]
    for each in records:
        if set(_of_task(each)) != set(_of_task(first)):
            one, other = _beyond(first, each), _beyond(each, first)
            raise UsageError(
                f"{first.short} has {one} and {each.short} {other}; wanted runs of one kind of task"
            )


def _beyond(run: RunRecord, other: RunRecord) -> str:
    """The loss and the metric of a task that a run has and another one has not."""
    names = [name.removeprefix(VAL) for name in _of_task(run) if name not in other.history]
    return enumerated([*dict.fromkeys(names)] or ["nothing else"])


def _of_task(run: RunRecord) -> list[str]:
    """The names of the loss and of the metric that every run of its task has."""
    return [name for name in run.history if name.removeprefix(VAL) in (LOSS, *USUAL.values())]

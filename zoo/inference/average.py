"""`zoo.average`: the mean of the weights of several runs, saved as a run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from zoo.errors import UsageError
from zoo.inference.members import check_weights, members_of
from zoo.plan.other_data import moved
from zoo.runs.names import checked_name, checked_tags
from zoo.schema.arguments import checked_path
from zoo.training import average as training
from zoo.training.events import unwatched
from zoo.training.isolation import isolated
from zoo.training.mean_weights import NotAveraged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from zoo.runs import RunRecord
    from zoo.runs.find import RunLike
    from zoo.runs.kept import Kept
    from zoo.specs.dataset_like import DatasetLike
    from zoo.training.events import Watch


class WeightAverage(NamedTuple):
    """The average of the weights of several runs.

    Attributes:
        record: The record of the average, which is used as that of a run.
        parts: The records of the averaged runs.
    """

    record: RunRecord
    parts: tuple[RunRecord, ...]


@isolated()
def average(
    runs: RunLike | Iterable[RunLike],
    *,
    name: str | None = None,
    tags: Iterable[str] = (),
    data: DatasetLike | None = None,
    runs_dir: str | Path = "runs",
    watch: Watch = unwatched,
) -> WeightAverage:
    """Average the weights of runs of one model on the same data, and save the average as a run.

    Runs that began from the same weights, as those that were fine-tuned from one model, usually have an
    average that is better than most of them. Runs that began from different random weights usually do not:
    `zoo.predict` and `zoo.evaluate` combine their predictions instead, given several runs. The statistics of
    BatchNormalization layers are estimated again on the training examples, since the mean of those of the
    runs would not fit the averaged weights.

    Args:
        runs: The runs, each an id, the unique end of one, a name, `last`, a path, or a record; a sweep stands
            for its complete runs.
        name: A name for the average, by which it can be found.
        tags: Tags for the average, by which runs can be listed.
        data: Where the runs' own data is now, if it has moved, or the data itself, if it is in memory; it
            must be unchanged.
        runs_dir: The folder in which ids are looked up, and in which the average is saved.
        watch: A function that is called before the backend is imported.

    Returns:
        The record of the average, and those of its parts.

    Raises:
        UsageError: A run is not found or not complete, or the runs differ in their model, their data, their
            scaling or their classes. Keras has not been imported yet.
        ZooError: The data or the backend is not available, or the average has metrics that are not finite.

    Examples:
        >>> found = zoo.average(["3f9a", "a1b2"])
        >>> zoo.evaluate(found.record).metrics["accuracy"]
        0.89
    """
    folder, called, tagged = checked_path("runs_dir", runs_dir), checked_name(name), checked_tags(tags)
    parts = members_of(runs, folder, "average")
    return average_of(parts, folder, watch, data=data, name=called, tags=tagged)


def average_of(
    parts: Sequence[Kept],
    runs: Path,
    watch: Watch,
    *,
    data: DatasetLike | None = None,
    name: str = "",
    tags: Iterable[str] = (),
    replay_of: str = "",
) -> WeightAverage:
    """The average of these runs, once they are checked."""
    check_weights(parts)
    placed = [replace(each, plan=moved(each.plan, data)) for each in parts]
    try:
        record = training.average(placed, runs, watch, name=name, tags=tags, replay_of=replay_of)
    except NotAveraged as wrong:
        raise UsageError(f"{parts[wrong.place].record.short} {wrong}") from None
    return WeightAverage(record, tuple(each.record for each in parts))

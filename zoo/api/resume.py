"""`zoo.resume`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.plan import file as plan_file
from zoo.plan.other_data import moved
from zoo.runs.directory import PLAN
from zoo.runs.kept import find
from zoo.runs.moved_sources import with_sources
from zoo.schema.arguments import checked_path
from zoo.training.events import unwatched
from zoo.training.isolation import isolated
from zoo.training.train import resume as resume_plan

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.runs import RunRecord
    from zoo.runs.find import RunLike
    from zoo.specs.dataset_like import DatasetLike
    from zoo.training.events import Watch


@isolated()
def resume(
    run: RunLike,
    *,
    runs_dir: str | Path = "runs",
    allow_different: bool = False,
    data: DatasetLike | None = None,
    start: RunLike | None = None,
    teacher: RunLike | None = None,
    watch: Watch = unwatched,
) -> RunRecord:
    """Resume an interrupted run after its newest checkpoint.

    The result is identical, bit for bit, to that of an uninterrupted run.

    Args:
        run: The run: an id, the unique end of one, a name, `last`, a path, or a record.
        runs_dir: The folder in which ids are looked up.
        allow_different: Resume even if versions, backend or processor differ from those that the run
            began with. The record then lists the differences, and the result may not be bit-identical.
        data: Where the run's own data is now, if it has moved, or the data itself, if it is in memory;
            it must be unchanged.
        start: Where the weights that the run began from are now, if they have moved.
        teacher: Where the teacher that the run learns from is now, if it has moved.
        watch: A function that is called with each event of the training.

    Returns:
        The run's record.

    Raises:
        UsageError: No such run, or it is complete.
        ZooError: Another process trains the run, or it cannot be read or resumed.
        TrainingFailed: The training failed; the exception has the record.
        Interrupted: A signal stopped the training; the exception has the record.

    Examples:
        >>> zoo.resume("last").status
        'completed'
    """
    folder = find(run, runs_dir)
    plan = moved(plan_file.load(folder / PLAN), data)
    plan = with_sources(plan, start, teacher, checked_path("runs_dir", runs_dir))
    return resume_plan(plan, folder, watch, allow_different=allow_different)

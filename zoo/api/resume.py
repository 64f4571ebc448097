"""A run taken up again: gone on with where it ended, or repeated to see whether it goes the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.plan import file as plan_file
from zoo.runs.directory import PLAN
from zoo.runs.kept import find
from zoo.training.events import unwatched
from zoo.training.train import resume as resume_plan

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.runs import RunRecord
    from zoo.training.events import Watch


def resume(
    run: str | Path,
    *,
    runs_dir: str | Path = "runs",
    allow_different: bool = False,
    watch: Watch = unwatched,
) -> RunRecord:
    """Go on with a run after its newest complete epoch; returns its record.

    `run` is an id, a unique part of one's end, `last`, or a path. The end is that of the run had it
    not been interrupted, bit for bit. Where something that bits hang on is another than it was, it is
    refused, or, with `allow_different`, written down in the record.

    Raises UsageError where there is no such run, or it is complete; ZooError where another process is at
    it, or it can't be read or gone on with; TrainingFailed and Interrupted as `train` does.
    """
    folder = find(run, runs_dir)
    return resume_plan(plan_file.load(folder / PLAN), folder, watch, allow_different=allow_different)

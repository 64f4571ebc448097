"""What RUN may be where a trained model is used: a run, or somebody else's `.keras` file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.plan.backends import default_backend
from zoo.runs import RunRecord, kept
from zoo.runs.kept import Kept
from zoo.runs.listing import ListedRun
from zoo.schema.arguments import checked_path

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.runs.find import RunLike
    from zoo.training.restore import Trained

ENDING = ".keras"


def source_of(run: RunLike, runs_dir: str | Path) -> Kept | Path:
    """What is meant: what a run has kept, or the path of a file, which nothing is known of yet.

    A name that ends in .keras is a file's. Raises as `zoo.runs.kept.find` and `zoo.runs.kept.of_run`.
    """
    if not isinstance(run, (RunRecord, ListedRun)) and str(run).endswith(ENDING):
        return checked_path("run", run)
    return kept.of_run(kept.find(run, runs_dir))


def backend_of(source: Kept | Path) -> str:
    """The backend that it is computed with: the run's own, or for a file the default one."""
    return source.plan.train.backend if isinstance(source, Kept) else default_backend()


def trained_of(source: Kept | Path, backend_name: str) -> Trained:
    """The model, built with this backend; raises as `of_run` and `of_file`."""
    if isinstance(source, Kept):
        from zoo.training.restore import of_run

        return of_run(source, backend_name)
    from zoo.training.keras_file import of_file

    return of_file(source, backend_name)

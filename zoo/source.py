"""What RUN may be where a trained model is used: a run, or somebody else's `.keras` file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo import kept
from zoo.kept import Kept
from zoo.lookup import checked_path
from zoo.training import backend

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.training.trained import Trained

ENDING = ".keras"


def source_of(run: str | Path, runs_dir: str | Path) -> Kept | Path:
    """What is meant: what a run has kept, or the path of a file, which nothing is known of yet.

    A name that ends in .keras is a file's. Raises as `zoo.kept.find` and `zoo.kept.of_run`.
    """
    if str(run).endswith(ENDING):
        return checked_path("run", run)
    return kept.of_run(kept.find(run, runs_dir))


def backend_of(source: Kept | Path) -> str:
    """The backend that it is computed with: the run's own, or for a file the default one."""
    return source.plan.train.backend if isinstance(source, Kept) else backend.default()


def trained_of(source: Kept | Path, backend_name: str) -> Trained:
    """The model, built with this backend; raises as `of_run` and `of_file`."""
    if isinstance(source, Kept):
        from zoo.training.trained import of_run  # noqa: PLC0415 - NumPy

        return of_run(source, backend_name)
    from zoo.training.foreign import of_file  # noqa: PLC0415 - NumPy

    return of_file(source, backend_name)

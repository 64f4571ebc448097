"""Open a trained model: a run, or an untrusted `.keras` file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import UsageError, shorten
from zoo.plan.backends import default_backend
from zoo.runs import RunRecord, kept
from zoo.runs.kept import Kept
from zoo.runs.listing import ListedRun
from zoo.schema.arguments import checked_path
from zoo.untrusted.archive import CONVERT

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.runs.find import RunLike
    from zoo.training.restore import Trained

ENDING = ".keras"
WEIGHTS = ".weights.h5"
"""The ending of files that Keras's `save_weights` writes."""
EARLIER = (".h5", ".hdf5")
"""Suffixes of models of Keras 2."""


def source_of(run: RunLike, runs_dir: str | Path) -> Kept | Path:
    """A saved run or named weights, or the path of a file, which is not opened yet.

    A name that ends in .keras is a file. Raises UsageError for an HDF5 file, otherwise as
    `zoo.runs.kept.find_model` and `zoo.runs.kept.of_run`.
    """
    if not isinstance(run, (RunRecord, ListedRun)):
        if str(run).endswith(ENDING):
            return checked_path("run", run)
        if str(run).endswith(WEIGHTS):
            what = f"{shorten(run)} has weights without a model"
            raise UsageError(f"{what}; wanted a .keras file, as model.save(path) of Keras writes it")
        if str(run).endswith(EARLIER):
            raise UsageError(f"{shorten(run)} is an HDF5 file, the format of Keras 2; {CONVERT}")
    return kept.of_run(kept.find_model(run, runs_dir))


def backend_of(source: Kept | Path) -> str:
    """The backend of the model: the run's own, or the default one for a file."""
    return source.plan.train.backend if isinstance(source, Kept) else default_backend()


def trained_of(source: Kept | Path, backend_name: str, precision: str | None = None) -> Trained:
    """Build the model with this backend, and that of a run with this precision, by default its own.

    Raises as `of_run` and `of_file`.
    """
    if isinstance(source, Kept):
        from zoo.training.restore import of_run

        return of_run(source, backend_name, precision)
    from zoo.training.keras_file import of_file

    return of_file(source, backend_name)

"""One combination, trained or gone on with: what a process of a sweep is asked to do."""

from __future__ import annotations

from pathlib import Path

from registry import RegistryError
from zoo.errors import DeclarationError, ZooError
from zoo.runs import Interrupted, TrainingFailed
from zoo.runs.directory import ELSEWHERE
from zoo.runs.kept import plan_of
from zoo.sweeps.directory import DATA, Sweep
from zoo.sweeps.shared_data import mapped
from zoo.training.train import resume, train


def carry_out(folder: str, number: int, run: str, *, allow_different: bool = False) -> str:
    """Train a combination as its plan says, or go on with the run in the folder `run`, if that is not "".

    Returns why it failed, "" where it did not. Raises Interrupted where a signal stopped it.
    """
    sweep = Sweep.read(Path(folder))
    prepared = mapped(sweep.path / DATA)
    try:
        if run:
            path = Path(run)
            resume(plan_of(path), path, allow_different=allow_different, prepared=prepared)
        else:
            train(sweep.plan(number), sweep.path, combination=number, prepared=prepared)
    except Interrupted:
        raise
    except (ZooError, RegistryError) as error:
        return _reason(error)
    return ""


def _reason(error: Exception) -> str:
    """Why a combination failed; what is to be done is said of the sweep."""
    if isinstance(error, DeclarationError):
        return f"{error.sentence}: {' '.join(error.details[0])}"
    said = error.record.error if isinstance(error, TrainingFailed) else str(error)
    return said.removesuffix(ELSEWHERE)

"""The job of a sweep's process: train one combination, or resume its run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.errors import DeclarationError, ZooError
from zoo.plan import file as plan_file
from zoo.plan.changes import changes
from zoo.plan.phrase import ALIASES
from zoo.registry import RegistryError
from zoo.runs import Interrupted, TrainingFailed
from zoo.runs.directory import PLAN
from zoo.runs.moved_sources import with_sources
from zoo.runs.runs_folder import ELSEWHERE
from zoo.runs.sweep import DATA, Sweep
from zoo.sweeps.shared_data import mapped
from zoo.training.compiled import CompiledModels
from zoo.training.train import resume, train

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.runs.combination import Combination

COMPILED = CompiledModels()
"""The models that this process trained: a combination that differs in its seed is not compiled again."""


def carry_out(
    folder: str,
    number: int,
    run: str,
    *,
    data: str = "",
    start: str | None = None,
    teacher: str | None = None,
    allow_different: bool = False,
) -> str:
    """Train a combination according to its plan, or resume the run in the folder `run` unless that is "".

    `data` is the digest of the data in the sweep's folder, as the process knows it that wrote it. `start` and
    `teacher` are where the sources of the plans are, if they have moved.

    Returns why it failed, or "". Raises Interrupted if a signal stopped it.
    """
    sweep = Sweep.read(Path(folder))
    prepared = mapped(sweep.path / DATA, data)
    try:
        if run:
            path = Path(run)
            plan = with_sources(plan_file.load(path / PLAN), start, teacher, sweep.path.parent)
            resume(plan, path, allow_different=allow_different, prepared=prepared)
        else:
            plan = with_sources(sweep.plan(number), start, teacher, sweep.path.parent)
            changed = _changes(plan, sweep.combinations[number - 1])
            about: dict[str, Any] = {"tags": sweep.tags, "changes": changed, "combination": number}
            train(plan, sweep.path, prepared=prepared, compiled=COMPILED, **about)
    except Interrupted:
        raise
    except (ZooError, RegistryError) as error:
        return reason_of(error)
    return ""


def _changes(plan: Plan, combination: Combination) -> dict[str, Any]:
    """The settings that differ from the defaults; for a model or optimizer from a file, those that vary."""
    varied = {} if plan.model.distribution and plan.optimizer.distribution else combination.settings
    return changes(plan) | {
        ALIASES.get(path, path).removeprefix("train."): value for path, value in varied.items()
    }


def reason_of(error: Exception) -> str:
    """Why a combination failed, without the remedy, which the sweep reports."""
    if isinstance(error, DeclarationError):
        return f"{error.sentence}: {' '.join(error.details[0])}"
    said = error.record.error if isinstance(error, TrainingFailed) else str(error)
    return said.removesuffix(ELSEWHERE)

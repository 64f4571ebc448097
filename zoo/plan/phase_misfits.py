"""Settings of phases that do not fit the plan: epochs, settings of the optimizer, lengths of schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import Problem, SettingError
from zoo.plan import schedule
from zoo.plan.wrong import Wrong
from zoo.specs.schedules.span import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.plan.plan import Plan


def by_path(plan: Plan) -> list[tuple[str, Plan]]:
    """The plan of each phase with its path; the plan itself, with none, if it has no phases."""
    if not plan.phases:
        return [("", plan)]
    return [(f"phases.{place}", each) for place, each in enumerate(plan.by_phase)]


def at(path: str, problem: Problem) -> Problem:
    """The problem of a plan as one of the phase at a path."""
    return problem._replace(path=f"{path}.{problem.path.removeprefix('train.')}") if path else problem


def misfits_of_phases(plan: Plan) -> Iterator[Wrong]:
    """More epochs than the phases have, and settings that the optimizer does not have.

    With fewer epochs, the training ends before the last phase does.
    """
    total = sum(phase.epochs for phase in plan.phases)
    if plan.phases and plan.train.epochs > total:
        reason = f"is more than the phases have; wanted at most {total:,}, or leave it out"
        yield Wrong("train.epochs", plan.train.epochs, reason)
    for place, phase in enumerate(plan.phases):
        for setting, value in phase.optimizer_changes.items():
            try:
                plan.optimizer.value.override({setting: value}, plan.optimizer.name)
            except SettingError as error:
                yield Wrong(f"phases.{place}.{error.path}", error.value, error.reason)


def lengths(plan: Plan) -> Iterator[Problem]:
    """The schedules that do not fit the epochs of the training, or of their phase."""
    for path, part in by_path(plan):
        run = Run(part.train.epochs)
        rate = part.optimizer.value.learning_rate
        for problem in schedule.misfits(rate, part.train.schedule, run):
            yield at(path, problem)

"""A plan with the lengths of its schedule in steps, which are known when its data is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.errors import DeclarationError, Problem
from zoo.plan.phase_misfits import at, by_path
from zoo.plan.schedule import in_steps, misfits
from zoo.plan.wrong import refuse
from zoo.specs.schedules.span import Run
from zoo.specs.steps import steps_per_epoch

if TYPE_CHECKING:
    from zoo.plan.plan import Plan


def settled(plan: Plan, training_examples: int, *, is_new: bool = False) -> Plan:
    """The plan with its schedule in steps, if lengths are in epochs or shares, or the schedule is a preset.

    If it `is_new`, lengths in steps are compared with those of the run, too.

    Raises:
        DeclarationError: A length does not fit the run, or the plan has another schedule in steps.
    """
    if plan.phases:
        parts = [_settled(each, training_examples, is_new, path) for path, each in by_path(plan)]
        phases = zip(plan.phases, parts, strict=True)
        return replace(plan, phases=tuple(replace(each, in_steps=part.schedule) for each, part in phases))
    return _settled(plan, training_examples, is_new, "")


def _settled(plan: Plan, training_examples: int, is_new: bool, path: str) -> Plan:  # noqa: FBT001 - that of `settled`
    """The plan of a whole training, or of a phase with a path."""
    run = Run(plan.train.epochs, steps_per_epoch(training_examples, plan.train.batch_size))
    asked = plan.optimizer.value.learning_rate, plan.train.schedule
    if is_new:
        refuse([], problems=[at(path, each) for each in misfits(*asked, run)])
    found = in_steps(*asked, run)
    if plan.schedule not in (None, found):
        wanted = "wanted that of [train], or no table [schedule]"
        raise DeclarationError(
            "the plan", [Problem(f"{path}.in_steps" if path else "schedule", "is for another run", wanted)]
        )
    return replace(plan, schedule=found)

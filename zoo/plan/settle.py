"""A plan with the lengths of its schedule in steps, which are known when its data is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.errors import DeclarationError, Problem
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
    run = Run(plan.train.epochs, steps_per_epoch(training_examples, plan.train.batch_size))
    asked = plan.optimizer.value.learning_rate, plan.train.schedule
    if is_new:
        refuse([], problems=list(misfits(*asked, run)))
    found = in_steps(*asked, run)
    if plan.schedule not in (None, found):
        wanted = "wanted that of [train], or no table [schedule]"
        raise DeclarationError("the plan", [Problem("schedule", "is for another run", wanted)])
    return replace(plan, schedule=found)

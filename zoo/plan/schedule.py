"""The learning rate over a run: what was asked, checked against the run, and settled to steps."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from typing import TYPE_CHECKING, Annotated, Any

from zoo.errors import Problem
from zoo.schema.fields import Integer
from zoo.schema.keras_objects import thaw
from zoo.schema.value import Value, frozen
from zoo.specs.schedules import presets, settle
from zoo.specs.schedules.keras import SCHEDULES
from zoo.specs.schedules.span import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE, SCHEDULE = "optimizer.learning_rate", "train.schedule"
Chosen = str | tuple[Any, ...] | None
"""The setting `train.schedule`."""


@frozen
class SettledSchedule(Value):
    """A schedule in steps, and the number of steps in an epoch that it is made for."""

    steps_per_epoch: Annotated[int, Integer(1)]
    learning_rate: Annotated[tuple[Any, ...], SCHEDULES]


def misfits(rate: Any, chosen: Chosen, run: Run) -> "Iterator[Problem]":
    """What makes a learning rate longer or shorter than its run, and a second schedule.

    Before the data is loaded, a schedule with lengths in steps is not compared with the run.
    """
    if chosen is not None and isinstance(rate, tuple):
        name, _ = presets.given(chosen)
        yield Problem(SCHEDULE, name, f"wanted a learning rate that is a number, not {dict(rate)['type']}")
    elif chosen is not None:
        yield from presets.misfits(chosen, run, SCHEDULE)
    elif isinstance(rate, tuple):
        yield from settle.misfits(thaw(rate), run, RATE)


def in_steps(rate: Any, chosen: Chosen, run: Run) -> SettledSchedule | None:
    """The schedule in steps; None if it is given in steps, or there is none."""
    if chosen is not None:
        made = presets.made(chosen, rate, run)
    else:
        made = thaw(rate) if isinstance(rate, tuple) and settle.is_relative(thaw(rate)) else None
    if made is None:
        return None
    assert run.steps_per_epoch is not None
    return SettledSchedule(run.steps_per_epoch, SCHEDULES.read(settle.in_steps(made, run)))

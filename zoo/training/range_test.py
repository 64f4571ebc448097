"""A learning rate range test: train with a rising rate, and record the loss of each step."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from zoo.plan.prepare import prepare
from zoo.training import backend, begin, determinism, tracing
from zoo.training.events import Importing, Prepared
from zoo.training.first_steps import first_steps
from zoo.training.start import source_of

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.training.events import Watch
    from zoo.training.fit import Fitting

DIVERGED, SMOOTHING = 4, 0.9
"""The test ends when the moving average of the loss is this many times its lowest value."""


class Step(NamedTuple):
    """The learning rate of a step, and the loss of its batch before the weights are changed."""

    rate: float
    loss: float


def measured(plan: Plan, first: float, last: float, steps: int, watch: Watch) -> list[Step]:
    """The steps of a training whose learning rate rises from `first` to `last`, by the same factor each time.

    It ends early if the loss diverges. Nothing is written. Raises the errors of `zoo.training.train.train`
    before its first epoch.
    """
    begin.check(plan)
    plan, data = begin.opened(plan, prepare)
    watch(Prepared(begin.first_record(plan, data)))
    watch(Importing(backend.title(plan.train.backend)))
    with determinism.restored(), tracing.forgotten():
        backend.start(plan.train.backend, plan.train.threads, deterministic=bool(plan.train.deterministic))
        from zoo.training.fit import Fitting

        fitting = Fitting.prepare(plan, data, source=source_of(plan))
        with fitting.device_loop():
            return _steps(fitting, first, last, steps)


def _steps(fitting: Fitting, first: float, last: float, steps: int) -> list[Step]:
    """The steps until the loss diverges."""
    found: list[Step] = []
    mean, lowest = 0.0, math.inf
    for step, batch in enumerate(first_steps(fitting, steps)):
        rate = first * (last / first) ** (step / max(1, steps - 1))
        fitting.model.optimizer.learning_rate = rate
        fitting.model.reset_metrics()
        loss = float(fitting.model.train_on_batch(*batch, return_dict=True)["loss"])
        if not math.isfinite(loss):
            break
        found.append(Step(rate, loss))
        mean = SMOOTHING * mean + (1 - SMOOTHING) * loss
        average = mean / (1 - SMOOTHING ** (step + 1))
        lowest = min(lowest, average)
        if average > DIVERGED * lowest:
            break
    return found

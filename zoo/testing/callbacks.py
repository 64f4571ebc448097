"""The checks of a callback."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zoo.testing import samples
from zoo.testing.imports import imports_no_framework
from zoo.testing.optimizers import NET
from zoo.testing.result import Failed

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.testing.subject import Subject


def constructs(subject: Subject) -> str:
    """Each call without arguments returns a new Keras callback."""
    from zoo.training.fit import callbacks_of

    plan = _plan(subject)
    (one,), (other,) = callbacks_of(plan), callbacks_of(plan)
    if one is other:
        raise Failed("two calls returned the same object; wanted a new one for each training")
    return f"a {type(one).__name__}, a new one each time"


def trains(subject: Subject) -> str:
    """Two epochs with validation complete, and the losses stay finite."""
    from zoo.training import conformance

    losses = conformance.trained(*samples.prepared(_plan(subject))).losses
    for epoch, loss in enumerate(losses, start=1):
        if not math.isfinite(loss):
            raise Failed(f"loss became {loss} in epoch {epoch}")
    stopped = " and stopped" if len(losses) < samples.EPOCHS else ""
    many = "1 epoch" if len(losses) == 1 else f"{len(losses)} epochs"
    return f"{many} on digits{stopped}, loss {losses[-1]:.4f}"


def _plan(subject: Subject) -> Plan:
    return samples.plan_for(NET, samples.dataset("digits"), callbacks=(subject.part,))


CHECKS = {
    "constructs": constructs,
    "trains": trains,
    "imports no framework": imports_no_framework,
}

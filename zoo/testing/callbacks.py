"""The checks of a callback."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zoo.specs.named import Named
from zoo.specs.optimizer import OptimizerPreset, RMSprop
from zoo.testing import samples
from zoo.testing.backends import works_on_other_backends
from zoo.testing.imports import imports_cleanly, imports_no_framework
from zoo.testing.optimizers import NET
from zoo.testing.result import Failed

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.testing.subject import Subject


AVERAGED = Named("averaged", OptimizerPreset(RMSprop(use_ema=True)))
"""An optimizer that averages weights."""


def constructs(subject: Subject) -> str:
    """Each call without arguments returns a new Keras callback."""
    from zoo.training.callbacks import callbacks_of

    plan = _plan(subject)
    (one,), (other,) = callbacks_of(plan), callbacks_of(plan)
    if one is other:
        raise Failed("two calls returned the same object; wanted a new one for each training")
    return f"a {type(one).__name__}, a new one each time"


def trains(subject: Subject) -> str:
    """Two epochs with validation complete, and the losses stay finite."""
    losses, remark = _trained(subject)
    for epoch, loss in enumerate(losses, start=1):
        if not math.isfinite(loss):
            raise Failed(f"loss became {loss} in epoch {epoch}")
    stopped = " and stopped" if len(losses) < samples.EPOCHS else ""
    many = "1 epoch" if len(losses) == 1 else f"{len(losses)} epochs"
    return f"{many} on digits{stopped}, loss {losses[-1]:.4f}{remark}"


def _trained(subject: Subject) -> tuple[tuple[float, ...], str]:
    """The losses; a callback that fails, as SwapEMAWeights does, is tried with averaged weights."""
    from zoo.training import conformance

    try:
        return conformance.trained(*samples.prepared(_plan(subject))).losses, ""
    except Exception:
        try:
            losses = conformance.trained(*samples.prepared(_plan(subject, AVERAGED))).losses
        except Exception:  # noqa: BLE001 - a third-party callback; the first error is the one to report
            losses = ()
        if not losses:
            raise
    return losses, ", with an optimizer that has use_ema=True"


def _plan(subject: Subject, optimizer: Named[OptimizerPreset] | None = None) -> Plan:
    return samples.plan_for(NET, samples.dataset("digits"), optimizer, callbacks=(subject.part,))


CHECKS = {
    "constructs": constructs,
    "trains": trains,
    "works on other backends": works_on_other_backends,
    "imports no framework": imports_no_framework,
    "imports cleanly": imports_cleanly,
}

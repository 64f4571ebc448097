"""The metrics of a plan: which are measured, and which one decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.plan.plugin_parts import metric_of
from zoo.specs.metrics import LOSS, USUAL, VAL, Monitor

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.specs.metrics import MetricSpec


def extra_metrics(plan: Plan) -> dict[str, MetricSpec]:
    """The metrics that are measured beside the usual one, by name."""
    usual = USUAL[plan.dataset.value.task.kind]
    known = {name: metric_of(name) for name in plan.train.metrics or () if name != usual}
    return {name: spec for name, spec in known.items() if spec is not None}


def monitor_of(plan: Plan) -> Monitor | None:
    """What the plan monitors; None for the default, the lowest `val_loss`."""
    name = plan.train.monitor
    if name is None:
        return None
    if name == f"{VAL}{LOSS}":
        return Monitor(name, "min")
    spec = metric_of(name.removeprefix(VAL))
    assert spec is not None  # `misfits` has refused the plan
    return Monitor(name, spec.direction)

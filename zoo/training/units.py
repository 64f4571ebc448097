"""The units in which a training reports its loss and metrics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zoo.plan.metrics import extra_metrics
from zoo.specs.metrics import VAL, WEIGHTED
from zoo.training.build import DATA_LOSS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoo.plan.plan import Plan


@dataclass(frozen=True)
class Units:
    """Factors for Keras's logs, so that a regression is reported in the units of the target."""

    loss: float = 1.0
    metric: float = 1.0
    extra: Mapping[str, float] = field(default_factory=dict)
    """The factors of metrics beside the usual one, which come after it."""

    @classmethod
    def of(cls, plan: Plan) -> Units:
        """The loss is in a power of the target's unit, the metric in the unit itself."""
        extra = extra_metrics(plan)
        if plan.data is None or not plan.dataset.value.task.has_units:
            return cls(extra=dict.fromkeys(extra, 1.0))
        scale = plan.data.scaling.target_scale
        degree = plan.objective.degree
        return cls(scale**degree, scale, {name: scale**spec.degree for name, spec in extra.items()})

    def convert(self, logs: dict[str, Any]) -> dict[str, float]:
        """Keras's logs as plain numbers, with the loss first.

        Penalties have no unit and are added to the loss unchanged.
        """
        known = {key: float(value) for key, value in logs.items()}
        losses = {key: value for key, value in known.items() if key in ("loss", "val_loss")}
        of_data = {key: known.get(key.replace("loss", DATA_LOSS), value) for key, value in losses.items()}
        metrics = {
            key: value * self.extra.get(_plain(key), self.metric)
            for key, value in self._in_order(known)
            if key not in losses and not key.endswith(DATA_LOSS)
        }
        return {key: of_data[key] * self.loss + (losses[key] - of_data[key]) for key in losses} | metrics

    def _in_order(self, known: Mapping[str, float]) -> list[tuple[str, float]]:
        """The metrics with the usual one first; Keras sorts them by name."""
        places = {name: place for place, name in enumerate(self.extra, start=1)}
        return (
            sorted(known.items(), key=lambda each: places.get(_plain(each[0]), 0))
            if places
            else [*known.items()]
        )


def _plain(name: str) -> str:
    """The name of a metric without the prefixes for validation and weights."""
    return name.removeprefix(VAL).removeprefix(WEIGHTED)

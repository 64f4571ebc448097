"""The figures of a run: those of the kept model, and of the best epoch if another is kept.

Every list, table and report shows these, so a run has the same figures everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.specs import metrics
from zoo.specs.metrics import Monitor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    History = Mapping[str, Sequence[float]]

VAL = metrics.VAL
"""Keras's prefix of the validation metrics."""
LOSS = f"{VAL}loss"
RATE = "learning_rate"
"""The name in a history of the learning rate in the last step of each epoch, if that changes over the run."""


def measured(history: History) -> list[str]:
    """The names in a history without the learning rate, which is no measure of a model."""
    return [name for name in history if name != RATE]


DEFAULT = Monitor(LOSS, "min")
"""The lowest `val_loss`."""


def monitor_of(table: Mapping[str, str] | None) -> Monitor:
    """What a record monitors; an empty table stands for the lowest `val_loss`."""
    return Monitor(**{key: table[key] for key in Monitor._fields}) if table else DEFAULT


def usual(metric: str) -> Monitor:
    """A metric with its direction; that of an unknown one is that of a loss."""
    return Monitor(metric, metrics.direction(metric) or "min")


def ranked_by(
    measured: Iterable[Iterable[str]], monitors: Iterable[Mapping[str, str] | None] = ()
) -> Monitor:
    """The validation metric by which completed runs are ranked: what all monitor, or the one beside the loss.

    `measured` has the names of each run's validation metrics, as `val_accuracy`, `monitors` what each of them
    monitors, if that is not the default.
    """
    chosen = {monitor_of(each) if each else None for each in monitors}
    if len(chosen) == 1 and (monitor := chosen.pop()):
        return monitor
    return usual(next((name for names in measured for name in names if name != LOSS), f"{VAL}accuracy"))


def kept_metric(
    name: str, *, history: History, validation: Mapping[str, float], kept_epoch: int | None
) -> float | None:
    """A validation metric of the kept model, as `val_accuracy`; None if there is none.

    It is that of the kept epoch until the kept model has been measured; then `validation` has it.
    """
    if name.startswith(VAL) and name.removeprefix(VAL) in validation:
        return validation[name.removeprefix(VAL)]
    return _in_epoch(kept_epoch, name, history)


def best_metric(
    name: str, *, history: History, best_epoch: int | None, kept_epoch: int | None, monitor: Monitor
) -> float | None:
    """The monitored metric in the best epoch; None if that epoch is kept, and for any other metric."""
    is_shown = best_epoch != kept_epoch and name == monitor.metric
    return _in_epoch(best_epoch, name, history) if is_shown else None


def _in_epoch(epoch: int | None, name: str, history: History) -> float | None:
    values = history.get(name)
    return values[epoch - 1] if values and epoch else None

"""The figures of a run: those of the kept model, and of the best epoch if another is kept.

Every list, table and report shows these, so a run has the same figures everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    History = Mapping[str, Sequence[float]]

VAL = "val_"
"""Keras's prefix of the validation metrics."""
LOSS = f"{VAL}loss"
RATE = "learning_rate"
"""The name in a history of the learning rate in the last step of each epoch, if that changes over the run."""
MOST_FIRST = ("val_accuracy",)
"""The metrics of which a larger value is better."""


def measured(history: History) -> list[str]:
    """The names in a history without the learning rate, which is no measure of a model."""
    return [name for name in history if name != RATE]


def ranked_by(metrics: Iterable[Iterable[str]]) -> str:
    """The validation metric by which completed runs are ranked: the one beside the loss.

    `metrics` has the names of each run's validation metrics, as `val_accuracy`.
    """
    return next((name for names in metrics for name in names if name != LOSS), f"{VAL}accuracy")


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
    name: str, *, history: History, best_epoch: int | None, kept_epoch: int | None
) -> float | None:
    """A metric in the best epoch, the one with the lowest `val_loss`; None if that epoch is kept."""
    return None if best_epoch == kept_epoch else _in_epoch(best_epoch, name, history)


def _in_epoch(epoch: int | None, name: str, history: History) -> float | None:
    values = history.get(name)
    return values[epoch - 1] if values and epoch else None

"""Whether a checkpoint is one of a plan: refused before anything is restored from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import enumerated
from zoo.runs.checkpoint import OtherModel
from zoo.runs.figures import RATE
from zoo.training import callback_state, state
from zoo.training.journal import columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import keras

    from zoo.plan.plan import Plan
    from zoo.runs.checkpoint import Checkpoint


def refuse_other(
    start: Checkpoint, plan: Plan, callbacks: Sequence[keras.callbacks.Callback], *, weighted: bool
) -> None:
    """Refuse a checkpoint whose callbacks, metrics or numbers can't be those of this plan.

    Raises:
        OtherModel: It has other callbacks, a state that one can't have, or other metrics.
        ZooError: A value in it is NaN or infinite.
    """
    if len(start.callbacks) != len(callbacks):
        raise OtherModel(f"has {len(start.callbacks)} callbacks; wanted {len(callbacks)}")
    columns = {*columns_of(plan, weighted=weighted)}
    if start.epoch and {*start.history} - {RATE} != columns:
        found, wanted = enumerated([*start.history]), enumerated(sorted(columns))
        raise OtherModel(f"has the metrics {found}; wanted {wanted}")
    for callback, remembered in zip(callbacks, start.callbacks, strict=True):
        callback_state.check_state(callback, remembered)
    state.check_finite((*start.model, *start.kept), start.run)

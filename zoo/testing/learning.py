"""Two checks that train two epochs: the loss falls, and the second epoch can be resumed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zoo.runs.checkpoint import OtherModel
from zoo.testing import samples
from zoo.testing.result import Failed
from zoo.training import conformance

if TYPE_CHECKING:
    from zoo.plan.plan import Plan


def learnt(plan: Plan) -> str:
    """Train two epochs and report the losses; raises Failed unless they are finite and fall."""
    trained = conformance.trained(*samples.prepared(plan))
    first, last = trained.losses[0], trained.losses[-1]
    _require_finite(trained)
    odd = list(trained.states[-1].not_finite())
    if odd:
        raise Failed(f"{odd[0]} is not finite after epoch {samples.EPOCHS}")
    if not last < first:
        raise Failed(f"loss did not fall: {first:.4f}, then {last:.4f}")
    return f"loss {first:.4f}, then {last:.4f}"


def resumed(plan: Plan) -> str:
    """Train two epochs, then repeat the second from the first one's state in a fresh build."""
    plan, data = samples.prepared(plan)
    whole = conformance.trained(plan, data)
    _require_finite(whole)
    try:
        second = conformance.trained(plan, data, after=whole)
    except OtherModel as other:
        raise Failed(f"a fresh build is a different model: the state of epoch 1 {other}") from None
    apart = conformance.differing(whole.states[1], second.states[0])
    many = len(whole.states[1])
    if apart:
        differ = "differs" if len(apart) == 1 else "differ"
        why = "random numbers outside keras.random, or state that is no variable of Keras"
        raise Failed(
            f"epoch 2, repeated: {len(apart)} of {many} variables {differ} ({apart[0]}), as with {why}"
        )
    return f"epoch 2 repeated, {many} variables equal"


def _require_finite(trained: conformance.TrainedEpochs) -> None:
    """Raise Failed if a loss is not finite."""
    for epoch, loss in enumerate(trained.losses, start=1):
        if not math.isfinite(loss):
            raise Failed(f"loss became {loss} in epoch {epoch}")

"""The state of callbacks in a checkpoint, which may be another's."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from zoo.runs.checkpoint import OtherModel
from zoo.training.callback_state import check_state, put_state, state_of


def test_the_state_of_keras_own_callbacks_is_restored() -> None:
    """Numbers, and the weights that a callback remembers."""
    early, others = keras.callbacks.EarlyStopping(), []
    early.wait, early.best, early.best_weights = 2, np.float32(0.5), [np.ones(3, np.float32)]
    found = state_of(early, others)
    check_state(early, found)
    fresh = keras.callbacks.EarlyStopping()
    put_state(fresh, found, others)
    assert (fresh.wait, fresh.best, fresh.best_weights[0].tolist()) == (2, 0.5, [1, 1, 1])


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (
            {"table": {"filepath": "mine.keras"}},
            "has a state of ModelCheckpoint that is not the callback's own",
        ),
        (
            {"table": {"best": 1, "__class__": 1}},
            "has a state of ModelCheckpoint that is not the callback's own",
        ),
        ([], "has a state of ModelCheckpoint that is not the callback's own"),
        ({"table": {"best": "x"}}, "has a state of ModelCheckpoint with best='x'"),
        ({"table": {"best": [{"array": 0}]}}, "has a state of ModelCheckpoint with best=[{'array': 0}]"),
    ],
)
def test_only_declared_state_is_restored(state: Any, expected: str) -> None:
    """A file could otherwise name the path that a callback writes to."""
    callback = keras.callbacks.ModelCheckpoint("yours.keras")
    with pytest.raises(OtherModel) as refused:
        check_state(callback, state)
    assert str(refused.value) == expected
    put_state(callback, {"table": {"filepath": "mine.keras"}}, [])
    assert callback.filepath == "yours.keras"

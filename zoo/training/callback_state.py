"""The state of callbacks between epochs: read into plain values and arrays, and restored."""

from __future__ import annotations

from types import NoneType
from typing import TYPE_CHECKING, Any

import keras
import numpy as np

from zoo.errors import ZooError, shown
from zoo.runs.checkpoint import OtherModel
from zoo.training.array_values import value_of
from zoo.training.state import array_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.weights.array import Array

IN_MODEL = "_ema_weights_in_model"
"""The attribute of Keras's SwapEMAWeights which says that the model has the optimizer's averages."""
WEIGHTS = "best_weights"
OWN_STATE: dict[type, tuple[str, ...]] = {
    keras.callbacks.EarlyStopping: ("wait", "stopped_epoch", "best", WEIGHTS, "best_epoch"),
    keras.callbacks.ReduceLROnPlateau: ("wait", "best", "cooldown_counter"),
    keras.callbacks.ModelCheckpoint: ("best", "epochs_since_last_save"),
    keras.callbacks.SwapEMAWeights: (IN_MODEL,),
}
"""Attributes of Keras's callbacks that persist between epochs and are reset when a training begins."""


def state_of(callback: keras.callbacks.Callback, others: list[Array]) -> Any:
    """The state of a callback: the result of its `get_state`, or the known attributes of Keras's own.

    Arrays in it are appended to `others`. Raises ZooError for anything but plain values and arrays.
    """
    name = type(callback).__name__
    if hasattr(callback, "get_state"):
        return _plain(callback.get_state(), others, name)
    return _plain({each: getattr(callback, each, None) for each in _own_state(callback)}, others, name)


def check_state(callback: keras.callbacks.Callback, state: Any) -> None:
    """Raise OtherModel if a state from a file is not one that `state_of` returns for this callback.

    A file may name any attribute, such as the path that a callback writes to. Only those that are saved are
    restored, and only as numbers; callbacks with a `set_state` check theirs.
    """
    if hasattr(callback, "set_state"):
        return
    name, own = type(callback).__name__, _own_state(callback)
    table = state.get("table") if isinstance(state, dict) else None
    if table is None or not table.keys() <= {*own}:
        raise OtherModel(f"has a state of {name} that is not the callback's own")
    for each, value in table.items():
        is_weights = (
            each == WEIGHTS and isinstance(value, list) and all(isinstance(one, dict) for one in value)
        )
        if not is_weights and not isinstance(value, (bool, int, float, NoneType)):
            raise OtherModel(f"has a state of {name} with {each}={shown(value)}")


def put_state(callback: keras.callbacks.Callback, state: Any, others: Sequence[Array]) -> None:
    """Restore the state of a callback, which `check_state` has checked."""
    whole = _whole(state, others)
    if hasattr(callback, "set_state"):
        callback.set_state(whole)
        return
    for name in _own_state(callback):
        if name in whole:
            setattr(callback, name, whole[name])


def _own_state(callback: keras.callbacks.Callback) -> tuple[str, ...]:
    """The names of the attributes that are saved and restored for one of Keras's callbacks."""
    return next((names for kind, names in OWN_STATE.items() if isinstance(callback, kind)), ())


def _plain(value: Any, others: list[Array], owner: str) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        others.append(array_of(owner, value))
        return {"array": len(others) - 1}
    if isinstance(value, (list, tuple)):
        return [_plain(each, others, owner) for each in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"table": {key: _plain(each, others, owner) for key, each in value.items()}}
    found = type(value).__name__
    raise ZooError(f"{owner}'s state has a {found}; wanted plain values, lists, tables and arrays")


def _whole(state: Any, others: Sequence[Array]) -> Any:
    if isinstance(state, list):
        return [_whole(each, others) for each in state]
    if isinstance(state, dict):
        if "array" in state:
            return value_of(others[state["array"]]).copy()
        return {key: _whole(each, others) for key, each in state["table"].items()}
    return state

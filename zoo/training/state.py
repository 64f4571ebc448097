"""The complete state of a training: read from Keras's objects, and restored into them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

import keras
import numpy as np
from keras.src.backend.common import global_state
from keras.src.random import seed_generator

from zoo.errors import ZooError
from zoo.runs.checkpoint import OtherModel
from zoo.weights.array import Array, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

TORCH = "torch's random numbers"
"""The name of the state of torch's global generator."""
IN_MODEL = "_ema_weights_in_model"
"""The attribute of Keras's SwapEMAWeights which says that the model has the optimizer's averages."""
FLOATS = {"float16", "bfloat16", "float32", "float64"}
OWN_STATE: dict[type, tuple[str, ...]] = {
    keras.callbacks.EarlyStopping: ("wait", "stopped_epoch", "best", "best_weights", "best_epoch"),
    keras.callbacks.ReduceLROnPlateau: ("wait", "best", "cooldown_counter"),
    keras.callbacks.ModelCheckpoint: ("best", "epochs_since_last_save"),
    keras.callbacks.SwapEMAWeights: (IN_MODEL,),
}
"""Attributes of Keras's callbacks that persist between epochs and are reset when a training begins."""


def arrays_of(variables: Iterable[Any]) -> tuple[Array, ...]:
    """The values of Keras's variables."""
    return tuple(_array(each.path, each.value, str(each.dtype)) for each in variables)


def averaged(model: keras.Model, read: Callable[[keras.Model], tuple[Array, ...]]) -> tuple[Array, ...]:
    """What `read` finds in the model as `fit` would leave it: with the optimizer's averages.

    The model itself is unchanged.
    """
    trainable = model.trainable_variables
    before = arrays_of(trainable)
    model.optimizer.finalize_variable_values(trainable)
    found = read(model)
    put(trainable, before)
    return found


@dataclass(frozen=True)
class Variables:
    """All variables of a model, including its seed generators', and of its optimizer, in Keras's order."""

    model: tuple[Array, ...]
    optimizer: tuple[Array, ...]

    @classmethod
    def of(cls, model: keras.Model) -> Self:
        """The current values; without an optimizer, only those of the model."""
        optimizer = getattr(model, "optimizer", None)
        return cls(arrays_of(model.variables), arrays_of(optimizer.variables if optimizer else ()))

    def __len__(self) -> int:
        """The number of variables."""
        return len(self.model) + len(self.optimizer)

    def __iter__(self) -> Iterator[Array]:
        """All variables, the model's first."""
        return chain(self.model, self.optimizer)

    def put_into(self, model: keras.Model) -> None:
        """Assign these values to a model and its optimizer; raises OtherModel if the variables differ."""
        put(model.variables, self.model)
        put(model.optimizer.variables, self.optimizer)

    def digest(self) -> str:
        """`sha256:` and the digest of all values in order."""
        return digest_of(self)

    def not_finite(self) -> dict[str, float]:
        """The variables with NaN or infinite values, each with the first such value.

        A loss that clips or masks may hide them.
        """
        values = {each.name: _value(each) for each in self}
        return {
            name: float(value[~np.isfinite(value)].flat[0])
            for name, value in values.items()
            if not np.isfinite(value).all()
        }


def forget_name_of_optimizer(model: keras.Model) -> None:
    """Let the next optimizer have the same name as the model's, instead of one with a number.

    The dictionary is private: pyproject.toml bounds Keras's version.
    """
    taken = global_state.get_global_attribute("object_name_uids", {})
    for each in (model.optimizer, getattr(model.optimizer, "inner_optimizer", None)):
        taken.pop(getattr(each, "name", None), None)


def seeds() -> tuple[Array, ...]:
    """The states of the global random generators that layers draw from.

    Keras's own is used by layers without a seed of their own. On torch, Keras's Dropout draws from torch's.
    The former is private, as `Model._symbolic_build` is: pyproject.toml bounds Keras's version.
    """
    generator = global_state.get_global_attribute("global_seed_generator")
    own = () if generator is None else arrays_of([generator.state])
    if keras.config.backend() != "torch":
        return own
    import torch

    return (*own, _array(TORCH, torch.get_rng_state(), "uint8"))


def put_seeds(arrays: Sequence[Array]) -> None:
    """Restore the states of the global random generators."""
    own = [each for each in arrays if each.name != TORCH]
    if own:
        put([seed_generator.global_seed_generator().state], own)
    for each in arrays[len(own) :]:
        import torch

        torch.set_rng_state(torch.tensor(_value(each).copy()))


def put(variables: Sequence[Any], arrays: Sequence[Array]) -> None:
    """Assign saved values to variables; raises OtherModel if number, dtypes or shapes differ."""
    found = [(str(each.dtype), tuple(each.shape)) for each in variables]
    wanted = [(each.dtype, each.shape) for each in arrays]
    if found != wanted:
        raise OtherModel(f"has {_counted(wanted)}; wanted {_counted(found)}")
    for variable, array in zip(variables, arrays, strict=True):
        variable.assign(_value(array))


def converted(arrays: Sequence[Array], variables: Sequence[Any]) -> list[Array]:
    """The floating-point arrays in the precision of these variables, others as they are.

    Raises OtherModel if their numbers differ.
    """
    if len(arrays) != len(variables):
        raise OtherModel(f"has {len(arrays):,} variables; wanted {len(variables):,}")
    kinds = [str(each.dtype) for each in variables]
    return [
        _array(each.name, _value(each).astype(kind), kind) if {each.dtype, kind} <= FLOATS else each
        for each, kind in zip(arrays, kinds, strict=True)
    ]


def state_of(callback: keras.callbacks.Callback, others: list[Array]) -> Any:
    """The state of a callback: the result of its `get_state`, or the known attributes of Keras's own.

    Arrays in it are appended to `others`. Raises ZooError for anything but plain values and arrays.
    """
    name = type(callback).__name__
    if hasattr(callback, "get_state"):
        return _plain(callback.get_state(), others, name)
    known = (names for kind, names in OWN_STATE.items() if isinstance(callback, kind))
    return _plain({each: getattr(callback, each, None) for each in next(known, ())}, others, name)


def put_state(callback: keras.callbacks.Callback, state: Any, others: Sequence[Array]) -> None:
    """Restore the state of a callback."""
    whole = _whole(state, others)
    if hasattr(callback, "set_state"):
        callback.set_state(whole)
        return
    for name, value in whole.items():
        setattr(callback, name, value)


def _array(name: str, value: Any, dtype: str) -> Array:
    whole = np.ascontiguousarray(keras.ops.convert_to_numpy(value))
    return Array(name, dtype, tuple(np.shape(value)), whole.tobytes())


def _value(array: Array) -> np.ndarray:
    if array.dtype == "bfloat16":
        import ml_dtypes

        return np.frombuffer(array.content, ml_dtypes.bfloat16).reshape(array.shape)
    return np.frombuffer(array.content, np.dtype(array.dtype)).reshape(array.shape)


def _plain(value: Any, others: list[Array], owner: str) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        others.append(_array(owner, value, value.dtype.name))
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
            return _value(others[state["array"]]).copy()
        return {key: _whole(each, others) for key, each in state["table"].items()}
    return state


def _counted(variables: Sequence[tuple[str, tuple[int, ...]]]) -> str:
    numbers = sum(int(np.prod(shape)) for _, shape in variables)
    kinds = sorted({dtype for dtype, _ in variables})
    return f"{len(variables)} variables of {numbers:,} numbers ({', '.join(kinds)})"

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
from zoo.training.array_values import value_of
from zoo.weights.array import Array, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

TORCH = "torch's random numbers"
"""The name of the state of torch's global generator."""
FLOATS = {"float16", "bfloat16", "float32", "float64"}


def arrays_of(variables: Iterable[Any]) -> tuple[Array, ...]:
    """The values of Keras's variables, with the dtypes that they have: on JAX, float64 is float32."""
    return tuple(array_of(each.path, each.value) for each in variables)


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
        values = {each.name: value_of(each) for each in self}
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

    return (*own, array_of(TORCH, torch.get_rng_state()))


def put_seeds(arrays: Sequence[Array]) -> None:
    """Restore the states of the global random generators."""
    own = [each for each in arrays if each.name != TORCH]
    if own:
        put([seed_generator.global_seed_generator().state], own)
    for each in arrays[len(own) :]:
        import torch

        torch.set_rng_state(torch.tensor(value_of(each).copy()))


def put(variables: Sequence[Any], arrays: Sequence[Array]) -> None:
    """Assign saved values to variables; raises OtherModel if number, dtypes or shapes differ."""
    found = [(_kind(each), tuple(each.shape)) for each in variables]
    wanted = [(each.dtype, each.shape) for each in arrays]
    if found != wanted:
        raise OtherModel(f"has {_counted(wanted)}; wanted {_counted(found)}")
    for variable, array in zip(variables, arrays, strict=True):
        variable.assign(value_of(array))


def check_finite(arrays: Iterable[Array], run: str) -> None:
    """Raise ZooError if a saved value is NaN or infinite; none is ever saved. `run` is the run's id."""
    for name, value in Variables(tuple(arrays), ()).not_finite().items():
        short = run[-4:]
        raise ZooError(f"the checkpoint of {short} has {value} in {name}; zoo replay {short} retrains it")


def converted(arrays: Sequence[Array], variables: Sequence[Any]) -> list[Array]:
    """The floating-point arrays in the precision of these variables, others as they are.

    Raises OtherModel if their numbers differ.
    """
    if len(arrays) != len(variables):
        raise OtherModel(f"has {len(arrays):,} variables; wanted {len(variables):,}")
    kinds = [_kind(each) for each in variables]
    return [
        array_of(each.name, value_of(each).astype(kind)) if {each.dtype, kind} <= FLOATS else each
        for each, kind in zip(arrays, kinds, strict=True)
    ]


def array_of(name: str, value: Any) -> Array:
    """A value of Keras or NumPy."""
    whole = np.ascontiguousarray(keras.ops.convert_to_numpy(value))
    return Array(name, whole.dtype.name, tuple(np.shape(value)), whole.tobytes())


def _kind(variable: Any) -> str:
    """The dtype of the value of a variable, which may not be the declared one."""
    return str(keras.backend.standardize_dtype(variable.value.dtype))


def _counted(variables: Sequence[tuple[str, tuple[int, ...]]]) -> str:
    numbers = sum(int(np.prod(shape)) for _, shape in variables)
    kinds = sorted({dtype for dtype, _ in variables})
    return f"{len(variables)} variables of {numbers:,} numbers ({', '.join(kinds)})"

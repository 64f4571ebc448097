"""The gradients of a model before it is trained or after its first steps, for each layer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zoo.errors import ZooError
from zoo.plan.prepare import prepare
from zoo.training import backend, begin, determinism, tracing
from zoo.training.events import Importing, Prepared
from zoo.training.first_steps import first_steps
from zoo.training.start import source_of

if TYPE_CHECKING:
    import keras

    from zoo.plan.plan import Plan
    from zoo.training.events import Watch
    from zoo.training.fit import Fitting


class LayerGradient(NamedTuple):
    """The gradient of the loss with respect to the trainable weights of a layer.

    Attributes:
        layer: The name of the layer, or the path of a layer inside it.
        parameters: The number of trainable weights.
        size: The root mean square over all weights and batches.
        largest: The largest absolute value.
    """

    layer: str
    parameters: int
    size: float
    largest: float


def measured(plan: Plan, batches: int, watch: Watch, *, after: int = 0) -> tuple[int, list[LayerGradient]]:
    """The gradients of the first batches of a training, at the weights before it or after its first steps.

    No weight is changed while they are measured, and nothing is written. Raises the errors of
    `zoo.training.train.train` before its first epoch, and ZooError for a gradient that is not finite.

    Returns:
        The number of batches, at most that of an epoch, and the gradients from input to output.
    """
    begin.check(plan)
    plan, data = begin.opened(plan, prepare)
    watch(Prepared(begin.first_record(plan, data)))
    watch(Importing(backend.title(plan.train.backend)))
    with determinism.restored(), tracing.forgotten():
        backend.start(plan.train.backend, plan.train.threads, deterministic=bool(plan.train.deterministic))
        from zoo.training.fit import Fitting

        fitting = Fitting.prepare(plan, data, source=source_of(plan))
        with fitting.device_loop():
            for batch in first_steps(fitting, after):
                fitting.model.train_on_batch(*batch)
            return _by_layer(fitting, batches)


def _by_layer(fitting: Fitting, batches: int) -> tuple[int, list[LayerGradient]]:
    from zoo.training.gradient_recorder import GradientRecorder

    recorder = fitting.model.optimizer = GradientRecorder()
    recorder.build(fitting.model.trainable_variables)
    fitting.model.make_train_function(force=True)
    feed = fitting.feeds.training
    feed.begin(0)
    squares: dict[str, float] = {}
    largest: dict[str, float] = {}
    parameters: dict[str, int] = {}
    count = min(batches, feed.steps)
    for step in range(count):
        fitting.model.train_on_batch(*feed[step])
        for variable, kept in zip(fitting.model.trainable_variables, recorder.gradients, strict=True):
            name, gradient = _layer_of(variable, fitting.model), _values(kept)
            if not np.isfinite(gradient).all():
                found = f"{gradient[~np.isfinite(gradient)].flat[0]} in batch {step + 1}"
                raise ZooError(f"the gradient of {name} is {found}; wanted finite numbers")
            squares[name] = squares.get(name, 0.0) + float(np.square(gradient).sum())
            largest[name] = max(largest.get(name, 0.0), float(np.abs(gradient).max()))
            if step == 0:
                parameters[name] = parameters.get(name, 0) + gradient.size
    return count, [
        LayerGradient(name, many, math.sqrt(squares[name] / (many * count)), largest[name])
        for name, many in parameters.items()
    ]


def _layer_of(variable: Any, model: keras.Model) -> str:
    """The name of the layer that a variable belongs to; of one inside another layer, both names."""
    path: str = variable.path
    return path.rpartition("/")[0].removeprefix(f"{model.name}/")


def _values(kept: Any) -> np.ndarray:
    """A gradient as float64: the squares of small ones would underflow in float32."""
    import keras

    return np.asarray(keras.ops.convert_to_numpy(kept), np.float64)

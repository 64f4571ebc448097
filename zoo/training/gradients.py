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
    from collections.abc import Collection, Iterator

    import keras

    from zoo.plan.plan import Plan
    from zoo.training.events import Watch
    from zoo.training.fit import Fitting
    from zoo.training.gradient_recorder import GradientRecorder


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


class FrozenLayer(NamedTuple):
    """A layer that keeps its weights, and so has no gradient.

    Attributes:
        layer: The name of the layer, or the path of a layer inside it.
        parameters: The number of weights that could be trained.
        place: Its position among all layers with weights, counted from 0.
    """

    layer: str
    parameters: int
    place: int


class Measured(NamedTuple):
    """The number of batches, at most that of an epoch, and the layers from input to output."""

    batches: int
    layers: list[LayerGradient]
    frozen: list[FrozenLayer]


def measured(plan: Plan, batches: int, watch: Watch, *, after: int = 0) -> Measured:
    """The gradients of the first batches of a training, at the weights before it or after its first steps.

    No weight is changed while they are measured, and nothing is written. Raises the errors of
    `zoo.training.train.train` before its first epoch, and ZooError for a gradient that is not finite.
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


def _by_layer(fitting: Fitting, batches: int) -> Measured:
    from zoo.training.gradient_recorder import GradientRecorder

    # With mixed_float16, the loss is scaled as in the training, whose optimizer is a LossScaleOptimizer.
    scale = float(getattr(fitting.model.optimizer, "dynamic_scale", 1.0))
    recorder = fitting.model.optimizer = GradientRecorder(scale)
    recorder.build(fitting.model.trainable_variables)
    fitting.model.make_train_function(force=True)
    feed = fitting.feeds.training
    feed.begin(0)
    squares: dict[str, float] = {}
    largest: dict[str, float] = {}
    parameters: dict[str, int] = {}
    count = min(batches, feed.steps)
    for step in range(count):
        for variable, gradient in _gradients(fitting, recorder, step):
            name = _layer_of(variable, fitting.model)
            squares[name] = squares.get(name, 0.0) + float(np.square(gradient).sum())
            largest[name] = max(largest.get(name, 0.0), float(np.abs(gradient).max()))
            if step == 0:
                parameters[name] = parameters.get(name, 0) + gradient.size
    found = [
        LayerGradient(name, many, math.sqrt(squares[name] / (many * count)), largest[name])
        for name, many in parameters.items()
    ]
    return Measured(count, found, [*_frozen(fitting.model, parameters)])


def _gradients(fitting: Fitting, recorder: GradientRecorder, step: int) -> list[tuple[Any, np.ndarray]]:
    """The trainable variables and their gradients in a step.

    As in a training, the scale of the loss is halved if the gradients of a scaled loss are not finite.
    """
    while True:
        fitting.model.train_on_batch(*fitting.feeds.training[step])
        scale, kept = float(recorder.scale), map(_values, recorder.gradients)
        found = [*zip(fitting.model.trainable_variables, (each / scale for each in kept), strict=True)]
        infinite = [(variable, each[~np.isfinite(each)]) for variable, each in found]
        wrong = next(((variable, values.flat[0]) for variable, values in infinite if values.size), None)
        if wrong is None:
            return found
        if scale <= 1:
            name = _layer_of(wrong[0], fitting.model)
            raise ZooError(f"the gradient of {name} is {wrong[1]} in batch {step + 1}; wanted finite numbers")
        recorder.scale.assign(scale / 2)


def _frozen(model: keras.Model, trained: Collection[str]) -> Iterator[FrozenLayer]:
    """The layers that could be trained, and of which no weight is."""
    many: dict[str, int] = {}
    for layer in model._flatten_layers():  # noqa: SLF001 - those inside others, too
        for variable in layer._trainable_variables:  # noqa: SLF001 - also of a frozen layer
            name = _layer_of(variable, model)
            many[name] = many.get(name, 0) + math.prod(variable.shape)
    for place, (name, parameters) in enumerate(many.items()):
        if name not in trained:
            yield FrozenLayer(name, parameters, place)


def _layer_of(variable: Any, model: keras.Model) -> str:
    """The name of the layer that a variable belongs to; of one inside another layer, both names."""
    path: str = variable.path
    return path.rpartition("/")[0].removeprefix(f"{model.name}/")


def _values(kept: Any) -> np.ndarray:
    """A gradient as float64: the squares of small ones would underflow in float32."""
    import keras

    return np.asarray(keras.ops.convert_to_numpy(kept), np.float64)

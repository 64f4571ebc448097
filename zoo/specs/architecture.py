"""The shapes, parameters and FLOPs of a model for one input shape and task, computed without Keras."""

from __future__ import annotations

from dataclasses import field
from math import prod
from typing import TYPE_CHECKING, Any

from zoo.errors import UsageError, shorten
from zoo.schema.declaration import changed, plain
from zoo.schema.value import Value, frozen
from zoo.specs.layers.base import LayerDeclaration, Shape, Trace, WrongShape
from zoo.specs.layers.core import Reshape
from zoo.specs.layers.head import Head, UnfitHead
from zoo.specs.layers.other import Layer
from zoo.specs.task import DEFAULT_TASK, Task

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zoo.specs.model import ModelSpec
    from zoo.specs.task import Task

LARGEST = 10**18
"""Numbers in a layer: far more than fit into memory, and few enough to compute with."""


@frozen
class LayerRow(Value):
    """One layer of an architecture. Shapes are without the batch axis; None is an unknown value."""

    name: str
    type: str
    output_shape: Shape | None
    parameters: int
    flops: int | None
    settings: dict[str, Any] = field(default_factory=dict)
    remark: str = ""


@frozen
class Architecture(Value):
    """All layers with their shapes and counts, and the totals."""

    input_shape: Shape
    layers: tuple[LayerRow, ...]
    non_trainable: int = 0

    @property
    def parameters(self) -> int:
        """The number of all parameters, trainable or not."""
        return sum(layer.parameters for layer in self.layers)

    @property
    def flops(self) -> int | None:
        """FLOPs for one example, or None if those of a layer are unknown."""
        each = [layer.flops for layer in self.layers]
        return None if None in each else sum(flops or 0 for flops in each)


class NeedsBuilding(Exception):
    """The spec has a `Layer` or a builder, so that Keras has to build the model to count its parameters."""


class Misfit(UsageError):
    """A shape or a task that the model does not support."""


def steps(spec: ModelSpec, input_shape: Shape) -> tuple[LayerDeclaration, ...]:
    """The layers as they are built, with the channel axes that are added, as far as shapes are known."""
    shape: Shape | None = input_shape
    done: list[LayerDeclaration] = []
    for layer in spec.layers:
        added = None if shape is None else channel_axis(layer, shape, (*spec.layers, *done))
        if added is not None:
            done.append(added)
            shape = added.target_shape
        done.append(layer)
        shape = _shape_after(layer, shape)
    return tuple(done)


def channel_axis(layer: LayerDeclaration, shape: Shape, others: Iterable[LayerDeclaration]) -> Reshape | None:
    """The layer that adds a channel axis to an input of this shape, or None if `layer` does not need it.

    Its name differs from those of the `others`.
    """
    if not layer.spatial_axes or len(shape) != layer.spatial_axes:
        return None
    first = layer.arguments().get("data_format") == "channels_first"
    return Reshape((1, *shape) if first else (*shape, 1), name=_free("channel", others))


def trace(spec: ModelSpec, input_shape: Shape, task: Task, name: str = "the model") -> Architecture:
    """The architecture, computed from the declarations.

    Args:
        spec: The model.
        input_shape: The input shape without the batch axis.
        task: The task, which sets the units of the head.
        name: The model's name for messages.

    Raises:
        NeedsBuilding: Only Keras can compute it.
        Misfit: The model does not support the shape or the task.
    """
    fit(spec, task, name)
    if not is_static(spec):
        raise NeedsBuilding
    shape, rows, frozen = input_shape, [], 0
    for layer in steps(spec, input_shape):
        try:
            traced = _traced(layer, shape, task)
        except WrongShape as wrong:
            raise Misfit(_misfit(name, input_shape, layer, shape, wrong)) from None
        if max(prod(traced.output_shape), traced.parameters, traced.flops) > LARGEST:
            too_many = f"{name} at shape {shorten(input_shape)} has more than {LARGEST:,} numbers"
            raise Misfit(f"{too_many} at {layer.name} ({layer.type})")
        rows.append(
            LayerRow(
                name=str(layer.name),
                output_shape=traced.output_shape,
                parameters=traced.parameters,
                flops=traced.flops,
                **description(layer, task),
            )
        )
        shape, frozen = traced.output_shape, frozen + traced.non_trainable
    return Architecture(input_shape, tuple(rows), frozen)


def is_static(spec: ModelSpec) -> bool:
    """Whether shapes and counts can be computed without Keras: the spec has no builder and no `Layer`."""
    return spec.builder is None and not any(isinstance(layer, Layer) for layer in spec.layers)


def fit(spec: ModelSpec, task: Task, name: str) -> None:
    """Raise Misfit unless the settings of the head fit the task."""
    try:
        spec.head.fit(task)
    except UnfitHead as unfit:
        msg = f"{name}'s {spec.head.name}.{unfit}"
        raise Misfit(msg) from None


def description(layer: LayerDeclaration, task: Task) -> dict[str, Any]:
    """Type, settings that differ from their defaults, and remark of a layer's row."""
    if isinstance(layer, Layer):
        settings = {key: value for key, value in layer.arguments().items() if key != "name"}
        return {"type": layer.type, "settings": settings}
    settings = {key: plain(value) for key, value in changed(layer) if key != "name"}
    if not isinstance(layer, Head):
        return {"type": layer.type, "settings": settings}
    objective = layer.fit(task)
    many = "1 unit" if objective.units == 1 else f"{objective.units} units"
    return {
        "type": layer.type,
        "settings": ({"logits": layer.logits} if task.kind == "classification" else {}) | settings,
        "remark": f"{many}, {objective.activation}",
    }


def _misfit(name: str, input_shape: Shape, layer: LayerDeclaration, shape: Shape, wrong: WrongShape) -> str:
    """The message about the shape that a layer does not support."""
    met = f"shape {input_shape}"
    if shape != input_shape:
        met += f", which is {shape} at {layer.name} ({layer.type})"
    return f"{name} can't take {met}; {wrong}"


def _traced(layer: LayerDeclaration, shape: Shape, task: Task) -> Trace:
    return layer.dense(task, shape).trace(shape) if isinstance(layer, Head) else layer.trace(shape)


def _shape_after(layer: LayerDeclaration, shape: Shape | None) -> Shape | None:
    if shape is None or isinstance(layer, (Head, Layer)):
        return None
    try:
        return layer.trace(shape).output_shape
    except WrongShape:
        return None


def _free(name: str, layers: Iterable[LayerDeclaration]) -> str:
    taken = {layer.name for layer in layers}
    while name in taken:
        name += "_"
    return name


def parameters_of(spec: ModelSpec) -> int | None:
    """The number of parameters at the spec's own input shape; None if only Keras can compute it."""
    try:
        return trace(spec, spec.input_shape, DEFAULT_TASK).parameters
    except (NeedsBuilding, Misfit):
        return None

"""The shapes, parameters and FLOPs of a model for one input shape and task, computed without Keras."""

from __future__ import annotations

from dataclasses import field
from math import prod
from typing import TYPE_CHECKING, Any

from zoo.errors import UsageError, enumerated, shorten
from zoo.schema.declaration import changed, plain
from zoo.schema.value import Value, frozen
from zoo.specs import graph
from zoo.specs.layers.base import LayerDeclaration, Shape, Trace, WrongShape
from zoo.specs.layers.head import Head, UnfitHead
from zoo.specs.layers.other import Layer
from zoo.specs.masks import Mask, WrongMask, mask_of
from zoo.specs.task import DEFAULT_TASK, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from zoo.specs.model import ModelSpec
    from zoo.specs.task import Task

Masked = tuple[Shape, Mask | None]
"""The shape and the mask of an output."""
LARGEST = 10**18
"""Numbers in a layer: far more than fit into memory, and few enough to compute with."""


@frozen
class LayerRow(Value):
    """One layer of an architecture. Shapes are without the batch axis; None is an unknown value.

    `inputs` are the names of the layers whose outputs it takes, in a model that is no chain; `"input"` is the
    model's input. In a chain it is empty: a layer takes the output of the one before it.

    Of a training, `rate` is the multiple of the learning rate, and `trained` the number of weights that are
    trained, unless these are the usual ones.
    """

    name: str
    type: str
    output_shape: Shape | None
    parameters: int
    flops: int | None
    settings: dict[str, Any] = field(default_factory=dict)
    remark: str = ""
    inputs: tuple[str, ...] = ()
    rate: float | None = None
    trained: int | None = None


def name_inputs(layers: Iterable[LayerRow]) -> bool:
    """Whether layers say what their inputs are; those of a chain need not."""
    return any(layer.inputs for layer in layers)


@frozen
class Architecture(Value):
    """All layers with their shapes and counts, and the totals.

    `fixed` has the number of parameters that no training changes, such as moving averages, by layer.
    """

    input_shape: Shape
    layers: tuple[LayerRow, ...]
    fixed: dict[str, int] = field(default_factory=dict)

    @property
    def non_trainable(self) -> int:
        """The number of parameters that no training changes."""
        return sum(self.fixed.values())

    def trainable(self, frozen: Collection[str] = ()) -> int:
        """The number of parameters that are trained if these layers are frozen."""
        free = [layer for layer in self.layers if layer.name not in frozen]
        usual = ((each, each.parameters - self.fixed.get(each.name, 0)) for each in free)
        return sum(many if each.trained is None else each.trained for each, many in usual)

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
    rows: list[LayerRow] = []
    fixed: dict[str, int] = {}
    is_graph = graph.is_graph(spec.flat)

    def apply(layer: LayerDeclaration, sources: tuple[str, ...], inputs: tuple[Masked, ...]) -> Masked:
        shapes = tuple(shape for shape, _ in inputs)
        try:
            traced = _traced(layer, shapes, task)
            mask = mask_of(layer, shapes, [mask for _, mask in inputs], traced.output_shape)
        except WrongShape as wrong:
            raise misfit(name, input_shape, layer, zip(sources, shapes, strict=True), wrong) from None
        except WrongMask as wrong:
            raise Misfit(f"{name} can't be trained: {wrong.found}; wanted {wrong.wanted}") from None
        if max(prod(traced.output_shape), traced.parameters, traced.flops) > LARGEST:
            too_many = f"{name} at shape {shorten(input_shape)} has more than {LARGEST:,} numbers"
            raise Misfit(f"{too_many} at {layer.name} ({layer.type})")
        rows.append(
            LayerRow(
                name=str(layer.name),
                output_shape=traced.output_shape,
                parameters=traced.parameters,
                flops=traced.flops,
                inputs=sources if is_graph else (),
                **description(layer, task),
            )
        )
        if traced.non_trainable:
            fixed[str(layer.name)] = traced.non_trainable
        return traced.output_shape, mask

    start: Masked = (input_shape, None)
    graph.follow(spec.flat, start, lambda masked: masked[0], apply)
    return Architecture(input_shape, tuple(rows), fixed)


def is_static(spec: ModelSpec) -> bool:
    """Whether shapes and counts can be computed without Keras: all layers have rules, no builder."""
    return spec.builder is None and all(layer.is_counted for layer in spec.flat)


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
        return {"type": layer.type, "settings": layer.arguments()}
    settings = {key: plain(value) for key, value in changed(layer) if key not in ("name", "inputs")}
    if not isinstance(layer, Head):
        return {"type": layer.type, "settings": settings}
    objective = layer.fit(task)
    many = "1 unit" if objective.units == 1 else f"{objective.units} units"
    many = str(task) if task.shape else many
    return {
        "type": layer.type,
        "settings": ({"logits": layer.logits} if not task.has_units else {}) | settings,
        "remark": f"{many}, {objective.activation}",
    }


def misfit(
    name: str,
    input_shape: Shape,
    layer: LayerDeclaration,
    inputs: Iterable[tuple[str, Shape]],
    wrong: WrongShape,
) -> Misfit:
    """The error for a layer that does not support its `inputs`, which are pairs of name and shape."""
    inputs = list(inputs)
    shape = inputs[0][1]
    met = f"shape {input_shape}"
    if len(inputs) > 1:
        each = enumerated([f"{source} {its}" for source, its in inputs])
        met += f": {layer.name} ({layer.type}) merges {each}"
    elif shape != input_shape:
        met += f", which is {shape} at {layer.name} ({layer.type})"
    return Misfit(f"{name} can't take {met}; {wrong}")


def _traced(layer: LayerDeclaration, shapes: tuple[Shape, ...], task: Task) -> Trace:
    return layer.dense(task, *shapes).trace(*shapes) if isinstance(layer, Head) else layer.trace(*shapes)


def parameters_of(spec: ModelSpec) -> int | None:
    """The number of parameters at the spec's own input shape; None if only Keras can compute it."""
    try:
        return trace(spec, spec.input_shape, DEFAULT_TASK).parameters
    except (NeedsBuilding, Misfit):
        return None

"""Build Keras objects from specs."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import keras

from zoo.errors import ZooError, enumerated, shorten, shown
from zoo.registry import CallFailed, guarded
from zoo.specs import graph
from zoo.specs.architecture import Architecture, LayerRow, description, fit
from zoo.specs.layers.head import Head, UnfitHead
from zoo.specs.metrics import USUAL, WEIGHTED
from zoo.training.connect import connected
from zoo.training.keras_settings import keras_settings
from zoo.training.losses import LOSSES, data_loss, data_loss_of_plugin, is_own, loss_of, loss_of_plugin
from zoo.training.metrics import metric as metric_of
from zoo.training.metrics import without_own
from zoo.training.mixed_labels import take_mixed_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zoo.specs.layers.base import LayerDeclaration, Shape
    from zoo.specs.layers.head import Objective
    from zoo.specs.metrics import MetricSpec
    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named
    from zoo.specs.optimizer import OptimizerPreset
    from zoo.specs.own_loss import LossSpec
    from zoo.specs.task import Task


DATA_LOSS = "data_loss"
"""The metric that is the loss without penalties on weights and activities."""
NONE: Mapping[str, MetricSpec] = MappingProxyType({})
"""No metrics."""
METRICS = {
    "sparse_categorical_accuracy": keras.metrics.SparseCategoricalAccuracy,
    "categorical_accuracy": keras.metrics.CategoricalAccuracy,
    "binary_accuracy": keras.metrics.BinaryAccuracy,
    "mean_absolute_error": keras.metrics.MeanAbsoluteError,
}


class UnfitModel(ZooError):
    """A builder returned a model that does not fit the input shape or the task: the builder is wrong."""


def build_model(model: Named[ModelSpec], input_shape: tuple[int, ...], task: Task) -> keras.Model:
    """The Keras model of a spec, built but not compiled.

    Its layers have the spec's names. Raises Misfit if the spec does not fit the shape or the task,
    ZooError if Keras or a builder fails.
    """
    fit(model.value, task, model.name)
    if model.value.builder is not None:
        return _from_builder(model, input_shape, task)
    return connected(model, input_shape, task)


def build_optimizer(preset: OptimizerPreset) -> keras.optimizers.Optimizer:
    """The Keras optimizer of a preset."""
    declared = preset.optimizer
    return getattr(keras.optimizers, declared.type)(**keras_settings(declared))


def compile_model(
    model: keras.Model,
    spec: ModelSpec,
    preset: OptimizerPreset,
    task: Task,
    *,
    weighted: bool = False,
    extra: Mapping[str, MetricSpec] = NONE,
    own: tuple[str, LossSpec] | None = None,
    mixed: bool = False,
) -> None:
    """Compile a model with the optimizer, and the loss and metric of its head and task.

    A regression with penalties, as from regularizers, also has the metric `DATA_LOSS`, the loss without them:
    only this part is in the units of the target. If examples are `weighted`, so are the losses and a second
    metric: `accuracy` counts each example once, `weighted_accuracy` by its weight. Each `extra` metric is
    measured likewise. A saved model is compiled without those that are not Keras's own, and not at all if its
    loss is not: Keras could not load it. `own` is a plugin's loss, with its name. If labels may be `mixed`,
    loss and metrics take mixtures of classes, too.
    """
    objective = spec.head.fit(task)
    loss = loss_of(objective, task) if own is None else loss_of_plugin(*own, task)
    threshold = {"threshold": 0.0} if objective.logits and objective.metric == "binary_accuracy" else {}
    metric, name = METRICS[objective.metric], metric_name(task)
    metrics = [metric(name=name, **threshold)]
    of_weights = [metric(name=f"{WEIGHTED}{name}", **threshold)] if weighted else []
    for each, its in extra.items():
        metrics.append(metric_of(each, its, task, objective, each))
        if weighted:
            of_weights.append(metric_of(each, its, task, objective, f"{WEIGHTED}{each}"))
    if task.has_units and _is_penalized(model):
        (of_weights if weighted else metrics).append(
            data_loss(objective, DATA_LOSS) if own is None else data_loss_of_plugin(loss, DATA_LOSS)
        )
    more = {"weighted_metrics": of_weights} if weighted else {}
    model.compile(optimizer=build_optimizer(preset), loss=loss, metrics=metrics, **more)
    if mixed:
        take_mixed_labels(model, loss, task, objective)
    if own is not None or is_own(objective, task):
        model.get_compile_config = dict
    elif extra:
        whole = type(model).get_compile_config
        model.get_compile_config = lambda: without_own(whole(model))


def _is_penalized(model: keras.Model) -> bool:
    """Whether layers add penalties to the loss."""
    return bool(model.losses) or any(
        getattr(layer, "activity_regularizer", None) is not None for layer in model.layers
    )


def metric_names(task: Task, *, weighted: bool, extra: Iterable[str] = ()) -> tuple[str, ...]:
    """The names of the metrics of a model that `compile_model` has compiled."""
    names = (metric_name(task), *extra)
    return tuple(each for name in names for each in ((name, f"{WEIGHTED}{name}") if weighted else (name,)))


def metric_name(task: Task) -> str:
    """The name of the metric in all outputs: on screen, in `--json` and in history.csv."""
    return USUAL[task.kind]


def architecture_of(
    built: keras.Model, spec: ModelSpec, input_shape: tuple[int, ...], task: Task
) -> Architecture:
    """The architecture of a built model whose spec has no computable one; FLOPs are unknown."""
    declared = {layer.name: layer for layer in spec.flat}
    rows = {
        layer.name: LayerRow(
            layer.name, type(layer).__name__, _output_shape(layer), layer.count_params(), None
        )
        for layer in built.layers
    }
    rows |= {
        name: replace(row, **description(declared[name], task))
        for name, row in rows.items()
        if name in declared
    }
    fixed = {
        row: sum(prod(each.shape) for each in built.get_layer(row).non_trainable_weights) for row in rows
    }
    found = _in_order(spec, rows, input_shape) if graph.is_graph(spec.flat) else rows.values()
    return Architecture(input_shape, tuple(found), {name: count for name, count in fixed.items() if count})


def _in_order(spec: ModelSpec, rows: Mapping[str, LayerRow], input_shape: Shape) -> list[LayerRow]:
    """The rows of a graph in the order of its declaration, with their inputs; Keras has its own order."""
    found = []

    def add(layer: LayerDeclaration, sources: tuple[str, ...], _: tuple[Shape | None, ...]) -> Shape | None:
        found.append(replace(rows[str(layer.name)], inputs=sources))
        return found[-1].output_shape

    start: Shape | None = input_shape
    graph.follow(spec.flat, start, lambda shape: shape, add)
    return found


def _from_builder(model: Named[ModelSpec], input_shape: tuple[int, ...], task: Task) -> keras.Model:
    assert model.value.builder is not None
    owner = f" of {model.distribution} {model.version}" if model.distribution else ""
    more = () if model.value.settings is None else (model.value.settings,)
    try:
        with guarded():
            built = model.value.builder(input_shape, task, *more)
    except CallFailed as failed:
        msg = f"{model.name}{owner} can't be built: {failed}"
        raise ZooError(msg) from failed.__cause__
    if not isinstance(built, keras.Model):
        msg = f"{model.name}{owner} built {type(built).__name__}; wanted a keras.Model"
        raise UnfitModel(msg)
    objective = model.value.head.fit(task)
    if built.compiled:
        msg = (
            f"{model.name}{owner} built a model compiled with {_compiled(built)}; wanted it uncompiled: "
            f"zoo trains it to {LOSSES[objective.loss].__name__}, as its task and "
            f"logits={shown(model.value.logits)} ask for; "
            "Head(loss=…) of a model made of layers sets another loss"
        )
        raise ZooError(msg)
    found = built.input_shape, built.output_shape
    wanted = (None, *input_shape), (None, *(task.shape or (objective.units,)))
    if task.shape and found[1] == (*wanted[1], 1):
        found = found[0], wanted[1]
    if isinstance(found[0], tuple) and found[0][:1] not in ((), (None,)):
        msg = f"{model.name}{owner} built for a fixed batch size of {found[0][0]}; wanted None, for any size"
        raise UnfitModel(msg)
    if found != wanted:
        msg = (
            f"{model.name}{owner} built {found[0]} → {found[1]}; wanted {wanted[0]} → {wanted[1]} for {task}"
        )
        raise UnfitModel(msg)
    _check_output(built, objective, task, f"{model.name}{owner}")
    return built


def _compiled(built: keras.Model) -> str:
    """What a model was compiled with, as in "loss MeanSquaredError, metrics F1Score"."""
    config = getattr(built, "_compile_config", None)
    known = {} if config is None else config.config
    metrics = [*_names(known.get("metrics")), *_names(known.get("weighted_metrics"))]
    parts = {"loss": _names(known.get("loss")), "metrics": metrics}
    parts = parts if any(parts.values()) else {"optimizer": _names(known.get("optimizer"))}
    return ", ".join(f"{part} {enumerated(names)}" for part, names in parts.items() if names)


def _names(given: Any) -> list[str]:
    """The names of the losses, metrics or optimizers that were given to `compile`."""
    if given is None:
        return []
    if isinstance(given, dict):
        given = list(given.values())
    if isinstance(given, (list, tuple)):
        return [name for each in given for name in _names(each)]
    return [shorten(given if isinstance(given, str) else getattr(given, "__name__", type(given).__name__))]


def _check_output(built: keras.Model, objective: Objective, task: Task, name: str) -> None:
    """Raise UnfitModel if the loss can't be computed from a built model's output."""
    activation = getattr(getattr(built.layers[-1], "activation", None), "__name__", "")
    if activation not in ("softmax", "sigmoid", "linear"):
        return  # the author's own activation, or an unknown one
    if activation == "softmax" and objective.units == 1:
        raise UnfitModel(f"{name} built softmax on 1 unit, which is always 1; wanted {objective.activation}")
    try:
        Head(activation, logits=objective.logits).fit(task)
    except UnfitHead as unfit:
        raise UnfitModel(f"{name} built an output whose {unfit}") from None


def _output_shape(layer: keras.layers.Layer) -> tuple[int, ...] | None:
    try:
        return tuple(layer.output.shape[1:])
    except (AttributeError, TypeError, ValueError):
        return None

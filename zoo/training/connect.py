"""Connect the layers of a spec: a chain as `keras.Sequential`, a graph as a functional `keras.Model`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import keras

from zoo.errors import ZooError
from zoo.specs import graph
from zoo.specs.architecture import misfit
from zoo.specs.layers.base import WrongShape
from zoo.specs.layers.head import Head
from zoo.specs.layers.other import Layer
from zoo.specs.text_models import embeddings
from zoo.training.keras_settings import keras_layer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.specs.layers.base import LayerDeclaration, Shape
    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named
    from zoo.specs.task import Task


def connected(model: Named[ModelSpec], input_shape: Shape, task: Task) -> keras.Model:
    """The Keras model of a spec's layers, with their names; raises Misfit or ZooError, as `build_model`."""
    build = _graph if graph.is_graph(model.value.flat) else _chain
    return build(model, input_shape, task)


def _chain(model: Named[ModelSpec], input_shape: tuple[int, ...], task: Task) -> keras.Model:
    built = keras.Sequential([keras.Input(input_shape, dtype=_input_dtype(model))], name=model.slug)

    def add(layer: LayerDeclaration, sources: tuple[str, ...], shapes: tuple[Shape, ...]) -> Shape:
        with _naming(model.name, input_shape, layer, sources, shapes):
            built.add(_layer(layer, shapes, task))
        return tuple(built.output_shape[1:])

    graph.follow(model.value.flat, input_shape, lambda shape: shape, add)
    return built


def _graph(model: Named[ModelSpec], input_shape: tuple[int, ...], task: Task) -> keras.Model:
    start = keras.Input(input_shape, dtype=_input_dtype(model), name="input_layer")

    def connect(layer: LayerDeclaration, sources: tuple[str, ...], tensors: tuple[Any, ...]) -> Any:
        shapes = tuple(map(_shape_of, tensors))
        with _naming(model.name, input_shape, layer, sources, shapes):
            built = _layer(layer, shapes, task)
            return built(list(tensors)) if layer.takes_list and len(tensors) > 1 else built(*tensors)

    return keras.Model(start, graph.follow(model.value.flat, start, _shape_of, connect), name=model.slug)


def _input_dtype(model: Named[ModelSpec]) -> str | None:
    """Tokens are integers; other examples are numbers of Keras's default type."""
    return "int32" if embeddings(model.value) else None


def _shape_of(tensor: Any) -> Shape:
    """The shape of an output, without the batch axis."""
    return tuple(tensor.shape[1:])


@contextmanager
def _naming(
    name: str,
    input_shape: Shape,
    layer: LayerDeclaration,
    sources: tuple[str, ...],
    shapes: tuple[Shape, ...],
) -> Iterator[None]:
    """Raise the errors of building a layer with the names of the model and the layer."""
    try:
        yield
    except WrongShape as wrong:
        raise misfit(name, input_shape, layer, zip(sources, shapes, strict=True), wrong) from None
    except Exception as error:  # Keras raises exceptions of any type
        cause = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        msg = f"{name} can't be built: {layer.name} ({layer.type}): {cause}"
        raise ZooError(msg) from error


def _layer(declared: LayerDeclaration, shapes: tuple[Shape, ...], task: Task) -> keras.layers.Layer:
    """The Keras layer for inputs of these shapes; WrongShape if a head or a merge does not support them."""
    dtype = None
    if isinstance(declared, Head):
        declared, dtype = declared.dense(task, *shapes), _output_dtype()
    if isinstance(declared, Layer):
        return getattr(keras.layers, declared.type)(name=declared.name, **declared.arguments())
    if len(shapes) > 1 and declared.is_counted:
        declared.trace(*shapes)
    return keras_layer(declared) if dtype is None else keras_layer(declared, dtype=dtype)


def _output_dtype() -> str | None:
    """The dtype of a head that differs from the other layers': in mixed precision, the output is in float32.

    Softmax and losses are not stable in 16 bits: https://www.tensorflow.org/guide/mixed_precision.
    """
    return "float32" if keras.config.dtype_policy().name.startswith("mixed") else None

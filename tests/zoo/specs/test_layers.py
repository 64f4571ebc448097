"""Shapes and parameters of declared models, compared with those that Keras builds."""

from __future__ import annotations

from math import prod
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zoo
from tests.zoo.specs.drawn_layers import DRAWN, IMAGES, PAIRS, SMALL, WRAPPERS
from zoo.errors import ZooError
from zoo.specs.architecture import Misfit, trace
from zoo.specs.named import Named
from zoo.specs.task import Task

if TYPE_CHECKING:
    import keras

    from zoo.specs.architecture import Architecture

TASKS = st.sampled_from(
    [
        Task("classification", 2),
        Task("classification", 10),
        Task("classification", 3, "one-hot"),
        Task("regression", 2),
    ]
)
WINDOW = st.one_of(SMALL, st.tuples(SMALL, SMALL))
PADDING = st.sampled_from(["valid", "same"])
SHAPES = st.lists(st.integers(1, 7), min_size=1, max_size=3).map(tuple)
ACTIVATION = st.sampled_from([None, "relu", "sigmoid"])
STRICTER = (
    *(f"Adaptive{kind}Pooling{axes}D" for kind in ("Average", "Max") for axes in (1, 2, 3)),
    *("AutoContrast", "CenterCrop", "ContrastLimitedAdaptiveHistogramEqualization", "Resizing"),
    *("CategoryEncoding", "RMSNormalization", "Softmax", "UnitNormalization"),
)
"""Layers that Keras also lets mix the examples of a batch, or whose shapes or axes it only checks in computations."""
# Keras warns about a softmax over one unit, and about negative sizes; the nets are random.
UNUSUAL = pytest.mark.filterwarnings("ignore::UserWarning")


@st.composite
def convolutions(draw: st.DrawFn, declared: type[Any], **more: Any) -> Any:
    """A convolution with strides or dilation, since Keras does not support both."""
    moved = draw(st.sampled_from(["strides", "dilation_rate"]))
    given = {"kernel_size": WINDOW, moved: WINDOW, "padding": PADDING, "activation": ACTIVATION}
    drawn = {key: draw(value) for key, value in (given | {"use_bias": st.booleans()}).items()}
    return declared(**drawn, **more)


@st.composite
def conv2d(draw: st.DrawFn) -> zoo.Conv2D:
    """A convolution whose groups divide its filters."""
    groups = draw(SMALL)
    return draw(convolutions(zoo.Conv2D, groups=groups, filters=groups * draw(SMALL)))


def normalization(declared: type[Any]) -> st.SearchStrategy[Any]:
    """A normalization along any axis except the batch axis."""
    axis = st.sampled_from([-1, 1, 2, 3])
    return st.builds(declared, axis=axis, center=st.booleans(), scale=st.booleans())


def pooling(declared: type[Any]) -> st.SearchStrategy[Any]:
    """A pooling, whose strides may be greater than its window."""
    return st.builds(declared, pool_size=WINDOW, strides=st.none() | WINDOW, padding=PADDING)


LAYERS: dict[str, st.SearchStrategy[Any]] = {
    "Activation": st.builds(zoo.Activation, st.sampled_from(["relu", "tanh"])),
    "AveragePooling2D": pooling(zoo.AveragePooling2D),
    "BatchNormalization": normalization(zoo.BatchNormalization),
    "Conv2D": conv2d(),
    "Dense": st.builds(zoo.Dense, st.integers(1, 5), activation=ACTIVATION, use_bias=st.booleans()),
    "DepthwiseConv2D": SMALL.flatmap(lambda many: convolutions(zoo.DepthwiseConv2D, depth_multiplier=many)),
    "Dropout": st.builds(zoo.Dropout, st.floats(0, 1, width=32, allow_subnormal=False)),
    "Flatten": st.builds(zoo.Flatten),
    "GaussianNoise": st.builds(zoo.GaussianNoise, st.floats(0, 1, width=32, allow_subnormal=False)),
    "GlobalAveragePooling2D": st.builds(zoo.GlobalAveragePooling2D, st.booleans()),
    "LayerNormalization": normalization(zoo.LayerNormalization),
    "MaxPooling2D": pooling(zoo.MaxPooling2D),
    "Rescaling": st.builds(zoo.Rescaling, *[st.floats(-2, 2, width=32, allow_subnormal=False)] * 2),
    "Reshape": st.builds(
        zoo.Reshape, st.lists(st.sampled_from([-1, 1, 2, 3, 4, 6]), min_size=1, max_size=3).map(tuple)
    ).filter(lambda layer: layer.target_shape.count(-1) <= 1),
    **{name: layer for name, (layer, _) in DRAWN.items()},
    **{name: pair.map(itemgetter(0)) for name, pair in WRAPPERS.items()},
}


@st.composite
def reshapes(draw: st.DrawFn) -> tuple[zoo.Reshape, tuple[int, ...]]:
    """A Reshape and a shape that it supports, with or without an axis of -1."""
    axes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=3))
    target = draw(st.permutations(axes))
    free = draw(st.none() | st.integers(0, len(axes) - 1))
    return zoo.Reshape([-1 if place == free else axis for place, axis in enumerate(target)]), tuple(axes)


def net(*layers: zoo.layers.LayerDeclaration) -> zoo.ModelSpec:
    """A spec of these layers and a head."""
    return zoo.ModelSpec(layers=(*layers, zoo.Flatten(), zoo.Head()))


def built(spec: zoo.ModelSpec, shape: tuple[int, ...], task: Task) -> keras.Model:
    """The Keras model of a spec."""
    from zoo.training import build

    return build.build_model(Named("net", spec), shape, task)


def computed(found: Architecture) -> dict[str, Any]:
    """The counts and shapes computed from the declarations."""
    return {
        "rows": [(row.name, row.type, row.output_shape, row.parameters) for row in found.layers],
        "parameters": found.parameters,
        "non_trainable": found.non_trainable,
    }


def counted(model: keras.Model) -> dict[str, Any]:
    """The counts and shapes of the Keras model."""
    names = {"output": "Head", "head": "Head"}
    return {
        "rows": [
            (
                layer.name,
                names.get(layer.name, type(layer).__name__),
                tuple(layer.output.shape[1:]),
                layer.count_params(),
            )
            for layer in model.layers
        ],
        "parameters": model.count_params(),
        "non_trainable": sum(prod(weight.shape) for weight in model.non_trainable_weights),
    }


@UNUSUAL
@settings(max_examples=120)
@given(st.lists(st.one_of(*LAYERS.values()), max_size=4), SHAPES, TASKS)
def test_counts_and_shapes_equal_those_of_keras(
    drawn: list[zoo.layers.LayerDeclaration], shape: tuple[int, ...], task: Task
) -> None:
    """For any model, shapes, parameters and non-trainable parameters equal those of Keras."""
    layers: list[zoo.layers.LayerDeclaration] = []
    for layer in drawn:
        try:
            trace(net(*layers, layer), shape, task)
        except Misfit:
            continue
        layers.append(layer)
    spec = net(*layers)
    assert computed(trace(spec, shape, task)) == counted(built(spec, shape, task))


@UNUSUAL
@pytest.mark.parametrize("kind", sorted(LAYERS.keys() - PAIRS.keys()))
@settings(max_examples=15)
@given(data=st.data())
def test_each_layer_equals_that_of_keras(kind: str, data: st.DataObject) -> None:
    """Each layer of the vocabulary is compared with Keras on shapes that it supports."""
    fitting = reshapes() if kind == "Reshape" else st.tuples(LAYERS[kind], IMAGES)
    layer, shape = data.draw(fitting)
    task = Task("classification", 3)
    assert computed(trace(net(layer), shape, task)) == counted(built(net(layer), shape, task))


@UNUSUAL
@settings(max_examples=100)
@given(st.one_of(*(layer for name, layer in LAYERS.items() if name not in STRICTER)), SHAPES)
def test_refused_shapes_are_refused_by_keras_too(
    layer: zoo.layers.LayerDeclaration, shape: tuple[int, ...]
) -> None:
    """A shape is only refused if Keras refuses it."""
    task = Task("classification", 3)
    try:
        trace(net(layer), shape, task)
    except Misfit:
        with pytest.raises(ZooError):
            built(net(layer), shape, task)

"""trace: shapes and counts without Keras, and inputs that a model does not support."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import zoo
from zoo import Conv2D, Dense, Flatten, Head, Layer, ModelSpec, Reshape, Task
from zoo.specs import graph
from zoo.specs.architecture import Architecture, LayerRow, Misfit, NeedsBuilding, trace

if TYPE_CHECKING:
    from zoo.specs.layers.base import LayerDeclaration

TEN = Task("classification", 10)


def misfit(*layers: LayerDeclaration, shape: tuple[int, ...], task: Task = TEN) -> str:
    """The message for a shape or a task that a model does not support."""
    with pytest.raises(Misfit) as caught:
        trace(ModelSpec(layers=layers), shape, task, "net")
    return str(caught.value)


def steps(*layers: LayerDeclaration, shape: tuple[int, ...]) -> tuple[LayerDeclaration, ...]:
    """The layers as they are built, with the channel axes that are added."""
    found = []

    def apply(layer: LayerDeclaration, sources: tuple[str, ...], shapes: tuple[Any, ...]) -> Any:
        found.append(layer)
        is_unknown = shapes[0] is None or isinstance(layer, (Head, Layer))
        return None if is_unknown else layer.trace(*shapes).output_shape

    start: tuple[int, ...] | None = shape
    graph.follow(ModelSpec(layers=layers).layers, start, lambda known: known, apply)
    return tuple(found)


def test_rows_have_shapes_counts_and_settings() -> None:
    """Each layer has its shape, counts and settings; the head also has its units and activation."""
    spec = ModelSpec(
        layers=(Flatten(), Dense(100, "relu", name="hidden"), zoo.BatchNormalization(), Head(name="output"))
    )
    assert trace(spec, (28, 28), TEN) == Architecture(
        (28, 28),
        (
            LayerRow("flatten", "Flatten", (784,), 0, 0),
            LayerRow("hidden", "Dense", (100,), 78_500, 156_800, {"units": 100, "activation": "relu"}),
            LayerRow("batch_normalization", "BatchNormalization", (100,), 400, 0),
            LayerRow("output", "Head", (10,), 1_010, 2_000, {"logits": False}, "10 units, softmax"),
        ),
        fixed={"batch_normalization": 200},
    )


def test_totals_are_sums() -> None:
    """Parameters and FLOPs of the model are the sums over its layers."""
    found = trace(ModelSpec(layers=(Flatten(), Dense(100), Head())), (28, 28), TEN)
    assert (found.parameters, found.flops) == (79_510, 158_800)


def test_unknown_flops_make_the_total_unknown() -> None:
    """A sum with an unknown summand is unknown."""
    rows = (LayerRow("a", "Dense", (1,), 1, 2), LayerRow("b", "GRU", (1,), 1, None))
    assert Architecture((1,), rows).flops is None


def test_image_without_channels_gets_a_channel_axis_if_needed() -> None:
    """The axis is added once, by a layer with a unique name."""
    spec = ModelSpec(layers=(Conv2D(4, 3), Conv2D(4, 3), Flatten(name="channel"), Head()))
    expected = (Reshape((28, 28, 1), name="channel_"), *spec.layers)
    assert expected == steps(*spec.layers, shape=(28, 28))


@pytest.mark.parametrize(
    ("layer", "shape", "expected"),
    [
        (Layer("RandomRotation", factor=0.5), (28, 28), (28, 28, 1)),
        (Layer("Resizing", height=4, width=4, data_format="channels_first"), (28, 28), (1, 28, 28)),
        (Layer("Conv1D", filters=2, kernel_size=3), (9,), (9, 1)),
        (Layer("ZeroPadding3D"), (4, 4, 4), (4, 4, 4, 1)),
        (Layer("ConvLSTM2D", filters=2, kernel_size=3), (5, 8, 8), (5, 8, 8, 1)),
        (Layer("Conv1D", filters=2, kernel_size=3), (28, 28), None),
        (Layer("RandomRotation", factor=0.5), (28, 28, 3), None),
        (Layer("GaussianDropout", rate=0.5), (28, 28), None),
    ],
)
def test_a_channel_axis_belongs_to_the_axes_of_the_layer(
    layer: Layer, shape: tuple[int, ...], expected: tuple[int, ...] | None
) -> None:
    """An input gets one if it has the layer's spatial axes only."""
    added = steps(layer, Head(), shape=shape)[0]
    assert (added.target_shape if isinstance(added, Reshape) else None) == expected


def test_image_with_channels_is_unchanged() -> None:
    """Nothing is added if the input has channels."""
    spec = ModelSpec(layers=(Conv2D(4, 3), Flatten(), Head()))
    assert spec.layers == steps(*spec.layers, shape=(28, 28, 3))


@pytest.mark.parametrize(
    "spec", [ModelSpec(layers=(Layer("RandomContrast"), Head())), ModelSpec(builder=print)]
)
def test_layers_outside_the_vocabulary_need_building(spec: ModelSpec) -> None:
    """A `Layer` and a builder can only be counted by building the model."""
    with pytest.raises(NeedsBuilding):
        trace(spec, (28, 28), TEN)


@pytest.mark.parametrize(
    ("layers", "shape", "expected"),
    [
        (
            (Dense(3), Head()),
            (28, 28),
            "net can't take shape (28, 28), which is (28, 3) at head (Head); "
            "wanted a flat vector; a Flatten or GlobalAveragePooling2D gives one",
        ),
        (
            (Conv2D(3, 3), Flatten(), Head()),
            (4,),
            "net can't take shape (4,); wanted (height, width) or (height, width, channels)",
        ),
        (
            (Conv2D(3, 3), Flatten(), Head()),
            (2, 2, 1),
            "net can't take shape (2, 2, 1); wanted at least 3×3 pixels",
        ),
        (
            (Conv2D(3, (1, 2), dilation_rate=2), Flatten(), Head()),
            (2, 2, 1),
            "net can't take shape (2, 2, 1); wanted at least 1×3 pixels",
        ),
        (
            (Conv2D(4, 1, groups=2), Flatten(), Head()),
            (2, 2, 3),
            "net can't take shape (2, 2, 3); wanted channels that 2 groups divide",
        ),
        ((Reshape((3, 3)), Flatten(), Head()), (8,), "net can't take shape (8,); wanted 9 numbers"),
        (
            (Reshape((3, -1)), Flatten(), Head()),
            (8,),
            "net can't take shape (8,); wanted 3 numbers or a multiple",
        ),
        (
            (zoo.BatchNormalization(axis=2), Flatten(), Head()),
            (8,),
            "net can't take shape (8,); wanted at least 2 axes",
        ),
        (
            (zoo.LayerNormalization(axis=0), Flatten(), Head()),
            (8,),
            "net can't take shape (8,); wanted an axis other than 0, which is the batch",
        ),
    ],
)
def test_shape_that_does_not_fit_is_refused(
    layers: tuple[LayerDeclaration, ...], shape: tuple[int, ...], expected: str
) -> None:
    """The message has the model, the shape, the layer, and the expected shape."""
    assert expected == misfit(*layers, shape=shape)


def test_task_that_does_not_fit_is_refused() -> None:
    """The message has the path of the head's setting."""
    expected = "net's answer.activation sigmoid is one unit for two classes, but there are 10 classes; wanted softmax"
    assert misfit(Flatten(), Head("sigmoid", name="answer"), shape=(4,)) == expected


@pytest.mark.parametrize(
    ("task", "remark"),
    [
        (TEN, "10 units, softmax"),
        (Task("classification", 2), "1 unit, sigmoid"),
        (Task("regression", 3), "3 units, linear"),
    ],
)
def test_head_has_its_resolved_units_and_activation(task: Task, remark: str) -> None:
    """The row of the head has its units and activation."""
    assert trace(ModelSpec(layers=(Head(),)), (4,), task).layers[-1].remark == remark

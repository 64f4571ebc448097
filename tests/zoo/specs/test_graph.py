"""Layers with inputs: errors of the declaration, shapes, and the Keras models that are built of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zoo
from tests.zoo.specs.test_layers import LAYERS, SHAPES, UNUSUAL, built
from tests.zoo.strategies import names_of
from zoo import Add, Concatenate, Conv2D, Dense, Dot, Flatten, Head, Layer, ModelSpec, Subtract, Task
from zoo.errors import DeclarationError, Problem, SettingError
from zoo.specs.architecture import LayerRow, Misfit, trace
from zoo.specs.layers.base import INPUT, Trace, WrongShape
from zoo.training.build import architecture_of

if TYPE_CHECKING:
    from zoo.specs.layers.base import LayerDeclaration, Shape

TEN = Task("classification", 10)
RESIDUAL = ModelSpec(
    summary="A residual block",
    layers=(
        Conv2D(4, 3, padding="same", name="stem"),
        Conv2D(4, 3, padding="same"),
        Add(inputs=("conv2d", "stem")),
        zoo.GlobalAveragePooling2D(),
        Head(),
    ),
)


def problems(*layers: Any) -> tuple[Problem, ...]:
    """All errors of a spec, which are the same in Python and in TOML."""
    with pytest.raises(DeclarationError) as caught:
        ModelSpec(layers=layers)
    return caught.value.problems


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        (
            (Flatten(), Dense(3, inputs=("flaten",)), Head()),
            [
                Problem("layers.1.inputs", "'flaten'", "did you mean flatten?"),
            ],
        ),
        (
            (Flatten(), Dense(3), Head(inputs=("xyz",))),
            [
                Problem("layers.2.inputs", "'xyz'", "wanted input, flatten and dense"),
                Problem("layers.1", "dense is not used", "wanted dense in the inputs of a later layer"),
            ],
        ),
        (
            (Dense(3, inputs=("add",)), Add(inputs=("dense", "input")), Head()),
            [
                Problem(
                    "layers.0.inputs", "'add'", "wanted a layer before it, since a cycle can't be computed"
                )
            ],
        ),
        (
            (Dense(3, inputs=("dense",)), Head()),
            [
                Problem(
                    "layers.0.inputs", "'dense'", "wanted a layer before it, since a cycle can't be computed"
                )
            ],
        ),
        (
            (Dense(3, inputs=("b",)), Dense(3, inputs=("input",), name="b"), Head(inputs=("dense",))),
            [Problem("layers.0.inputs", "'b'", "wanted a layer before it")],
        ),
        (
            (Dense(3), Dense(4, inputs=("input",), name="side"), Head(inputs=("dense",))),
            [Problem("layers.1", "side is not used", "wanted side in the inputs of a later layer")],
        ),
        (
            (
                Flatten(),
                Add(),
                Subtract(inputs=("add", "flatten", "input")),
                Head(inputs=("subtract", "add")),
            ),
            [
                Problem("layers.1.inputs", "–", "wanted at least 2, as inputs = ['dense', 'input']"),
                Problem("layers.2.inputs", "3 inputs", "wanted 2, as inputs = ['dense', 'input']"),
                Problem("layers.3.inputs", "2 inputs", "wanted 1; an Add or a Concatenate takes several"),
            ],
        ),
        (
            (Dense(3, inputs=()), Dense(3, inputs="dense"), Layer("ReLU", inputs=3), Head()),  # type: ignore[arg-type]  # what is wrong is the point
            [
                Problem(
                    "layers.1.inputs", "'dense'", "wanted a list of names of layers, as ['conv2d', 'input']"
                ),
                Problem("layers.2.inputs", "3", "wanted a list of names of layers, as ['conv2d', 'input']"),
                Problem("layers.0.inputs", "0 inputs", "wanted 1; an Add or a Concatenate takes several"),
            ],
        ),
        (
            (Dense(3, name="input"), Add(inputs=("input", "input")), Head()),
            [Problem("layers.0.name", "'input'", "wanted another name; input is the model's input")],
        ),
    ],
)
def test_inputs_that_are_not_valid(layers: tuple[Any, ...], expected: list[Problem]) -> None:
    """Unknown names, cycles, the wrong order, dead ends and wrong numbers of inputs, each with its path."""
    assert tuple(expected) == problems(*layers)


def test_near_names_are_only_searched_for_the_first_of_many_errors() -> None:
    """So that a graph of thousands of layers is checked fast."""
    found = [each.wanted for each in problems(*[Dense(1, inputs=("dens",))] * 30, Head())]
    assert (found[1], found[29]) == ("did you mean dense?", "wanted input or a layer before it")


def test_errors_of_inputs_are_found_with_all_others() -> None:
    """A layer with another error still has its name and its inputs."""
    table = {
        "layers": [
            {"type": "Dense", "name": "one", "units": 0},
            {"type": "Dense", "units": 3, "inputs": ["on"]},
            {"type": "Ad", "name": "both", "inputs": ["one", "dense"]},
            {"type": "Head", "inputs": ["bath"]},
        ]
    }
    with pytest.raises(DeclarationError) as caught:
        ModelSpec.from_table(table, "mine.toml")
    assert caught.value.problems == (
        Problem("layers.0.units", "0", "wanted a whole number of at least 1"),
        Problem("layers.2.type", "'Ad'", "did you mean Add?"),
        Problem("layers.1.inputs", "'on'", "did you mean one?"),
        Problem("layers.3.inputs", "'bath'", "did you mean both?"),
    )


def test_inputs_that_are_the_default_are_left_out() -> None:
    """A chain with its inputs written out is the same spec."""
    written = (Flatten(inputs=("input",)), Layer("ReLU", inputs=("flatten",)), Head(inputs=("re_lu",)))
    assert ModelSpec(layers=written) == ModelSpec(layers=(Flatten(), Layer("ReLU"), Head()))


def test_a_graph_is_written_with_its_inputs() -> None:
    """As a list of names after the layer's own name."""
    assert RESIDUAL.to_table()["layers"][2] == {"type": "Add", "inputs": ["conv2d", "stem"]}
    assert ModelSpec.from_table(RESIDUAL.to_table(), "its table") == RESIDUAL


def test_inputs_can_be_overridden() -> None:
    """`--set add.inputs=…` is checked like the spec itself."""
    changed = RESIDUAL.override({"add.inputs": ["stem", "conv2d", "stem"]}, "net")
    assert changed.layers[2] == Add(inputs=("stem", "conv2d", "stem"), name="add")
    with pytest.raises(DeclarationError):
        RESIDUAL.override({"add.inputs": ["stem", "stem"]}, "net")
    with pytest.raises(SettingError, match=r"add\.input=3 names no setting of add \(Add\); did you mean add"):
        RESIDUAL.override({"add.input": 3}, "net")


def test_rows_of_a_graph_have_their_inputs() -> None:
    """Also the row of an added channel axis, which is added once for each source."""
    spec = ModelSpec(
        layers=(
            Conv2D(2, 1, name="a"),
            Conv2D(2, 1, inputs=("input",), name="b"),
            Concatenate(inputs=("a", "b")),
            Flatten(),
            Head(),
        )
    )
    assert trace(spec, (2, 2), TEN).layers[:4] == (
        LayerRow("channel", "Reshape", (2, 2, 1), 0, 0, {"target_shape": [2, 2, 1]}, inputs=("input",)),
        LayerRow("a", "Conv2D", (2, 2, 2), 4, 16, {"filters": 2, "kernel_size": [1, 1]}, inputs=("channel",)),
        LayerRow("b", "Conv2D", (2, 2, 2), 4, 16, {"filters": 2, "kernel_size": [1, 1]}, inputs=("channel",)),
        LayerRow("concatenate", "Concatenate", (2, 2, 4), 0, 0, inputs=("a", "b")),
    )


def test_shapes_that_can_not_be_merged_are_named() -> None:
    """The message has the shape of each branch, whether it is computed or built."""
    narrower = RESIDUAL.override({"conv2d.padding": "valid"}, "net")
    expected = (
        "net can't take shape (8, 8): add (Add) merges conv2d (6, 6, 4) and stem (8, 8, 4); "
        "wanted sizes that are equal or 1 at each axis, counted from the last"
    )
    for refuse in (lambda: trace(narrower, (8, 8), TEN, "net"), lambda: built(narrower, (8, 8), TEN)):
        with pytest.raises(Misfit) as caught:
            refuse()
        assert expected == str(caught.value)


@pytest.mark.parametrize(
    ("merge", "shapes", "expected"),
    [
        (Add(), [(4, 3), (4, 3)], Trace((4, 3))),
        (Add(), [(4, 3), (1, 3), (4, 1)], Trace((4, 3))),
        (zoo.Multiply(), [(8, 8, 3), (3,)], Trace((8, 8, 3))),
        (zoo.Average(), [(1,), (2, 3)], Trace((2, 3))),
        (Concatenate(), [(4, 3), (4, 5)], Trace((4, 8))),
        (Concatenate(1), [(4, 3), (2, 3), (1, 3)], Trace((7, 3))),
        (Dot(1), [(5,), (5,)], Trace((1,), flops=10)),
        (Dot((1, 2)), [(3, 5), (10, 3)], Trace((5, 10), flops=300)),
        (Dot(-1), [(2, 5), (5,)], Trace((2,), flops=20)),
    ],
)
def test_shapes_of_merges(merge: Any, shapes: list[Shape], expected: Trace) -> None:
    """They have no parameters, and only the dot product has FLOPs."""
    assert merge.trace(*shapes) == expected


@pytest.mark.parametrize(
    ("merge", "shapes", "wanted"),
    [
        (zoo.Maximum(), [(4, 3), (4, 2)], "sizes that are equal or 1 at each axis, counted from the last"),
        (zoo.Minimum(), [(4, 3), (4,)], "sizes that are equal or 1 at each axis, counted from the last"),
        (Concatenate(), [(4, 3), (5, 3)], "shapes that differ only at axis -1"),
        (Concatenate(), [(4, 3), (3,)], "shapes that differ only at axis -1"),
        (Concatenate(0), [(4,), (4,)], "an axis other than 0, which is the batch"),
        (Concatenate(-2), [(4,), (4,)], "an axis other than 0, which is the batch"),
        (Concatenate(2), [(4,), (4,)], "at least 2 axes"),
        (Dot((1, 2)), [(5, 3), (10, 3)], "the same size at axis 1 and at axis 2"),
    ],
)
def test_shapes_that_a_merge_refuses(merge: Any, shapes: list[Shape], wanted: str) -> None:
    """Each merge says which shapes it takes."""
    with pytest.raises(WrongShape) as caught:
        merge.trace(*shapes)
    assert wanted == caught.value.wanted


def closed(layers: list[LayerDeclaration]) -> ModelSpec:
    """The spec of a graph whose unused outputs are flattened and concatenated before the head."""
    names = names_of(layers)
    taken = {source for each in layers for source in each.inputs or ()}
    ends = [name for name in names if name not in taken] or [INPUT]
    flat = [Flatten(inputs=(end,), name=f"flat_{place}") for place, end in enumerate(ends)]
    joined = (Concatenate(inputs=tuple(str(each.name) for each in flat), name="joined"),)
    return ModelSpec(layers=(*layers, *flat, *joined[: len(flat) - 1], Head()))


MERGES: list[st.SearchStrategy[Any]] = [
    *(st.just(merge()) for merge in (Add, Subtract, zoo.Multiply, zoo.Average, zoo.Maximum, zoo.Minimum)),
    st.builds(Concatenate, st.sampled_from([-2, -1, 1, 2])),
    st.builds(Dot, st.sampled_from([-1, 1, 2, (1, 2), (2, -1)]), normalize=st.booleans()),
    st.builds(zoo.MultiHeadAttention, st.integers(1, 2), st.integers(1, 3), use_gate=st.booleans()),
    st.builds(zoo.GroupQueryAttention, st.integers(1, 3), st.just(2), st.integers(1, 2)),
    st.builds(zoo.AdditiveAttention, st.booleans()),
    st.builds(zoo.Attention, st.booleans(), st.sampled_from(["dot", "concat"])),
]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[ModelSpec, Shape]:
    """A graph with merges, and an input shape that it supports."""
    shape = draw(SHAPES)
    layers: list[Any] = []
    for layer in draw(st.lists(st.one_of(*LAYERS.values(), *MERGES, *MERGES), min_size=1, max_size=6)):
        sources = st.sampled_from([INPUT, *names_of(layers)[-3:]])
        many = layer.arity[0] + (draw(st.integers(0, 1)) if layer.arity[1] is None else 0)
        wired = replace(layer, inputs=tuple(draw(st.lists(sources, min_size=many, max_size=many))))
        try:
            trace(closed([*layers, wired]), shape, TEN)
        except Misfit:
            continue
        layers.append(wired)
    return closed(layers), shape


def facts(row: LayerRow) -> tuple[Any, ...]:
    """What Keras knows of a layer, too."""
    return row.name, row.type, row.inputs, row.output_shape, row.parameters


def check_equals_keras(graph: tuple[ModelSpec, Shape]) -> None:
    """Compare rows and totals with the built model, and shapes with what its layers compute."""
    import keras

    spec, shape = graph
    model, expected = built(spec, shape, TEN), trace(spec, shape, TEN)
    found = architecture_of(model, spec, shape, TEN)
    assert list(map(facts, expected.layers)) == list(map(facts, found.layers))
    assert (expected.parameters, expected.non_trainable) == (model.count_params(), found.non_trainable)
    outputs = [model.get_layer(row.name).output for row in expected.layers]
    # Zero is an index of every Embedding.
    computed = keras.Model(model.inputs, outputs)(np.zeros((2, *shape), "float32"))
    assert [tuple(each.shape[1:]) for each in computed] == [row.output_shape for row in expected.layers]


@UNUSUAL
@settings(max_examples=15, deadline=None)
@given(graphs())
def test_graphs_equal_those_of_keras(graph: tuple[ModelSpec, Shape]) -> None:
    """For any graph, inputs, shapes and parameters equal those of Keras, and it is read back from TOML."""
    spec, _ = graph
    assert ModelSpec.from_table(spec.to_table(), "its table") == spec
    check_equals_keras(graph)


@pytest.mark.long
@UNUSUAL
@settings(max_examples=80, deadline=None)
@given(graphs())
def test_many_graphs_equal_those_of_keras(graph: tuple[ModelSpec, Shape]) -> None:
    """Likewise."""
    check_equals_keras(graph)


def test_a_graph_with_a_layer_that_only_keras_counts() -> None:
    """Rows are in the order of the declaration, with their inputs; FLOPs are unknown."""
    layers = (
        Layer("ReLU", inputs=("input",)),
        Dense(4, inputs=("input",)),
        Add(inputs=("dense", "re_lu")),
        Head(),
    )
    spec = ModelSpec(layers=layers)
    assert architecture_of(built(spec, (4,), TEN), spec, (4,), TEN).layers == (
        LayerRow("re_lu", "ReLU", (4,), 0, None, inputs=("input",)),
        LayerRow("dense", "Dense", (4,), 20, None, {"units": 4}, inputs=("input",)),
        LayerRow("add", "Add", (4,), 0, None, inputs=("dense", "re_lu")),
        LayerRow("head", "Head", (10,), 50, None, {"logits": False}, "10 units, softmax", inputs=("add",)),
    )


def test_a_chain_is_a_sequential_and_a_graph_is_not() -> None:
    """A graph is a functional model with the names of its layers."""
    chain, graph = built(ModelSpec(layers=(Flatten(), Head())), (4,), TEN), built(RESIDUAL, (8, 8), TEN)
    assert (type(chain).__name__, type(graph).__name__) == ("Sequential", "Functional")
    names = ["input_layer", "channel", "stem", "conv2d", "add", "global_average_pooling2d", "head"]
    assert [layer.name for layer in graph.layers] == names

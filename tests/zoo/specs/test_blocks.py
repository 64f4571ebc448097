"""Blocks, residuals and parameters: how they are expanded, written and read, and their errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zoo
from tests.zoo.specs.test_layers import built
from zoo import Block, Concatenate, Conv2D, Dense, Flatten, Head, ModelSpec, Residual, Task
from zoo.plan import file as plan_file
from zoo.plan.differences import settings_of
from zoo.plan.make import make_plan
from zoo.plan.plan import model_table
from zoo.runs.provenance import spec_digest
from zoo.schema import toml
from zoo.specs.architecture import trace
from zoo.specs.layer_tables import completed
from zoo.specs.named import Named

TEN = Task("classification", 10)
TOML = """kerazoo = 1
kind = "model"

[parameters]
width = 1.0
filters = "round8(16 * width)"

[[layers]]
type = "Residual"
name = "stage"
repeat = 2
activation = "relu"

[[layers.layers]]
type = "Conv2D"
name = "conv"
filters = "filters"
kernel_size = [3, 3]
strides = { first = 2, then = 1 }
padding = "same"

[[layers.layers]]
type = "BatchNormalization"

[layers.shortcut]
then = "identity"

[[layers.shortcut.first]]
type = "Conv2D"
name = "project"
filters = "filters"
kernel_size = [1, 1]
strides = [2, 2]

[[layers]]
type = "Block"

[[layers.layers]]
type = "Dropout"
rate = 0.25

[[layers.layers]]
type = "Flatten"

[[layers]]
type = "Head"
"""


def spec_of(text: str = TOML) -> ModelSpec:
    """The spec that a text declares."""
    kind, table = toml.loads(text, "mine.toml")
    assert kind == "model"
    return ModelSpec.from_table(table, "mine.toml")


def wiring(spec: ModelSpec) -> list[tuple[str | None, tuple[str, ...] | None]]:
    """The name and the inputs of each layer."""
    return [(layer.name, layer.inputs) for layer in spec.flat]


def test_a_residual_is_expanded() -> None:
    """A projection in the first repeat, the identity in the second, and the activation after the sum."""
    spec = spec_of()
    assert wiring(spec) == [
        ("stage_1_project", None),
        ("stage_1_conv", ("input",)),
        ("stage_1_batch_normalization", None),
        ("stage_1_add", ("stage_1_project", "stage_1_batch_normalization")),
        ("stage_1_out", None),
        ("stage_2_conv", None),
        ("stage_2_batch_normalization", None),
        ("stage_2_add", ("stage_1_out", "stage_2_batch_normalization")),
        ("stage_2_out", None),
        ("block_dropout", None),
        ("block_flatten", None),
        ("head", None),
    ]
    convs = [layer for layer in spec.flat if isinstance(layer, Conv2D)]
    assert [(each.filters, each.strides) for each in convs] == [(16, (2, 2)), (16, (2, 2)), (16, (1, 1))]


def test_is_written_as_declared_and_read_back_equal() -> None:
    """Also with all defaults, as in a plan."""
    spec = spec_of()
    assert toml.dumps("model", spec.to_table()) == TOML
    assert spec_of(toml.dumps("model", spec.to_table(defaults=True))) == spec
    assert len({spec, spec_of()}) == 1


def test_is_declared_in_python_too() -> None:
    """The same spec as in TOML."""
    stage = Residual(
        [
            Conv2D("filters", 3, strides={"first": 2, "then": 1}, padding="same", name="conv"),  # type: ignore[arg-type]  # an expression
            zoo.BatchNormalization(),
        ],
        repeat=2,
        activation="relu",
        shortcut={"first": [Conv2D("filters", 1, strides=2, name="project")], "then": "identity"},  # type: ignore[arg-type]  # an expression
        name="stage",
    )
    layers = (stage, Block((zoo.Dropout(0.25), Flatten())), Head())
    assert ModelSpec(layers=layers, parameters={"width": 1.0, "filters": "round8(16 * width)"}) == spec_of()


def test_the_keras_model_has_its_layers_and_counts() -> None:
    """Names, parameters and output; the spec without blocks gives the same bits."""
    spec = spec_of()
    model = built(spec, (8, 8, 3), TEN)
    rows = trace(spec, (8, 8, 3), TEN).layers
    expected = {(row.name, row.parameters) for row in rows}
    assert {(each.name, each.count_params()) for each in model.layers[1:]} == expected
    flat = built(ModelSpec(layers=spec.flat), (8, 8, 3), TEN)
    flat.set_weights(model.get_weights())
    x = np.random.default_rng(0).random((2, 8, 8, 3), "float32")
    assert np.array_equal(model.predict(x, verbose=0), flat.predict(x, verbose=0))


def test_blocks_in_a_chain_give_a_chain() -> None:
    """No layer has inputs, so that Keras builds a Sequential; a shortcut of none adds nothing."""
    inner = Residual((Dense("8 * repeat"),), shortcut=None, name="b")  # type: ignore[arg-type]  # an expression
    spec = ModelSpec(layers=(Flatten(), Block((inner, Dense(3)), repeat=2, name="a"), Head()))
    names = [("flatten", None), ("a_1_b_dense", None), ("a_1_dense", None), ("a_2_b_dense", None)]
    assert wiring(spec) == [*names, ("a_2_dense", None), ("head", None)]
    assert spec.flat[3].units == 16  # type: ignore[attr-defined]  # a Dense


def test_input_in_a_block_is_the_input_of_its_repeat() -> None:
    """As in a dense block, whose output is concatenated to its input."""
    dense = Block((Dense(2), Concatenate(inputs=("input", "dense"))), repeat=2)
    spec = ModelSpec(layers=(dense, Dense(2, inputs=("block",)), Head()))
    assert wiring(spec)[1:5:2] == [
        ("block_1_concatenate", ("input", "block_1_dense")),
        ("block_2_concatenate", ("block_1_concatenate", "block_2_dense")),
    ]
    assert trace(spec, (4,), TEN).layers[3].output_shape == (8,)


def test_a_spec_without_them_keeps_its_table_and_digest() -> None:
    """Neither knows of parameters."""
    spec = ModelSpec(layers=(Flatten(), Dense(3), Head()))
    assert (spec.flat, spec.to_table()) == (
        spec.layers,
        {"layers": [{"type": "Flatten"}, {"type": "Dense", "units": 3}, {"type": "Head"}]},
    )
    expected = "sha256:ccd4ec86d6be7a07fae1b4d607d5b152bba669f3ce20fc45d8ee874690ea20d0"
    assert spec_digest(model_table(Named("x", spec))) == expected


def test_a_plan_has_them_and_their_settings() -> None:
    """A plan is read back equal, and its settings have the paths of --set."""
    from zoo.builtin.datasets import DIGITS
    from zoo.builtin.optimizers import SGD

    spec = spec_of().override({"width": 0.5}, "mine")
    dataset = Named("digits", DIGITS, "kerazoo", zoo.__version__)
    plan = make_plan(Named("mine", spec), Named("sgd", SGD), dataset)
    text = plan_file.dumps(plan)
    kind, table = toml.loads(text, "plan.toml")
    assert (kind, plan_file.read(table, "plan.toml")) == ("plan", plan)
    settings = settings_of(plan.to_table())
    paths = ["parameters.width", "stage.repeat", "stage.conv.strides", "stage.project.filters"]
    assert [settings[path] for path in paths] == [0.5, 2, {"first": 2, "then": 1}, "filters"]
    for path, value in settings.items():
        if path.startswith(("stage.", "block.", "parameters.")) and not path.endswith((".type", ".then")):
            assert (path, spec.override({path: value}, "mine")) == (path, spec)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"stage.repeat": 1}, ["stage_1_conv", 16]),
        ({"stage.conv.filters": 8, "stage.project.filters": 8}, ["stage_1_conv", 8]),
        ({"stage[*].conv.filters": 8, "stage[*].project.filters": "4 * 2"}, ["stage_1_conv", 8]),
        ({"width": 2}, ["stage_1_conv", 32]),
        ({"parameters.width": "1 / 2"}, ["stage_1_conv", 8]),
    ],
)
def test_override(changes: dict[str, Any], expected: list[Any]) -> None:
    """The settings of blocks, of layers in them for all repeats, and parameters."""
    first: Any = spec_of().override(changes, "mine").flat[1]
    assert [first.name, first.filters] == expected


def nested(layers: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Blocks and residuals of layers, repeated or not."""
    lists = st.lists(layers, min_size=1, max_size=3).map(tuple)
    repeats = st.none() | st.integers(1, 3) | st.just("1 + depth")
    shortcuts = st.sampled_from(["identity", None, (Dense(4),)])
    return st.one_of(
        st.builds(Block, lists, repeats),
        st.builds(
            lambda layers: Block((*layers, Dense(4, activation={"first": None, "then": "relu"})), 2), lists
        ),  # type: ignore[arg-type]  # depends on the repeat
        st.builds(Residual, lists, repeats, shortcuts, st.sampled_from([None, "relu"])),
        st.builds(
            Residual, lists, st.just(2), st.fixed_dictionaries({"first": shortcuts, "then": shortcuts})
        ),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.recursive(st.builds(Dense, st.just("4 * depth")), nested, max_leaves=5), max_size=3))
def test_any_blocks_are_those_of_their_layers(drawn: list[Any]) -> None:
    """Written as TOML they are read back equal, and they have the counts of the expanded layers."""
    spec = ModelSpec(layers=(*drawn, Head()), parameters={"depth": 1})
    for defaults in (True, False):
        assert spec_of(toml.dumps("model", spec.to_table(defaults=defaults))) == spec
    assert completed(spec.to_table()["layers"]) == spec.to_table(defaults=True)["layers"]
    flat = ModelSpec(layers=spec.flat)
    assert (flat.flat, trace(flat, (4,), TEN)) == (spec.flat, trace(spec, (4,), TEN))


def test_an_expression_may_be_an_argument_of_an_object() -> None:
    """It is kept as it is declared, also in a block, and computed for each repeat."""
    regularizer: Any = {"type": "L2", "l2": "0.5 * width * repeat"}
    block = zoo.Block((zoo.Dense(3, kernel_regularizer=regularizer, name="d"),), repeat=2, name="b")
    spec = zoo.ModelSpec(layers=(zoo.Flatten(), block, zoo.Head()), parameters={"width": 2})
    table = spec.to_table()
    assert table["layers"][1]["layers"][0]["kernel_regularizer"] == regularizer
    assert zoo.ModelSpec.from_table(table, "it") == spec
    found = [dict(layer.kernel_regularizer) for layer in spec.flat[1:3]]  # type: ignore[attr-defined]  # Dense
    assert found == [{"type": "L2", "l2": 1.0}, {"type": "L2", "l2": 2.0}]
    changed = spec.override({"width": 4}, "mine").flat[1]
    assert dict(changed.kernel_regularizer)["l2"] == 2.0  # type: ignore[attr-defined]  # Dense

"""ModelSpec: checked, named, written and read back."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings

import zoo
from tests.zoo.strategies import specs
from zoo import Dense, Dropout, Flatten, Head, Layer, ModelSpec
from zoo.errors import DeclarationError, Problem, UsageError
from zoo.schema import toml
from zoo.schema.declaration import changed
from zoo.specs import layer_tables

SPEC = ModelSpec(
    summary="One ReLU hidden layer with dropout 0.3",
    layers=(Flatten(), Dense(100, activation="relu", name="hidden"), Dropout(0.3), Head(name="output")),
)
TOML = """
summary = "One ReLU hidden layer with dropout 0.3"

[[layers]]
type = "Flatten"

[[layers]]
type = "Dense"
name = "hidden"
units = 100
activation = "relu"

[[layers]]
type = "Dropout"
rate = 0.3

[[layers]]
type = "Head"
name = "output"
"""


def problems(**declared: Any) -> tuple[Problem, ...]:
    """All errors of a spec."""
    with pytest.raises(DeclarationError) as caught:
        ModelSpec(**declared)
    return caught.value.problems


def table_problems(text: str) -> tuple[Problem, ...]:
    """All errors of a table."""
    with pytest.raises(DeclarationError) as caught:
        ModelSpec.from_table(tomllib.loads(text), "mine.toml")
    return caught.value.problems


@settings(max_examples=60)
@given(specs())
def test_any_spec_is_read_back_equal(spec: ModelSpec) -> None:
    """A spec that is written as TOML is read back equal."""
    kind, table = toml.loads(toml.dumps("model", spec.to_table()), "mine.toml")
    assert ("model", spec) == (kind, ModelSpec.from_table(table, "mine.toml"))


@settings(max_examples=60)
@given(specs())
def test_any_spec_with_its_defaults_is_read_back_equal(spec: ModelSpec) -> None:
    """With every name and every setting that has a value, whether or not it is the default."""
    table = spec.to_table(defaults=True)
    _, read = toml.loads(toml.dumps("model", table), "mine.toml")
    assert spec == ModelSpec.from_table(read, "mine.toml")
    for layer, written in zip(spec.layers, table["layers"], strict=True):
        known = layer.arguments() if isinstance(layer, Layer) else vars(layer)
        given_ = {key for key, value in known.items() if value is not None}
        given_ |= {"inputs"} if layer.inputs else set()
        given_ |= set() if isinstance(layer, Layer) else {key for key, _ in changed(layer)}
        assert written.keys() == given_ | {"type", "name"}


@settings(max_examples=60)
@given(specs())
def test_tables_of_layers_are_completed_with_names_and_defaults(spec: ModelSpec) -> None:
    """The result is what a spec writes with all of its defaults."""
    assert layer_tables.completed(spec.to_table()["layers"]) == spec.to_table(defaults=True)["layers"]


def test_an_invalid_layer_is_completed_with_a_name_only() -> None:
    """Its settings stay as they are."""
    tables = [{"type": "Dense", "units": 0}, {"type": "New2D", "a": 1}, {"type": "Dense"}, {"name": 3}]
    assert [each["name"] for each in layer_tables.completed(tables)] == ["dense", "new2d", "dense_1", "none"]
    assert layer_tables.completed(tables)[0] == {"type": "Dense", "units": 0, "name": "dense"}


@settings(max_examples=50)
@given(specs())
def test_any_spec_is_hashable(spec: ModelSpec) -> None:
    """A spec with any settings is hashable."""
    assert len({spec, ModelSpec.from_table(spec.to_table(), "mine")}) == 1


def test_is_written_without_defaults() -> None:
    """Defaults and default names are left out."""
    assert tomllib.loads(TOML) == SPEC.to_table()


@pytest.mark.parametrize(
    "names", [("dense_1", None), ("dense_7", "dense"), ("dropout", None), ("dense", "dense_1")]
)
def test_explicit_names_are_read_back_equal(names: tuple[str | None, str | None]) -> None:
    """A name that looks like a default one is written if the default would differ."""
    spec = ModelSpec(layers=(*(Dense(3, name=name) for name in names), Dropout(0.5), Head()))
    assert spec == ModelSpec.from_table(spec.to_table(), "mine.toml")


def test_layers_get_names() -> None:
    """A layer without a name is named after its type, with the next free number."""
    layers = (
        Dense(1),
        Dense(2, name="dense_1"),
        Dense(3),
        zoo.MaxPooling2D(),
        Layer("RandomContrast"),
        Head(),
    )
    names = [layer.name for layer in ModelSpec(layers=layers).layers]
    assert names == ["dense", "dense_1", "dense_2", "max_pooling2d", "random_contrast", "head"]


def test_many_layers_are_named_quickly() -> None:
    """30,000 layers are named without a search through all names for each."""
    layers = (*(Flatten() for _ in range(30_000)), Head())
    names = [layer.name for layer in ModelSpec(layers=layers).layers]
    assert names == ["flatten", *(f"flatten_{at}" for at in range(1, 30_000)), "head"]


def test_a_spec_says_what_data_it_is_for() -> None:
    """In TOML and in Python, and with its defaults, as in plan.toml."""
    spec = ModelSpec(layers=(Flatten(), Head()), input_shape=(20,), datasets=("acme:sentences", "words"))
    table = spec.to_table()
    assert table["datasets"] == ["acme:sentences", "words"]
    assert ModelSpec.from_table(table, "its table") == spec
    assert ModelSpec.from_table(spec.to_table(defaults=True), "its table").datasets == spec.datasets


@pytest.mark.parametrize("wrong", ["words", [""], [3], {"words": 1}])
def test_datasets_that_are_no_names(wrong: Any) -> None:
    """A text alone is no list."""
    (found,) = problems(layers=(Flatten(), Head()), datasets=wrong)
    assert found.path == "datasets"


def test_all_problems_are_found_at_once() -> None:
    """Each error has its path, the value, and what was expected or a suggestion."""
    found = problems(
        summary=3,
        input_shape=(0,),
        layers=[
            Dense(0, activation="rleu", kernel_regularizer={"type": "L3"}, name="x"),  # type: ignore[arg-type]  # what is wrong is the point
            zoo.Conv2D(3, 2, strides=2, dilation_rate=2, groups=2),
            zoo.GaussianNoise(2.0, name="x"),
            "Flatten",
        ],
    )
    assert found == (
        Problem("summary", "3", "wanted text"),
        Problem("input_shape", "(0,)", "wanted whole numbers of at least 1, as [28, 28]"),
        Problem("layers.0.units", "0", "wanted a whole number of at least 1"),
        Problem("layers.0.activation", "'rleu'", "did you mean relu?"),
        Problem(
            "layers.0.kernel_regularizer",
            "{'type': 'L3'}",
            'wanted the name of a regularizer, or a table {type = "L1", …}',
        ),
        Problem("layers.1", "strides=(2, 2) and dilation_rate=(2, 2)", "wanted one of them to be 1"),
        Problem("layers.1", "filters=3 and groups=2", "wanted filters that the groups divide"),
        Problem("layers.2.stddev", "2.0", "wanted a number from 0 to 1"),
        Problem("layers.3", "'Flatten'", "wanted a layer of zoo, such as zoo.Dense(10)"),
        Problem("layers", "no Head", "wanted one Head, as the last layer"),
        Problem("layers", "2 named x", "wanted names that differ"),
    )


def test_all_problems_of_a_table_are_found_at_once() -> None:
    """Unknown keys, wrong values, missing settings and wrong order are reported together."""
    text = (
        'sumary = "x"\nsummary = 3\n[[layers]]\ntype = "Head"\n'
        '[[layers]]\ntype = "Dense"\nunit = 3\nactivation = "rleu"\n[[layers]]\nunits = 3\n'
        '[[layers]]\ntype = "Dens"\n[[layers]]\ntype = "Dropout"\nname = "head"\n'
    )
    assert table_problems(text) == (
        Problem("sumary", "'x'", "did you mean summary?"),
        Problem("summary", "3", "wanted text"),
        Problem("layers.1.unit", "3", "did you mean units?"),
        Problem("layers.1.activation", "'rleu'", "did you mean relu?"),
        Problem("layers.1.units", "–", "wanted a whole number of at least 1"),
        Problem("layers.2.type", "–", "wanted the name of a layer"),
        Problem("layers.3.type", "'Dens'", "did you mean Dense?"),
        Problem("layers.4.rate", "–", "wanted a number from 0 to 1"),
        Problem("layers", "1 Head", "wanted one Head, as the last layer"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Problem("layers", "no Head", "wanted one Head, as the last layer")),
        ("layers = 3", Problem("layers", "3", "wanted [[layers]] tables")),
        ("layers = [3]", Problem("layers.0", "3", "wanted a table with the type of a layer")),
        ("[[layers]]\ntype = 3", Problem("layers.0.type", "3", "wanted the name of a layer")),
    ],
)
def test_table_of_another_shape_is_refused(text: str, expected: Problem) -> None:
    """The message has the path of what is not a list of tables."""
    assert expected in table_problems(text)


@pytest.mark.parametrize(
    ("layers", "found"),
    [((), "no Head"), ((Head(), Head()), "2 Heads"), ((Head(), Flatten()), "1 Head")],
)
def test_requires_one_head_at_the_end(layers: tuple[Any, ...], found: str) -> None:
    """A chain has exactly one head, as its last layer."""
    assert problems(layers=layers) == (Problem("layers", found, "wanted one Head, as the last layer"),)


@pytest.mark.parametrize(
    ("layer", "path", "found", "wanted"),
    [
        (Layer("Lambda"), "type", "'Lambda'", "runs code that is not in the declaration"),
        (Layer("RNN"), "type", "'RNN'", "contains another layer; wanted a builder for it"),
        (
            Layer("AvgPool1D"),
            "type",
            "'AvgPool1D'",
            "is another name of AveragePooling1D; wanted AveragePooling1D",
        ),
        (
            Layer("RandomShear"),
            "type",
            "'RandomShear'",
            "is not one of the image layers that a declaration takes (CenterCrop, RandomBrightness, "
            "RandomContrast, RandomCrop, RandomFlip, RandomRotation, RandomTranslation, RandomZoom, Resizing); "
            "wanted it in the training, as --augment, or a builder for it",
        ),
        (
            Layer("MixUp"),
            "type",
            "'MixUp'",
            "mixes examples and their labels, in evaluations too, and a layer of a model does not get labels; "
            "wanted it in the training: --augment mixup or cutmix",
        ),
        (
            Layer("Dense", units=3),
            "type",
            "'Dense'",
            "wanted zoo.Dense, which is checked and counted without Keras",
        ),
        (Layer("LSTMs"), "type", "'LSTMs'", "did you mean LSTM?"),
        (Layer("xyz"), "type", "'xyz'", "wanted the name of a Keras layer"),
        (Layer("RandomContrast", factor=None), "factor", "None", "wanted a value that TOML can hold"),
        (
            Layer("RandomContrast", kernel=[{"a": None}]),
            "kernel",
            "((('a', None),),)",
            "wanted a value that TOML can hold",
        ),
        (
            Layer("RandomContrast", name="model"),
            "name",
            "'model'",
            "wanted a name other than model, optimizer, dataset, train, input_layer",
        ),
    ],
)
def test_layer_outside_the_vocabulary_is_checked(layer: Layer, path: str, found: str, wanted: str) -> None:
    """`Layer` accepts layers that a chain and TOML support, and none that run hidden code."""
    assert problems(layers=(layer, Head())) == (Problem(f"layers.0.{path}", found, wanted),)


def test_builder_and_layers_exclude_each_other() -> None:
    """A spec has either layers or a callable builder."""
    both = problems(builder=print, layers=(Head(),), logits=1)
    expected = (
        Problem("logits", "1", "wanted true or false"),
        Problem("builder", "a function", "wanted layers or a builder, not both"),
    )
    wrong = (Problem("builder", "3", "wanted a function (input_shape, task)"),)
    assert (both, problems(builder=3)) == (expected, wrong)


def test_layers_are_a_tuple() -> None:
    """A layer instead of a tuple is a DeclarationError."""
    assert problems(layers=Head())[0].wanted == "wanted a tuple of layers"


def test_builder_can_not_be_written() -> None:
    """Code can't be written as TOML."""
    with pytest.raises(UsageError, match="a model that is built by code can't be written as TOML"):
        ModelSpec(builder=print).to_table()

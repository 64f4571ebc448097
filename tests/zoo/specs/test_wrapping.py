"""Layers around another layer: their errors, overrides, expressions, and TOML."""

from __future__ import annotations

from typing import Any

import pytest

import zoo
from zoo import Bidirectional, Dense, Head, ModelSpec, SpectralNormalization, TimeDistributed
from zoo.errors import DeclarationError, Problem, SettingError
from zoo.specs.architecture import trace
from zoo.specs.layers.base import Trace, WrongShape
from zoo.specs.task import Task

NO_PLACE = "wanted none, since the layer around it has the name and the inputs"

SPEC = ModelSpec(
    layers=(
        Bidirectional(zoo.LSTM(8, return_sequences=True), "sum", name="both"),
        TimeDistributed(TimeDistributed(Dense(4)), name="deep"),
        Head(),
    )
)


def problems(layer: Any, **parameters: Any) -> list[Problem]:
    """The errors of a layer in Python; those of its table in TOML are the same."""
    with pytest.raises(DeclarationError) as caught:
        ModelSpec(layers=(layer, Head()), parameters=parameters)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (
            Bidirectional(Dense(3)),  # type: ignore[arg-type]
            [
                (
                    "layers.0.layer.type",
                    "'Dense'",
                    "wanted one of ConvLSTM1D, ConvLSTM2D, ConvLSTM3D, GRU, LSTM, SimpleRNN",
                )
            ],
        ),
        (
            TimeDistributed(Head()),
            [("layers.0.layer.type", "'Head'", "wanted a layer that takes one input")],
        ),
        (
            TimeDistributed(zoo.Block((Dense(3),))),
            [("layers.0.layer.type", "'Block'", "wanted a layer that takes one input")],
        ),
        (
            TimeDistributed(Dense(0, name="it", inputs=("input",))),
            [
                ("layers.0.layer.name", "'it'", NO_PLACE),
                ("layers.0.layer.inputs", "('input',)", NO_PLACE),
            ],
        ),
        (
            TimeDistributed(Dense(0, activation="rellu")),
            [
                ("layers.0.layer.units", "0", "wanted a whole number of at least 1"),
                ("layers.0.layer.activation", "'rellu'", "did you mean relu?"),
            ],
        ),
        (
            TimeDistributed(Dense(1, activation="softmax")),
            [("layers.0.layer", "softmax on 1 unit, which is always 1", "wanted sigmoid, or 2 units")],
        ),
        (
            Bidirectional(zoo.GRU(3, go_backwards=True)),
            [
                (
                    "layers.0",
                    "go_backwards = true in both directions",
                    "wanted it to be false, since the other direction is added",
                )
            ],
        ),
        (
            Bidirectional(zoo.GRU(3), backward_layer=zoo.LSTM(2, go_backwards=True, return_sequences=True)),
            [
                ("layers.0", "return_sequences = False and True", "wanted the same in both directions"),
                ("layers.0", "units = 3 and 2", "wanted the same in both directions"),
            ],
        ),
        (
            SpectralNormalization("Dense"),  # type: ignore[arg-type]
            [("layers.0.layer", "'Dense'", "wanted a layer, as { type = 'Dense', units = 8 }")],
        ),
    ],
)
def test_errors_have_the_path_of_the_layer_inside(layer: Any, expected: list[tuple[str, str, str]]) -> None:
    """All errors are found at once."""
    assert problems(layer) == [Problem(*each) for each in expected]


def test_errors_of_a_table_are_those_of_the_value() -> None:
    """With the nearest type, and what is missing."""
    tables = [
        {"type": "Bidirectional", "layer": {"type": "LSMT", "units": 3}},
        {"type": "TimeDistributed", "layer": {"type": "Dense", "unit": 3}},
        {"type": "TimeDistributed"},
        {"type": "Head"},
    ]
    with pytest.raises(DeclarationError) as caught:
        ModelSpec.from_table({"layers": tables}, "net.toml")
    assert list(caught.value.problems) == [
        Problem("layers.0.layer.type", "'LSMT'", "did you mean LSTM?"),
        Problem("layers.1.layer.unit", "3", "did you mean units?"),
        Problem("layers.1.layer.units", "–", "wanted a whole number of at least 1"),
        Problem("layers.2.layer", "–", "wanted a layer that takes one input"),
    ]


def test_layers_in_each_other_have_a_limit() -> None:
    """Neither a file nor a value can nest layers without end."""
    layer: Any = Dense(3)
    for _ in range(2000):
        layer = TimeDistributed(layer)
    assert problems(layer) == [
        Problem("layers.0.layer", "more than 8 layers in each other", "wanted at most 8 levels")
    ]


def test_settings_of_the_layer_inside_are_overridden() -> None:
    """By the path of the setting that holds it."""
    changed = SPEC.override({"both.layer.units": 16, "deep.layer.layer.use_bias": False}, "net")
    assert changed.layers[:2] == (
        Bidirectional(zoo.LSTM(16, return_sequences=True), "sum", name="both"),
        TimeDistributed(TimeDistributed(Dense(4, use_bias=False)), name="deep"),
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("both.layer.unit", "names no setting of both.layer (LSTM); did you mean both.layer.units?"),
        ("both.layer", "names no setting of both (Bidirectional); did you mean both.layer.units?"),
        ("both.units", "names no setting of both (Bidirectional); did you mean both.layer.units?"),
        ("both.layer.units", "is too small; wanted a whole number of at least 1"),
    ],
)
def test_wrong_override_says_what_would_work(path: str, expected: str) -> None:
    """Suggestions have the whole path."""
    with pytest.raises(SettingError) as caught:
        SPEC.override({path: 0}, "net")
    assert str(caught.value) == f"{path}=0 {expected}"


def test_expressions_and_repeats_reach_the_layer_inside() -> None:
    """They are settled for each repeat, and kept in TOML."""
    inside: Any = zoo.LSTM("8 * width", return_sequences={"first": True, "then": False})  # type: ignore[arg-type]
    spec = ModelSpec(
        layers=(zoo.Block((Bidirectional(inside, name="both"),), repeat=2, name="stage"), Head()),
        parameters={"width": 2},
    )
    assert spec.flat[:2] == (
        Bidirectional(zoo.LSTM(16, return_sequences=True), name="stage_1_both"),
        Bidirectional(zoo.LSTM(16), name="stage_2_both"),
    )
    assert ModelSpec.from_table(spec.to_table(), "it") == spec
    assert problems(TimeDistributed(Dense("8 // width")), width=0) == [
        Problem("layers.0.layer.units", "'8 // width'", "wanted a divisor other than 0")
    ]


def test_flops_are_those_of_all_directions_and_steps() -> None:
    """Parameters are those of both directions, and once for all steps."""
    assert Bidirectional(zoo.LSTM(4)).trace((5, 3)) == Trace((8,), 256, flops=2 * 2 * 5 * 4 * (3 * 4 + 4 * 4))
    assert TimeDistributed(Dense(4)).trace((5, 3)) == Trace((5, 4), 16, flops=5 * 2 * 3 * 4)
    assert SpectralNormalization(Dense(4)).trace((3,)) == Trace((4,), 20, 4, 2 * 3 * 4)
    with pytest.raises(WrongShape, match="at least 2 axes, of which the first is the steps"):
        TimeDistributed(Dense(4)).trace((5,))


def test_images_of_each_step_get_a_channel_axis() -> None:
    """As for the layer inside without steps."""
    spec = ModelSpec(layers=(TimeDistributed(zoo.Conv2D(2, 3)), zoo.Flatten(), Head()))
    rows = trace(spec, (4, 5, 5), Task("classification", 10)).layers
    assert [(row.type, row.output_shape) for row in rows[:2]] == [
        ("Reshape", (4, 5, 5, 1)),
        ("TimeDistributed", (4, 3, 3, 2)),
    ]

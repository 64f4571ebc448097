"""Errors of blocks, residuals, parameters and expressions."""

from __future__ import annotations

from typing import Any

import pytest

import zoo
from tests.zoo.specs.test_blocks import TOML, spec_of
from zoo import Block, Conv2D, Dense, Flatten, Head, ModelSpec, Residual
from zoo.errors import DeclarationError, Problem

CONV: Any = Conv2D


def problems(*layers: Any, **parameters: Any) -> list[Problem]:
    """The errors of a spec."""
    with pytest.raises(DeclarationError) as caught:
        ModelSpec(layers=(*layers, Flatten(), Head()), parameters=parameters)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("layers", "parameters", "expected"),
    [
        (
            (Block((CONV("8 // (repeat - 2)", 3),), repeat=3),),
            {},
            [
                (
                    "layers.0.layers.0.filters",
                    "'8 // (repeat - 2)'",
                    "wanted a whole number of at least 1, and it is -8 in repeat 1",
                )
            ],
        ),
        (
            (Block((CONV("8 // (3 - repeat)", 3),), repeat=3),),
            {},
            [
                (
                    "layers.0.layers.0.filters",
                    "'8 // (3 - repeat)'",
                    "wanted a divisor other than 0 in repeat 3",
                )
            ],
        ),
        (
            (Block((Flatten(),), repeat=1_000_000),),
            {},
            [("layers.0.repeat", "1000000", "wanted a whole number from 1 to 1,000")],
        ),
        (
            (Block((Block((Flatten(),), repeat=500),), repeat="500"),),
            {},
            [("layers.0.repeat", "'500'", "wanted a whole number from 1 to 1,000")],
        ),
        (
            (Block((Block((Flatten(),), repeat=500),), repeat="250 * 2"),),
            {},
            [("layers", "more than 10,000 layers", "wanted fewer repeats of the blocks")],
        ),
        (
            (
                Block((Dense(3, name="a"),), name="b"),
                Dense(3, name="b_a"),
                Block((), name="c"),
                Residual((Dense(3, name="add"),)),
            ),
            {},
            [
                ("layers.2.layers", "[]", "wanted a list of at least one layer"),
                (
                    "layers.1.name",
                    "b_a in Keras",
                    "wanted another name, since layers.0.layers.0 has the same",
                ),
                (
                    "layers.3.add.name",
                    "residual_add in Keras",
                    "wanted another name, since layers.3.layers.0 has the same",
                ),
            ],
        ),
        (
            (Block((Dense(3, name="layer"), Dense(3, inputs=("x",)), Head()), name="input"),),
            {},
            [
                ("layers.0.layers.2", "a Head", "wanted it as the last layer of the model, in no block"),
                ("layers.0.layers.1.inputs", "'x'", "wanted input and layer"),
                ("layers.0.layers.0", "layer is not used", "wanted layer in the inputs of a later layer"),
                (
                    "layers.0.layers.0.name",
                    "input_layer in Keras",
                    "wanted another name, since it is reserved",
                ),
            ],
        ),
        (
            (
                Dense({"first": 2, "then": 1}),
                CONV("repeat", 3),
                Block((CONV({"first": 2}, 3, activation={"first": "rellu", "then": None}),), repeat=2),
            ),  # type: ignore[arg-type]  # what is wrong is the point
            {},
            [
                ("layers.0.units", "{'first': 2, 'then': 1}", "wanted it in a block that has a repeat"),
                ("layers.1.filters", "'repeat'", "wanted it in a block that has a repeat"),
                ("layers.2.layers.0.filters.then", "–", "wanted the value in the other repeats"),
                ("layers.2.layers.0.activation.first", "'rellu'", "did you mean relu?"),
            ],
        ),
        (
            (
                Dense(3, kernel_regularizer={"type": "L2", "l2": "0.1 * widht"}),
                Dense(3, kernel_regularizer={"type": "L2", "l2": "0 - width"}),
                Block((Dense({"first": 2, "thn": 1}), Dense(3)), repeat=2),
            ),  # type: ignore[arg-type]  # what is wrong is the point
            {"width": 2},
            [
                ("layers.2.layers.0.units.thn", "1", "did you mean then?"),
                ("layers.0.kernel_regularizer.l2", "'0.1 * widht'", "did you mean width?"),
                (
                    "layers.1.kernel_regularizer.l2",
                    "'0 - width'",
                    "wanted a number of at least 0, and it is -2",
                ),
            ],
        ),
        (
            (Dense("a + widht"), Dense("many")),  # type: ignore[arg-type]  # expressions
            {"a": "b", "b": "c + 1", "c": "2 * b", "width": 3, "Big": 3, "round": 1, "text": [2]},
            [
                (
                    "parameters.Big",
                    "3",
                    "wanted a name of small letters, digits and _, beginning with a letter",
                ),
                (
                    "parameters.round",
                    "1",
                    "wanted another name than repeat, repeats, ceil, int, max, min, round, round8",
                ),
                ("parameters.text", "[2]", "wanted a number, or an expression of other parameters"),
                (
                    "parameters.b",
                    "'c + 1'",
                    "wanted an expression that does not depend on b itself, through c",
                ),
                ("layers.0.units", "'a + widht'", "did you mean width?"),
                ("layers.1.units", "'many'", "wanted a whole number of at least 1"),
            ],
        ),
        (
            (
                Residual((Dense(3),), shortcut="idenity"),
                Residual((Dense(3),), shortcut={"first": 3, "then": None}, repeat=2),
            ),
            {},
            [
                ("layers.0.shortcut", "'idenity'", "wanted identity, none or a list of layers"),
                ("layers.1.shortcut.first", "3", "wanted identity, none or a list of layers"),
            ],
        ),
    ],
)
def test_errors(layers: tuple[Any, ...], parameters: dict[str, Any], expected: list[tuple[str, ...]]) -> None:
    """All at once, each with the path at which it is declared."""
    assert [tuple(each) for each in problems(*layers, **parameters)] == expected


def test_a_conflict_of_settings_that_vary_is_found() -> None:
    """Once for all repeats."""
    conv = CONV(8, 3, strides=2, dilation_rate="1 + repeat // 2")
    found = "strides=(2, 2) and dilation_rate=(2, 2)"
    assert problems(Block((conv,), repeat=3)) == [
        Problem("layers.0.layers.0", found, "wanted one of them to be 1")
    ]


def test_too_many_parameters() -> None:
    """Each could need the next one."""
    chain = {f"p{place}": f"p{place + 1} + 1" for place in range(101)}
    assert problems(**chain) == [Problem("parameters", "101 of them", "wanted at most 100")]


def test_blocks_nested_too_deep() -> None:
    """Not in a recursion without end."""
    layer: Any = Dense(3)
    for _ in range(200):
        layer = Block((layer,))
    path = "layers.0" + ".layers.0" * 8
    assert problems(layer) == [Problem(path, "a block within 8 others", "wanted at most 8 levels")]


def test_errors_of_a_file_are_found_with_all_others() -> None:
    """Expressions of a layer with another error included."""
    text = TOML.replace('padding = "same"', 'padding = "sam"').replace('"round8(16 * width)"', '"16 * widht"')
    text = text.replace(
        'filters = "filters"\nkernel_size = [3, 3]', 'filters = "filter"\nkernel_size = [3, 3]'
    )
    with pytest.raises(DeclarationError) as caught:
        spec_of(text.replace('type = "Block"', 'type = "Block"\nrepeats = 2'))
    assert [tuple(each) for each in caught.value.problems] == [
        ("layers.0.layers.0.padding", "'sam'", "did you mean same?"),
        ("layers.1.repeats", "2", "did you mean repeat?"),
        ("parameters.filters", "'16 * widht'", "did you mean width?"),
        ("layers.0.layers.0.filters", "'filter'", "did you mean filters?"),
    ]


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("widht", 2, "widht=2 names no layer of mine; did you mean width?"),
        (
            "xyz.y",
            2,
            "xyz.y=2 names no layer of mine; its layers are stage, block and head; its parameters are width and filters",
        ),
        (
            "stage_2_conv",
            3,
            "stage_2_conv=3 names one repeat of a layer, and its settings are those of stage.conv",
        ),
        ("width", "abc", "width=abc is not a number; wanted a number from -1e+12 to 1e+12"),
        ("stage.repeat", 0, "stage.repeat=0 is too small; wanted a whole number from 1 to 1,000"),
        (
            "stage_2_conv.filters",
            3,
            "stage_2_conv.filters=3 names one repeat of a layer, and its settings are those of stage.conv; did you mean stage.conv.filters?",
        ),
        (
            "stage.conf.filters",
            3,
            "stage.conf.filters=3 names no layer of stage; did you mean stage.conv.filters?",
        ),
        (
            "stage.conv.filter",
            3,
            "stage.conv.filter=3 names no setting of stage.conv (Conv2D); did you mean stage.conv.filters?",
        ),
        ("stage.cony", 3, "stage.cony=3 names no setting of stage (Residual); did you mean stage.conv?"),
        (
            "stage[2].conv.filters",
            3,
            "stage[2].conv.filters=3 is for some repeats alone; wanted stage.conv.filters for all, or stage.conv.filters='{first = …, then = …}'",
        ),
        ("head[*].logits", True, "head[*].logits=True has [*] after head, which has no repeat"),
        (
            "stage.conv.filters",
            {"first": 2, "thn": 1},
            "stage.conv.filters={'first': 2, 'thn': 1} has an unknown thn; did you mean then?",
        ),
        ("stage.conv.filters", "8 * widt", "stage.conv.filters=8 * widt has no value; did you mean width?"),
        (
            "stage.conv.filters",
            "many",
            "stage.conv.filters=many is not a number; wanted a whole number of at least 1",
        ),
    ],
)
def test_override_that_is_not_valid(path: str, value: Any, expected: str) -> None:
    """The message has the nearest path that works."""
    with pytest.raises(zoo.SettingError) as caught:
        spec_of().override({path: value}, "mine")
    assert str(caught.value) == expected

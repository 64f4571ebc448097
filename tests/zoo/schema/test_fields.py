"""Kinds of settings: what each accepts, and its error messages."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zoo.strategies import ARGUMENTS, LINES, values
from zoo.errors import shown
from zoo.plan.train_settings import TrainSettings
from zoo.schema.composite import Either, Margins, Optional, Order, Sizes
from zoo.schema.declaration import Setting, settings_of
from zoo.schema.fields import Boolean, Identifier, Integer, Number, OneOf, Shape, Text, WrongValue
from zoo.schema.keras_objects import Arguments, Configured, Numbers, freeze, thaw
from zoo.schema.toml import parse_value
from zoo.specs.layers.by_name import LAYERS
from zoo.specs.optimizer import OPTIMIZERS

REGULARIZER = Configured(
    "a regularizer", names=("l1", "l2"), types={"L1": Arguments(l1=Number(0)), "L2": Arguments(l2=Number(0))}
)
TABLE = Configured(
    "a schedule", names=(), types={"Cosine": Arguments(), "Linear": Arguments("at", at=Numbers(Integer(1)))}
)

READ: list[tuple[Any, Any, Any]] = [
    (Integer(1), 3.0, 3),
    (Integer(-1, 8), -1, -1),
    (Number(), 3, 3.0),
    (Number(0, 1), 0, 0.0),
    (Number(0, 1), 1, 1.0),
    (Boolean(), False, False),
    (Text(), "", ""),
    (Identifier(), "a-1_b", "a-1_b"),
    (OneOf(("a", "b")), "b", "b"),
    (Sizes(), 3, (3, 3)),
    (Sizes(), [1, 2.0], (1, 2)),
    (Sizes(1), [2], 2),
    (Sizes(3), 2, (2, 2, 2)),
    (Margins(1), [1, 2], (1, 2)),
    (Order(), [2, 1], (2, 1)),
    (Margins(2), 1, 1),
    (Margins(2), [1, [0, 2]], (1, (0, 2))),
    (Shape(), [28, 28.0], (28, 28)),
    (Shape(free=True), (-1, 2), (-1, 2)),
    (Optional(Integer(1)), None, None),
    (Optional(Integer(1)), "none", None),
    (Optional(Integer(1)), 2, 2),
    (Either((Integer(1), OneOf(("auto",)))), "auto", "auto"),
    (REGULARIZER, "l2", "l2"),
    (REGULARIZER, {"type": "L2", "l2": 0.01}, (("type", "L2"), ("l2", 0.01))),
    (REGULARIZER, (("type", "L2"), ("l2", 0.01)), (("type", "L2"), ("l2", 0.01))),
    (TABLE, {"type": "Linear", "at": [1, 2]}, (("type", "Linear"), ("at", (1, 2)))),
]
AT_LEAST_1 = "wanted a whole number of at least 1"
PAIR = "wanted a whole number of at least 1, or two of them"
TRIPLE = "wanted a whole number of at least 1, or three of them"
MARGINS_1D = "wanted a whole number of at least 0, or two of them, for before and after"
MARGINS_2D = "wanted a whole number of at least 0, or two of them or of pairs [before, after]"
SHAPE = "wanted whole numbers of at least 1, as [28, 28]"
A_REGULARIZER = 'is not a regularizer; wanted the name of a regularizer, or a table {type = "L1", …}'
NAME = "is not a valid layer name; wanted small letters, digits, - and _, beginning with a letter"
REFUSED: list[tuple[Any, Any, str]] = [
    (Integer(1), True, f"is not a number; {AT_LEAST_1}"),
    (Integer(1), "3", f"is not a number; {AT_LEAST_1}"),
    (Integer(1), math.inf, f"is not finite; {AT_LEAST_1}"),
    (Integer(1), math.nan, f"is not finite; {AT_LEAST_1}"),
    (Integer(1), 1.5, f"is not a whole number; {AT_LEAST_1}"),
    (Integer(1), 0, f"is too small; {AT_LEAST_1}"),
    (Integer(1), 2**31, "is too large; wanted a whole number from 1 to 2,147,483,647"),
    (Integer(1, 1_000), 0, "is too small; wanted a whole number from 1 to 1,000"),
    (Number(), math.inf, "is not finite; wanted a finite number"),
    (Number(), 10**400, "is too large; wanted a finite number"),
    (Number(0), -1, "is too small; wanted a number of at least 0"),
    (Number(0, above=True), 0, "is too small; wanted a number above 0"),
    (Number(0, 1), 2, "is too large; wanted a number from 0 to 1"),
    (Number(0, 1, below=True), 1, "is too large; wanted a number from 0 to below 1"),
    (Number(0, 1, above=True), 0, "is too small; wanted a number above 0 and at most 1"),
    (Number(0, 1, above=True, below=True), 1, "is too large; wanted a number above 0 and below 1"),
    (Number(0), True, "is not a number; wanted a number of at least 0"),
    (Boolean(), 1, "is not a boolean; wanted true or false"),
    (Text(), 1, "is not text; wanted text"),
    (Text(), "a\nb", "has several lines; wanted text on one line"),
    (Identifier(), "Dense", NAME),
    (Identifier(), None, NAME),
    (
        Identifier(),
        "train",
        "is reserved; wanted a name other than model, optimizer, dataset, train, input_layer",
    ),
    (OneOf(("valid", "same")), "sam", "is not known; wanted one of valid, same; did you mean same?"),
    (OneOf(tuple("abcdefghi"), "a letter"), [], "is not known; wanted a letter"),
    (Sizes(), (1, 2, 3), f"is not a pair; {PAIR}"),
    (Sizes(3), (1, 2), "is not as many numbers as there are axes; " + TRIPLE),
    (Order(), [1, 3], "is not an order; wanted each number from 1 on once, as [2, 1]"),
    (Order(), [], "is not a list; wanted each number from 1 on once, as [2, 1]"),
    (Margins(1), (1, 2, 3), f"is not a pair; {MARGINS_1D}"),
    (Margins(2), (1, 2, 3), f"is not a margin for each axis; {MARGINS_2D}"),
    (Margins(2), (1, (2, -1)), f"is too small; {MARGINS_2D}"),
    (Sizes(), (1, 0), f"is too small; {PAIR}"),
    (Sizes(), "ab", f"is not a number; {PAIR}"),
    (Shape(), [], f"is not a shape; {SHAPE}"),
    (Shape(), 28, f"is not a shape; {SHAPE}"),
    (Shape(), [-1, 2], f"is not a shape; {SHAPE}"),
    (Shape(free=True), [-1, -1], f"has two free axes; {SHAPE}, at most one of them -1"),
    (Optional(Integer(1)), 0, f"is too small; {AT_LEAST_1}"),
    (Either((Number(0), TABLE)), -1, "is too small; wanted a number of at least 0"),
    (
        Either((Number(0), TABLE)),
        {"type": "Line"},
        'is not a schedule; wanted a table {type = "Cosine", …}; did you mean Linear?',
    ),
    (REGULARIZER, "l22", f"{A_REGULARIZER}; did you mean l2?"),
    (REGULARIZER, {"type": "zzz"}, A_REGULARIZER),
    (REGULARIZER, {"type": "L2", "l1": 1}, "has an unknown l1; wanted one of l2"),
    (REGULARIZER, {"type": "L2", "l2": -1}, "has l2=-1, which is too small; wanted a number of at least 0"),
    (TABLE, {"type": "Cosine", "at": [1]}, "has an unknown at; wanted no argument"),
    (TABLE, {"type": "Linear"}, "has no at; wanted a list, each a whole number of at least 1"),
    (
        Either((Number(0), TABLE)),
        {"type": "Linear", "at": 1},
        "has at=1, which is not a list; wanted a list, each a whole number of at least 1",
    ),
    (REGULARIZER, {}, A_REGULARIZER),
    (REGULARIZER, [1, 2], A_REGULARIZER),
    (REGULARIZER, ["abc"], A_REGULARIZER),
    (REGULARIZER, 3, A_REGULARIZER),
    (REGULARIZER, None, A_REGULARIZER),
]


@pytest.mark.parametrize(("kind", "value", "expected"), READ)
def test_reads(kind: Any, value: Any, expected: Any) -> None:
    """A valid value is converted to the type of its setting."""
    actual = kind.read(value)
    assert (expected, type(expected)) == (actual, type(actual))


@pytest.mark.parametrize(("kind", "value", "expected"), REFUSED)
def test_refuses(kind: Any, value: Any, expected: str) -> None:
    """The message has the reason, what was expected, and a suggestion."""
    with pytest.raises(WrongValue) as caught:
        kind.read(value)
    assert expected == str(caught.value)


EVERY = [
    setting
    for declared in (*LAYERS.values(), *OPTIMIZERS.values(), TrainSettings)
    for setting in settings_of(declared).values()
]


@pytest.mark.parametrize("setting", EVERY, ids=lambda setting: setting.name)
def test_defaults_are_valid(setting: Setting) -> None:
    """Every default is valid and unchanged by its kind, so that omitted and given values are equal."""
    if not setting.required and setting.default is not None:
        assert setting.default == setting.kind.read(setting.default)


@given(st.data())
def test_reading_twice_changes_nothing(data: st.DataObject) -> None:
    """A value that a kind has read is read again unchanged."""
    kind = data.draw(st.sampled_from([each for each in EVERY if hasattr(each.kind, "read")])).kind
    once = kind.read(data.draw(values(kind)))
    assert once == kind.read(once)


@given(ARGUMENTS)
def test_frozen_value_is_hashable_and_thaws(table: dict[str, Any]) -> None:
    """A frozen table is hashable, and `thaw` is the inverse."""
    frozen = freeze(table)
    hash(frozen)
    assert thaw(frozen) == (table or [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3),
        ("1e-3", 0.001),
        ("true", True),
        ("[1, 2]", [1, 2]),
        ('{type = "L2", l2 = 0.01}', {"type": "L2", "l2": 0.01}),
        ("relu", "relu"),
        ('"relu"', "relu"),
        ("", ""),
        ("1\nb = 2", "1\nb = 2"),
        ("1" * 5_000, "1" * 5_000),
        ("[" * 5_000, "[" * 5_000),
    ],
)
def test_parse_reads_toml_or_text(text: str, expected: Any) -> None:
    """A value on the command line is parsed as TOML, or is the text itself."""
    assert expected == parse_value(text)


@given(LINES)
def test_parse_takes_any_line(text: str) -> None:
    """No text raises an error."""
    parse_value(text)


def test_values_are_shown_as_toml() -> None:
    """A value is shown as in TOML, with at most 60 characters."""
    assert [shown(each) for each in (True, "a", 3, "x" * 99)] == ["true", "'a'", "3", f"'{'x' * 58}…"]

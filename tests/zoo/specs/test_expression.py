"""Expressions in settings: their values, and what is refused."""

from __future__ import annotations

import pytest

from zoo.specs.expression import WrongExpression, evaluate, is_expression

ALLOWED = "wanted numbers, names, + - * / // %, parentheses and ceil, int, max, min, round and round8"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 * width", 1.0),
        (" 7 // 2 + 7 % 2 - -1", 5),
        ("round8(32 * width)", 16),
        ("round8(11)", 16),
        ("round8(1)", 8),
        ("max(1, width, 3)", 3),
        ("min(1, width)", 0.5),
        ("round(2.6) + int(2.6) + ceil(2.1)", 8),
        ("(repeat + 1) / 2", 2.0),
    ],
)
def test_value(text: str, expected: float) -> None:
    """Numbers, names, operators, parentheses and functions, as in Python."""
    assert evaluate(text, {"width": 0.5, "repeat": 3}) == expected


def test_round8_is_the_rounding_of_keras() -> None:
    """That of MobileNetV2."""
    from keras.src.applications.mobilenet_v2 import _make_divisible

    numbers = [each / 7 for each in range(1, 4000)]
    assert [evaluate("round8(x)", {"x": x}) for x in numbers] == [_make_divisible(x, 8) for x in numbers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 // (width - width)", "wanted a divisor other than 0"),
        ("1 % 0 * width", "wanted a divisor other than 0"),
        ("2 ** width", ALLOWED),
        ("width if width else 1", ALLOWED),
        ("width.real", ALLOWED),
        ("__import__('os')", "wanted one of ceil, int, max, min, round, round8"),
        ("(lambda: 1)()", ALLOWED),
        ("True + width", ALLOWED),
        ("'a' * 3", ALLOWED),
        ("roun(width)", "did you mean round?"),
        ("round(width, 2)", "wanted round of one number"),
        ("max(width)", "wanted max of two numbers or more"),
        ("max(*width)", "wanted max of two numbers or more"),
        ("min(1, 2, key=3)", ALLOWED),
        ("widht + 1", "did you mean width?"),
        ("qqqq + 1", "wanted a number, or one of width"),
        ("1e9 * 1e9 * width", "wanted numbers of at most 1,000,000,000,000"),
        ("9" * 150 + " * width", "wanted numbers of at most 1,000,000,000,000"),
        ("width + " * 100, "wanted at most 200 characters"),
    ],
)
def test_an_expression_without_a_value(text: str, expected: str) -> None:
    """Each has its reason; nothing is run."""
    with pytest.raises(WrongExpression) as caught:
        evaluate(text, {"width": 1})
    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("width", True),
        ("2 * 3", True),
        ("f(", False),
        ("3", False),
        ("-3.5", False),
        ("1if x", False),
        ("\0", False),
        ("(" * 150, False),
        ("-" * 199 + "1", False),
        (3, False),
        (None, False),
    ],
)
def test_the_form_of_an_expression(value: object, expected: object) -> None:
    """Text that is parsed, and is more than a number."""
    assert is_expression(value) == expected

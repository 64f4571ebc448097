"""Expressions in settings: a small arithmetic on numbers and names, as in `round8(32 * width)`.

An expression is text, parsed by `ast` and computed here; no code is run. Its length, its numbers and its
functions are limited, so that none can take long.
"""

from __future__ import annotations

import ast
import math
import operator
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from zoo.errors import enumerated
from zoo.registry import nearest
from zoo.schema.plain_values import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 200
"""The most characters of an expression."""
LARGEST = 10**12
"""The largest number in an expression, also on the way to its result."""


def round8(number: float) -> int:
    """The nearest multiple of 8 that is at least 8 and not more than 10 % smaller than the number.

    It is how MobileNetV2 rounds numbers of filters, `_make_divisible` in Keras.
    """
    near = max(8, int(number + 4) // 8 * 8)
    return near + 8 if near < 0.9 * number else near


OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
FUNCTIONS = {"ceil": math.ceil, "int": int, "max": max, "min": min, "round": round, "round8": round8}
SEVERAL = ("max", "min")
"""Functions of two numbers or more; the others take one."""
ALLOWED = f"numbers, names, + - * / // %, parentheses and {enumerated(list(FUNCTIONS))}"


class WrongExpression(ValueError):
    """An expression without a value.

    Attributes:
        wanted: What would work, a noun phrase.
        meant: The known name that is nearest to an unknown one, if there is one.
    """

    def __init__(self, wanted: str, meant: str | None = None) -> None:
        self.wanted, self.meant = wanted, meant
        super().__init__(f"did you mean {meant}?" if meant else f"wanted {wanted}")


class UnknownNames(WrongExpression):
    """An expression with a name that has no value."""


def is_expression(value: object) -> bool:
    """Whether a value is text in the form of an expression, valid or not; a number in quotes is none."""
    if not isinstance(value, str):
        return False
    if len(value) > LONGEST:
        return True
    parsed = _parsed(as_text(value))
    plain = (ast.Constant, ast.UnaryOp, ast.unaryop)
    return parsed is not None and not all(isinstance(node, plain) for node in ast.walk(parsed))


def names_in(text: str) -> list[str]:
    """The names in an expression, without those of functions."""
    parsed = _parsed(text)
    nodes = [] if parsed is None else list(ast.walk(parsed))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return [node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in called]


def evaluate(text: str, values: Mapping[str, float]) -> int | float:
    """The number that an expression gives for these values of names.

    Raises:
        WrongExpression: It has no value.
    """
    if len(text) > LONGEST:
        raise WrongExpression(f"at most {LONGEST} characters")
    parsed = _parsed(text)
    if parsed is None:
        raise WrongExpression(ALLOWED)
    for name in names_in(text):
        if name not in values:
            known = (
                f"a number, or one of {', '.join(values)}"
                if values
                else "a number, or a name in [parameters]"
            )
            raise UnknownNames(known, nearest(name, values))
    return _value(parsed, values)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> ast.expr | None:
    """The syntax of an expression; None if it has none, or is too long."""
    if len(text) > LONGEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of numbers that touch words
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def _value(node: ast.expr, values: Mapping[str, float]) -> int | float:
    found: int | float
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            found = number
        case ast.Name(id=name):
            found = values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            found = -_value(operand, values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            one, two = _value(left, values), _value(right, values)
            if two == 0 and isinstance(op, (ast.Div, ast.FloorDiv, ast.Mod)):
                raise WrongExpression("a divisor other than 0")
            found = OPERATORS[type(op)](one, two)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            several = len(arguments) > 1
            if not arguments or several != (name in SEVERAL):
                raise WrongExpression(
                    f"{name} of " + ("two numbers or more" if name in SEVERAL else "one number")
                )
            found = FUNCTIONS[name](*(_value(each, values) for each in arguments))  # type: ignore[operator]  # each is a function
        case ast.Call(func=ast.Name(id=name)) if name not in FUNCTIONS:
            raise WrongExpression(f"one of {', '.join(FUNCTIONS)}", nearest(name, FUNCTIONS))
        case _:
            raise WrongExpression(ALLOWED)
    if not abs(found) <= LARGEST:  # also if it is not a number
        raise WrongExpression(f"numbers of at most {LARGEST:,}")
    return found

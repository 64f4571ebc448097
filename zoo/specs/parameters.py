"""The parameters of a spec: numbers with names, which expressions in its settings use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from zoo.errors import Problem, shorten, shown
from zoo.schema.fields import Number, WrongValue
from zoo.schema.plain_values import as_text
from zoo.specs.expression import FUNCTIONS, LARGEST, WrongExpression, evaluate, is_expression, names_in
from zoo.specs.varying import REPEAT, REPEATS

Parameters = tuple[tuple[str, int | float | str], ...]
RESERVED = (REPEAT, REPEATS, *FUNCTIONS)
MOST = 100
"""The most parameters of a spec."""
VALUE = Number(-LARGEST, LARGEST)


def checked(parameters: Any, problems: list[Problem]) -> Parameters:
    """The parameters as pairs of a name and a number or an expression; errors are added to `problems`."""
    table = dict(parameters) if _are_pairs(parameters) else parameters
    if not isinstance(table, Mapping):
        wanted = "wanted a table of names and numbers, as width = 1.0"
        problems.append(Problem("parameters", shown(parameters), wanted))
        return ()
    if len(table) > MOST:
        problems.append(Problem("parameters", f"{len(table):,} of them", f"wanted at most {MOST}"))
        return ()
    found = []
    for name, value in table.items():
        path = f"parameters.{shorten(name)}"
        if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            wanted = "wanted a name of small letters, digits and _, beginning with a letter"
            problems.append(Problem(path, shown(value), wanted))
        elif name in RESERVED:
            problems.append(Problem(path, shown(value), f"wanted another name than {', '.join(RESERVED)}"))
        else:
            found.append((as_text(name), _value(value, path, problems)))
    return tuple(found)


def _are_pairs(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(each, tuple) and len(each) == 2 for each in value)  # noqa: PLR2004 - name and value


def _value(value: Any, path: str, problems: list[Problem]) -> int | float | str:
    if is_expression(value):
        return as_text(value)
    try:
        VALUE.read(value)
    except WrongValue:
        problems.append(Problem(path, shown(value), "wanted a number, or an expression of other parameters"))
        return 1
    number: int | float = int(value) if isinstance(value, int) else float(value)
    return number


def settled(parameters: Parameters, problems: list[Problem]) -> dict[str, int | float]:
    """The number of each parameter; errors of their expressions are added to `problems`.

    A parameter whose expression has no value is 1, so that what uses it can be checked.
    """
    given = dict(parameters)
    values: dict[str, int | float] = {}
    for name in given:
        _settle(name, given, values, [], problems)
    return values


def _settle(
    name: str,
    given: Mapping[str, int | float | str],
    values: dict[str, int | float],
    users: list[str],
    problems: list[Problem],
) -> None:
    """Compute a parameter after those in its expression; `users` are the parameters that need it."""
    value = given[name]
    if name in values:
        return
    if not isinstance(value, str):
        values[name] = value
        return
    for other in names_in(value):
        if other in (name, *users):
            circle = [*users, name][[*users, name].index(other) :]
            through = f", through {', '.join(circle[1:])}" if len(circle) > 1 else ""
            wanted = f"wanted an expression that does not depend on {other} itself{through}"
            problems.append(Problem(f"parameters.{other}", shown(given[other]), wanted))
            values.update(dict.fromkeys(circle, 1))
            return
        if other in given:
            _settle(other, given, values, [*users, name], problems)
            if name in values:  # found in a circle
                return
    try:
        known = {other: values[other] for other in given if other in values and other != name}
        values[name] = evaluate(value, known)
    except WrongExpression as wrong:
        problems.append(Problem(f"parameters.{name}", shown(value), str(wrong)))
        values[name] = 1

"""Settings of layers that vary: with the parameters of a spec, and with the repeat of a block.

Such a setting is an expression where a number is expected, also in a table such as
`{ type = "L2", l2 = "0.01 * width" }`, or a table `{ first = 2, then = 1 }` with one
value for the first repeat of a block and one for all others. It is kept as it is declared, and settled for
each repeat when a spec is expanded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.errors import Problem, shown
from zoo.registry import nearest
from zoo.schema import declaration, fields
from zoo.schema.composite import Either, Margins, Optional, Sizes
from zoo.schema.fields import WrongValue
from zoo.schema.keras_objects import Configured, Numbers, freeze, thaw
from zoo.schema.value import Value
from zoo.specs.expression import ALLOWED, UnknownNames, WrongExpression, evaluate, is_expression, names_in

if TYPE_CHECKING:
    from collections.abc import Mapping

REPEAT, REPEATS = "repeat", "repeats"
"""The names of the number of a repeat, counted from 1, and of how many there are."""
NO_REPEAT = "in a block that has a repeat"
FIRST, THEN = "first", "then"
DEEPEST = 2
"""Lists in each other, as in [[1, 1], [0, "pad"]]."""
PAIR = 2
"""A key and a value."""
NUMERIC = (fields.Integer, fields.Number, fields.Shape, Sizes, Margins, Numbers)


class Nested(Value):
    """A kind whose values are declarations with settings that may vary, too."""


def read(kind: Any, found: Any, path: str, problems: list[Problem]) -> Any:
    """The value as read by its kind, like `declaration.read`; one that varies stays, in hashable form."""
    table = by_repeat(found)
    if table is not None:  # TOML has no null
        return freeze({key: "none" if value is None else value for key, value in table.items()})
    if misspelt(found):
        declaration.refuse_unknown(_table(found), (FIRST, THEN), path, problems)
        return found
    return freeze(found) if varies(kind, found) else declaration.read(kind, found, path, problems)


def varies(kind: Any, value: Any) -> bool:
    """Whether the value of a setting of this kind depends on parameters or on the repeat."""
    if isinstance(kind, Nested):
        return isinstance(value, declaration.Typed) and bool(settings_of(value))
    return by_repeat(value) is not None or (_is_computed(kind, value) and not _is_valid(kind, value))


def settings_of(declared: object) -> dict[str, Any]:
    """The kinds of the settings of a declaration that vary."""
    return {
        name: each.kind
        for name, each in declaration.settings_of(type(declared)).items()
        if varies(each.kind, getattr(declared, name))
    }


def by_repeat(value: Any) -> dict[str, Any] | None:
    """The table of a value that differs in the first repeat, with `first`, `then` or both; otherwise None."""
    table = _table(value)
    return table if table and table.keys() <= {FIRST, THEN} else None


def misspelt(value: Any) -> str | None:
    """A key of a table that is meant to have `first` and `then`, and has another; None for another value."""
    table = _table(value)
    if "type" in table or not any(nearest(key, (FIRST, THEN)) for key in table):
        return None
    return next((key for key in table if key not in (FIRST, THEN)), None)


def _table(value: Any) -> dict[str, Any]:
    """A table, or the table of pairs as `freeze` has them; empty for another value."""
    pairs = isinstance(value, tuple) and all(isinstance(each, tuple) and len(each) == PAIR for each in value)
    table = {key: item for key, item in value if isinstance(key, str)} if pairs else value
    is_table = isinstance(table, dict) and all(isinstance(key, str) for key in table)
    return table if is_table and len(table) == len(value) else {}


def settled(kind: Any, value: Any, values: Mapping[str, float], path: str, problems: list[Problem]) -> Any:
    """The value of a setting that varies, for these values of parameters and of the repeat.

    Errors are added to `problems`.
    """
    if isinstance(kind, Nested):
        return _settled_inside(value, values, path, problems)
    chosen, found = in_repeat(value, values, path, problems), None
    if chosen is None:
        return None
    value, path = chosen
    if (arguments := _arguments(kind, value)) is not None:
        before = len(problems)
        value = {
            key: settled(arguments[key], item, values, f"{path}.{key}", problems)
            if key in arguments and varies(arguments[key], item)
            else item
            for key, item in _table(value).items()
        }
        if len(problems) > before:
            return None
    try:
        found = _computed(thaw(value), values) if _is_numeric(kind) else thaw(value)
        return kind.read(found)
    except UnknownNames as wrong:
        if REPEAT not in values and _needs_repeat(thaw(value)):
            problems.append(Problem(path, shown(thaw(value)), f"wanted it {NO_REPEAT}"))
            return None
        is_word = isinstance(value, str) and value.isidentifier()  # so that it need not be an expression
        why = WrongExpression(kind.wanted) if is_word and not wrong.meant else wrong
        problems.append(Problem(path, shown(thaw(value)), str(why)))
    except WrongExpression as wrong:
        where = "" if wrong.wanted == ALLOWED else _where(value, values)
        problems.append(Problem(path, shown(thaw(value)), f"{wrong}{where}"))
    except WrongValue as wrong:
        row = declaration.problem(path, thaw(value), wrong)
        computed = "" if found == thaw(value) else f", and it is {shown(found)}{_where(value, values)}"
        problems.append(row._replace(wanted=row.wanted + computed))
    return None


def _settled_inside(declared: Any, values: Mapping[str, float], path: str, problems: list[Problem]) -> Any:
    """A declaration in a setting, with all its settings settled."""
    found = {
        name: settled(kind, getattr(declared, name), values, f"{path}.{name}", problems)
        for name, kind in settings_of(declared).items()
    }
    return replace(declared, **found)


def in_repeat(
    value: Any, values: Mapping[str, float], path: str, problems: list[Problem]
) -> tuple[Any, str] | None:
    """The value of a setting in one repeat, and its path; None if it has none, with an error added."""
    table = by_repeat(value)
    if table is None:
        return value, path
    if REPEAT not in values:
        problems.append(Problem(path, shown(thaw(value)), f"wanted it {NO_REPEAT}"))
        return None
    for key, when in ((FIRST, "the first repeat"), (THEN, "the other repeats")):
        if key not in table:
            problems.append(Problem(f"{path}.{key}", "–", f"wanted the value in {when}"))
            return None
    key = FIRST if values[REPEAT] == 1 else THEN
    return table[key], f"{path}.{key}"


def _computed(value: Any, values: Mapping[str, float]) -> Any:
    """The value with numbers for all expressions in it."""
    if isinstance(value, list):
        return [_computed(each, values) for each in value]
    return evaluate(value, values) if is_expression(value) else value


def _where(value: Any, values: Mapping[str, float]) -> str:
    """In which repeat, if that matters."""
    return f" in repeat {values[REPEAT]}" if REPEAT in values and _needs_repeat(thaw(value)) else ""


def _needs_repeat(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_needs_repeat, value))
    return isinstance(value, str) and bool({REPEAT, REPEATS} & {*names_in(value)})


def _has_expression(value: Any, levels: int = DEEPEST) -> bool:
    if isinstance(value, (list, tuple)):
        return levels > 0 and any(_has_expression(each, levels - 1) for each in value)
    return is_expression(value)


def _is_computed(kind: Any, value: Any) -> bool:
    """Whether a value has an expression where its kind has a number, also in the arguments of an object."""
    arguments = _arguments(kind, value)
    if arguments is not None:
        table = _table(value)
        return any(_is_computed(arguments[key], item) for key, item in table.items() if key in arguments)
    return _is_numeric(kind) and _has_expression(value)


def _arguments(kind: Any, value: Any) -> Mapping[str, Any] | None:
    """The kinds of the arguments of a Keras object that is a table; None for another value."""
    if isinstance(kind, Optional):
        return _arguments(kind.inner, value)
    if isinstance(kind, Either):
        found = (_arguments(each, value) for each in kind.kinds)
        return next((each for each in found if each is not None), None)
    name = _table(value).get("type") if isinstance(kind, Configured) else None
    return kind.types[name].kinds if isinstance(name, str) and name in kind.types else None


def _is_numeric(kind: Any) -> bool:
    if isinstance(kind, Optional):
        return _is_numeric(kind.inner)
    if isinstance(kind, Either):
        return any(map(_is_numeric, kind.kinds))
    return isinstance(kind, NUMERIC)


def _is_valid(kind: Any, value: Any) -> bool:
    try:
        kind.read(value)
    except WrongValue:
        return False
    return True

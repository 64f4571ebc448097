"""Declarations: frozen dataclasses whose annotations define the valid values of each field.

Layers and optimizers are declarations. This module checks all fields, reports all errors at once, and
converts declarations to plain TOML tables and back.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from zoo.errors import Problem, SettingError, shorten, shown
from zoo.registry import nearest
from zoo.schema.fields import WrongValue
from zoo.schema.keras_objects import thaw
from zoo.schema.plain_values import as_text
from zoo.schema.value import Value, frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

D = TypeVar("D")
Reader = Callable[[Any, Any, str, list[Problem]], Any]
"""Like `read`: the value of a setting for its kind, the value found, its path and the errors."""


@frozen
class Setting(Value):
    """One field: its name, its kind (which values are valid), and its default (or `MISSING`)."""

    name: str
    kind: Any
    default: Any

    @property
    def required(self) -> bool:
        """Whether it has to be given."""
        return self.default is dataclasses.MISSING


class Compound(Value):
    """A kind whose values have parts, each with its own path in error messages."""

    def read_at(self, found: Any, path: str, problems: list[Problem]) -> Any:
        """The value; None if a part of it is not valid, with the errors added to `problems`."""
        raise NotImplementedError


class Typed(Value):
    """A declaration that can be the value of a setting, and is written as a table with its type."""

    @property
    def type(self) -> str:
        """The name by which tables know it."""
        raise NotImplementedError


@frozen
class Table(Compound):
    """A nested declaration."""

    declared: type
    wanted: str = "a table"

    def read_at(self, found: Any, path: str, problems: list[Problem]) -> Any:
        """An instance of `declared`."""
        if not isinstance(found, dict):
            problems.append(Problem(path, shown(found), f"wanted {self.wanted}"))
            return None
        return from_table(self.declared, found, path, problems)


@frozen
class Many(Compound):
    """A list of values of one kind."""

    each: Any

    @property
    def wanted(self) -> str:
        """That of the inner kind, for each."""
        return f"a list, each {self.each.wanted}"

    def read_at(self, found: Any, path: str, problems: list[Problem]) -> Any:
        """A tuple."""
        if not isinstance(found, (list, tuple)):
            problems.append(Problem(path, shown(found), f"wanted {self.wanted}"))
            return None
        before = len(problems)
        sound = tuple(read(self.each, item, f"{path}.{place}", problems) for place, item in enumerate(found))
        return sound if len(problems) == before else None


def settings_of(declared: type) -> Mapping[str, Setting]:
    """The settings of a declaration class by name, in the order of its fields."""
    known: Mapping[str, Setting] = _settings_of(declared)
    return known


@cache
def _settings_of(declared: Any) -> Mapping[str, Setting]:
    return {
        field.name: Setting(field.name, field.type.__metadata__[0], field.default)  # type: ignore[union-attr]  # fields are Annotated
        for field in dataclasses.fields(declared)
    }


def read(kind: Any, found: Any, path: str, problems: list[Problem]) -> Any:
    """The value as read by its kind; if it is not valid, an error is added and the value is returned."""
    if isinstance(kind, Compound):
        return kind.read_at(found, path, problems)
    try:
        return kind.read(found)
    except WrongValue as wrong:
        problems.append(problem(path, found, wrong))
        return found


def checked(value: D, path: str, problems: list[Problem], reading: Reader = read) -> D:
    """The declaration with every field as read by its kind; errors are added to `problems`."""
    sound = {}
    for setting in settings_of(type(value)).values():
        found = getattr(value, setting.name)
        if setting.name == "name" and found is None:
            continue
        sound[setting.name] = reading(setting.kind, found, f"{path}.{setting.name}", problems)
    return dataclasses.replace(value, **sound)  # type: ignore[type-var]  # every declaration is a dataclass


def from_table(
    declared: type[D],
    table: Mapping[str, Any],
    path: str,
    problems: list[Problem],
    beside: Iterable[str] = (),
    *,
    reading: Reader = read,
) -> D | None:
    """The declaration in a plain table; None if it is not valid, with the errors added to `problems`.

    `beside` are other keys that the table may have, and `reading` reads each setting.
    """
    before = len(problems)
    sound = read_table(declared, table, path, problems, beside, reading=reading)
    return declared(**sound) if len(problems) == before else None


def read_table(
    declared: type,
    table: Mapping[str, Any],
    path: str,
    problems: list[Problem],
    beside: Iterable[str] = (),
    *,
    reading: Reader = read,
) -> dict[str, Any]:
    """The settings of a declaration that a plain table has; errors are added to `problems`."""
    settings = settings_of(declared)
    refuse_unknown(table, (*beside, *settings), path, problems)
    sound = {
        key: reading(settings[key].kind, value, _inside(path, key), problems)
        for key, value in table.items()
        if key in settings
    }
    problems.extend(
        Problem(_inside(path, setting.name), "–", f"wanted {setting.kind.wanted}")
        for setting in settings.values()
        if setting.required and setting.name not in table
    )
    return sound


def refuse_unknown(
    table: Mapping[str, Any], known: Collection[str], path: str, problems: list[Problem]
) -> None:
    """Add an error for each unknown key."""
    problems.extend(
        Problem(_inside(path, shorten(key)), shown(value), meant_or_known(key, known))
        for key, value in table.items()
        if key not in known
    )


def _inside(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def to_table(value: object, *, defaults: bool = False) -> dict[str, Any]:
    """The settings that differ from their defaults, as plain TOML values; with `defaults`, all but None."""
    given = settings_of(type(value)).values() if defaults else []
    whole = {each.name: getattr(value, each.name) for each in given if getattr(value, each.name) is not None}
    every = (whole | dict(changed(value))).items()
    return {name: plain(item, defaults=defaults) for name, item in every}


def changed(value: object) -> Iterator[tuple[str, Any]]:
    """The settings of a declaration that differ from their defaults."""
    for setting in settings_of(type(value)).values():
        item = getattr(value, setting.name)
        if item != setting.default:
            yield setting.name, item


def is_table(value: object) -> bool:
    """Whether a value is a table in the sense of TOML: a dict whose keys are text."""
    return isinstance(value, dict) and all(isinstance(key, str) for key in value)


def changes_of(settings: Any) -> dict[str, Any]:
    """Settings as a dict from path to value, empty for None; SettingError if it is anything else."""
    given = {} if settings is None else dict(settings) if isinstance(settings, Mapping) else settings
    if not is_table(given):
        reason = 'is not a dict of paths and values; wanted one such as {"hidden.units": 200}'
        raise SettingError("settings", settings, reason)
    return {as_text(path): value for path, value in given.items()}


def plain(item: Any, *, defaults: bool = False) -> Any:
    """The value of a setting in TOML, where None is written `none`."""
    if isinstance(item, Typed):
        return {"type": item.type} | to_table(item, defaults=defaults)
    return "none" if item is None else thaw(item)


def problem(path: str, found: object, wrong: WrongValue) -> Problem:
    """A WrongValue as a row of a declaration's errors."""
    hint = f"did you mean {wrong.meant}?" if wrong.meant else f"wanted {wrong.wanted}"
    return Problem(path, wrong.reason if wrong.within else shown(found), hint)


def meant_or_known(key: str, known: Collection[str]) -> str:
    """A suggestion for an unknown key: the nearest known one, or all of them."""
    meant = nearest(key, known)
    return f"did you mean {meant}?" if meant else f"wanted one of {', '.join(known)}"

"""The settings of a builder: a frozen dataclass of the plugin, whose type hints say what each accepts."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import TYPE_CHECKING, Any, get_type_hints

from zoo.errors import Problem, SettingError, shown
from zoo.registry import CallFailed, guarded, nearest
from zoo.schema.declaration import Setting, plain, problem
from zoo.schema.fields import WrongValue
from zoo.schema.hints import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

WANTED = "wanted a value of a frozen dataclass, as Settings(width=32)"
OWNER = "settings."
"""What a path may begin with."""


def settings_of(declared: type) -> Mapping[str, Setting]:
    """The settings of a frozen dataclass by name; TypeError for a type that no setting has."""
    known: Mapping[str, Setting] = _settings_of(declared)
    return known


@cache
def _settings_of(declared: Any) -> Mapping[str, Setting]:
    hints = get_type_hints(declared, include_extras=True)
    return {
        each.name: Setting(each.name, kind_of(hints[each.name], each.name), each.default)
        for each in dataclasses.fields(declared)
    }


def checked(settings: Any, problems: list[Problem]) -> Any:
    """Settings as read by their kinds; errors are added to `problems`."""
    if settings is None:
        return None
    parameters = getattr(type(settings), "__dataclass_params__", None)
    if parameters is None or not parameters.frozen or isinstance(settings, type):
        problems.append(Problem("settings", shown(settings), WANTED))
        return settings
    try:
        known = settings_of(type(settings))
    except (TypeError, NameError) as error:
        problems.append(Problem("settings", type(settings).__name__, str(error)))
        return settings
    found = {}
    for name, each in known.items():
        value = getattr(settings, name)
        try:
            found[name] = each.kind.read(value)
        except WrongValue as wrong:
            problems.append(problem(f"{OWNER}{name}", value, wrong))
    changed = {name: value for name, value in found.items() if value != getattr(settings, name)}
    return dataclasses.replace(settings, **changed) if changed and not problems else settings


def to_table(settings: Any) -> dict[str, Any]:
    """All settings as plain TOML values; None is written `none`."""
    return {name: plain(getattr(settings, name)) for name in settings_of(type(settings))}


def overridden(settings: Any, changes: Mapping[str, Any], name: str) -> Any:
    """Settings with changed values, by `width` or `settings.width`; `name` is the model's for messages.

    Raises:
        SettingError: A path or a value is not valid, or the plugin's own check refuses the values.
    """
    known, found = settings_of(type(settings)), {}
    for path, value in changes.items():
        setting = path.removeprefix(OWNER)
        if setting not in known:
            meant = nearest(setting, known)
            few = f"; did you mean {meant}?" if meant else f"; its settings are {', '.join(known)}"
            raise SettingError(path, value, f"names no setting of {name}{few}")
        try:
            found[setting] = known[setting].kind.read(value)
        except WrongValue as wrong:
            raise SettingError(path, value, str(wrong)) from None
    try:
        with guarded():
            return dataclasses.replace(settings, **found)
    except CallFailed as failed:
        raise SettingError(*next(iter(changes.items())), f"is not valid for {name}: {failed}") from None

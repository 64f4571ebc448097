"""Checks for arguments of functions: paths, names, shapes and numbers of classes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from zoo.errors import SettingError, UsageError, shown
from zoo.schema.fields import Integer, Shape, WrongValue
from zoo.schema.plain_values import as_text


def checked_path(setting: str, value: Any) -> Path:
    """The path; SettingError if it is not a valid file name."""
    try:
        path = Path(value)
        sound = bool(str(value)) and b"\0" not in os.fsencode(path)
    except (TypeError, ValueError):  # ValueError: half of a surrogate pair
        sound = False
    if not sound:
        raise SettingError(setting, value, "is not a valid path; wanted text or a Path")
    return path


def checked_name(value: object, reason: str, wanted: str) -> str:
    """The name, or UsageError."""
    if not isinstance(value, str):
        raise UsageError(f"{shown(value)} is {reason}; wanted {wanted}")
    return as_text(value)


def checked(setting: str, kind: Any, value: Any) -> Any:
    """The value as read by its kind, or SettingError."""
    try:
        return kind.read(value)
    except WrongValue as wrong:
        raise SettingError(setting, value, str(wrong)) from None


def checked_shape(value: Any) -> tuple[int, ...]:
    """An input shape, or SettingError."""
    return checked("input_shape", Shape(), value)


def checked_classes(value: Any) -> int:
    """A number of classes, or SettingError."""
    return checked("classes", Integer(2, 1_000_000), value)

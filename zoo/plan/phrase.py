"""A setting in a few words, for tables and labels."""

from __future__ import annotations

import re
from typing import Any

from zoo.errors import shorten

ALIASES = {"optimizer.lr": "optimizer.learning_rate", "lr": "optimizer.learning_rate"}
"""Short paths of settings; the last one of a path is shown."""
SHORT = {path: alias for alias, path in ALIASES.items()}
RUN = re.compile(r"^\d{8}T\d{6}Z-.*-(?=[^-]*$)")
"""What the id of a run has before its last characters."""
LONGEST = 30
"""The most characters of a value."""


def phrase(path: str, value: Any) -> str:
    """As in "lr 0.01", "hidden.units 200", "dropout 0.5", "seed 43" and "from 3f9a"."""
    if path == "start":
        return f"from {shorten(RUN.sub('', str(value)), LONGEST)}"
    return f"{_short(path)} {plain(value)}"


def plain(value: Any) -> str:
    """A value as short text; a schedule or another object is its type."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return shorten(value.get("type", value), LONGEST)
    if isinstance(value, (list, tuple)):
        numbers = all(isinstance(each, (int, float)) for each in value)
        return shorten(("×" if numbers else " ").join(map(plain, value)) or "none", LONGEST)
    return shorten(value, LONGEST)


def _short(path: str) -> str:
    """The path without what goes without saying: the optimizer, parameters, the rate of a dropout layer."""
    return SHORT.get(path) or re.sub(r"^(optimizer|parameters)\.|\.rate$", "", path)

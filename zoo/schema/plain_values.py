"""Numbers and texts of other types, such as NumPy's or an Enum's, as plain ones."""

from __future__ import annotations

import math
from typing import Any


def as_number(value: Any) -> int | float | None:
    """The value as int or float, or None if it is not a number; booleans are not numbers here."""
    if isinstance(value, (bool, str)):
        return None
    if isinstance(value, (int, float)):
        return int(value) if isinstance(value, int) else float(value)
    import numbers

    if isinstance(value, numbers.Integral):
        return int(value)
    try:
        return float(value) if isinstance(value, numbers.Real) else None
    except OverflowError:  # a fraction
        return math.inf


def as_text(value: str) -> str:
    """The value as plain str: `str()` of a member of a `str` Enum would give the member's name."""
    return str.__str__(value)


def is_writable(text: str) -> bool:
    """Whether a text can be encoded in UTF-8; a lone surrogate can't."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

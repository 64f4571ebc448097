"""Python's own numbers and text, of what only stands for them."""

from __future__ import annotations

import math
from typing import Any


def as_number(value: Any) -> int | float | None:  # noqa: ANN401 - whatever was given
    """The number that a value is, as Python has it, or None; True is none, though Python thinks so."""
    if isinstance(value, (bool, str)):
        return None
    if isinstance(value, (int, float)):
        return int(value) if isinstance(value, int) else float(value)
    import numbers  # noqa: PLC0415 - 0.6 ms, for NumPy's numbers, of which most are none of Python's

    if isinstance(value, numbers.Integral):
        return int(value)
    try:
        return float(value) if isinstance(value, numbers.Real) else None
    except OverflowError:  # a fraction
        return math.inf


def as_text(value: str) -> str:
    """The text itself: a member of a `str` Enum calls itself otherwise."""
    return str.__str__(value)


def is_writable(text: str) -> bool:
    """Whether a file can hold it: half of a surrogate pair is no character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

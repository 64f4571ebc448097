"""Figures, sizes, times and strangers' text as they stand on the screen."""

from __future__ import annotations

import unicodedata
from typing import Any

NONE = "–"


def count(number: int | None) -> str:
    """48,000."""
    return NONE if number is None else f"{number:,}"


def metric(value: float | None) -> str:
    """Fractions with four decimals; large numbers, as squared errors, with fewer."""
    if value is None:
        return NONE
    digits = 4 if abs(value) < 100 else 1  # noqa: PLR2004 - four significant digits at least
    return f"{value:,.{digits}f}"


def duration(seconds: float) -> str:
    """1.7 s, 3 min 12 s, 2 h 5 min."""
    if seconds < 59.95:  # noqa: PLR2004 - what still rounds below a minute
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def size(parameters: int) -> str:
    """The bytes of float32 parameters: 310.6 KB."""
    return memory(4.0 * parameters)


def memory(amount: float) -> str:
    """Bytes, in KB of 1,024 bytes, as Keras counts them."""
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 1024:  # noqa: PLR2004 - bytes in a KB
            return f"{amount:.0f} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:,.1f} TB"


def shape(axes: tuple[int, ...] | list[int] | None) -> str:
    """(None, 28, 28): with the batch axis, as Keras shows it."""
    if axes is None:
        return NONE
    return f"({', '.join(['None', *map(str, axes)])}{',' * (not axes)})"


def value(setting: Any) -> str:
    """A setting's value as it would be typed, without quotes around words."""
    if setting is None:
        return NONE
    if isinstance(setting, bool):
        return "True" if setting else "False"
    if isinstance(setting, dict):
        inside = ", ".join(f"{key} = {value(item)}" for key, item in setting.items())
        return f"{{{inside}}}"
    if isinstance(setting, (list, tuple)):
        return f"[{', '.join(value(item) for item in setting)}]"
    return str(setting)


def literal(text: str) -> str:
    """A stranger's text on one line, its control and bidirectional characters escaped."""
    return "".join(
        char if unicodedata.category(char)[0] != "C" else char.encode("unicode_escape").decode()
        for char in text
    )

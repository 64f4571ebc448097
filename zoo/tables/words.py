"""Numbers, sizes, times and untrusted text as shown on the screen."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NONE = "–"
LONGEST = 1e15
"""The first number whose digits are no longer all known: float64 has 15."""


def count(number: int | None) -> str:
    """A whole number: 48,000."""
    return NONE if number is None else f"{number:,}"


def metric(value: float | None, places: int | None = None) -> str:
    """A metric with four decimals, or one if it is large; `places` sets the number of decimals.

    Of an enormous one, four digits are shown: 1.235e+18.
    """
    if value is None:
        return NONE
    if LONGEST <= abs(value) < math.inf:
        return f"{value:.4g}"
    return f"{value:,.{decimals([value]) if places is None else places}f}"


def metrics(values: Sequence[float | None]) -> list[str]:
    """The values of one column, all with the same number of decimals."""
    places = decimals(values)
    return [metric(value, places) for value in values]


def decimals(values: Iterable[float | None]) -> int:
    """The number of decimals for values of one quantity: one if some are large and none is small."""
    sizes = [abs(value) for value in values if value and math.isfinite(value)]
    large, small = max(sizes, default=0.0) >= 100, min(sizes, default=1.0) < 1  # noqa: PLR2004 - 3 digits
    return 1 if large and not small else 4


def percent(chance: float) -> str:
    """A probability: 99.9 %, and over 99.9 % only where it is not 1."""
    if 0.9995 <= chance < 1:  # noqa: PLR2004 - would be rounded to 100 %
        return "over 99.9 %"
    return f"{100 * chance:.1f} %"


def duration(seconds: float) -> str:
    """A duration: 1.7 s, 3 min 12 s, 2 h 5 min."""
    if seconds < 59.95:  # noqa: PLR2004 - the largest that rounds below a minute
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def size(parameters: int) -> str:
    """The size of float32 parameters: 310.6 KB."""
    return memory(4.0 * parameters)


def memory(amount: float) -> str:
    """A size in bytes, with 1 KB = 1,024 bytes as in Keras."""
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 1024:  # noqa: PLR2004 - bytes in a KB
            return f"{amount:.0f} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:,.1f} TB"


def shape(axes: tuple[int, ...] | list[int] | None) -> str:
    """A shape with the batch axis, as in Keras: (None, 28, 28)."""
    if axes is None:
        return NONE
    return f"({', '.join(['None', *map(str, axes)])}{',' * (not axes)})"


def value(setting: Any) -> str:
    """A setting's value as typed on the command line, without quotes."""
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
    """Untrusted text on one line, with control and bidirectional characters escaped."""
    if text.isprintable():
        return text
    return "".join(
        char if unicodedata.category(char)[0] != "C" else char.encode("unicode_escape").decode()
        for char in text
    )


def visible(text: str) -> str:
    """Text of several lines, with all other control and bidirectional characters escaped."""
    if text.isprintable():
        return text
    return "".join(part if part in ("\n", "\t") else literal(part) for part in re.split(r"([\n\t])", text))

"""Fractions as numbers: `1/2`, `1 1/2`, and scores such as `7/10`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FRACTION = re.compile(r"(?:([0-9]{1,4})[ -])?([0-9]{1,3}) ?/ ?([0-9]{1,3})|([0-9]{1,4})")
USUAL = frozenset((2, 3, 4, 5, 6, 8, 16, 32, 64))
"""Denominators that a column may mix; days of a month have others."""
SIGNS = {
    "½": 1 / 2,
    "¼": 1 / 4,
    "¾": 3 / 4,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "⅛": 1 / 8,
    "⅜": 3 / 8,
    "⅝": 5 / 8,
    "⅞": 7 / 8,
}


def value_of(cell: str) -> float | None:
    """The number of a fraction that is at most 1, of a whole number, or of both; None for other text."""
    if cell[-1:] in SIGNS:
        whole = cell[:-1].strip()
        return None if whole and not whole.isdecimal() else float(whole or 0) + SIGNS[cell[-1]]
    found = FRACTION.fullmatch(cell)
    if found is None:
        return None
    if found[4]:
        return float(found[4])
    top, bottom = int(found[2]), int(found[3])
    if bottom == 0 or top > bottom:
        return None
    return float(found[1] or 0) + top / bottom


def are_fractions(values: Sequence[str]) -> bool:
    """Whether values are fractions with usual denominators, or with the same one, as the scores of a test."""
    found = [match for value in values if (match := FRACTION.fullmatch(value)) and match[3]]
    bottoms = {int(match[3]) for match in found}
    is_marked = any(value[-1:] in SIGNS for value in values)
    return is_marked or (bool(bottoms) and (len(bottoms) == 1 or bottoms <= USUAL))

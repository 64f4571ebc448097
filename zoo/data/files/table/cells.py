"""The cells of a column, each distinct text once, and what a cell holds."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MISSING = frozenset(
    (
        *("", "?", "na", "n/a", "nan", "-nan", "null", "none", "<na>"),
        *("#n/a", "#n/a n/a", "#na", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan"),
    )
)
"""What a cell without a value holds, in lower case: the marks of pandas, and `?`."""
PLAIN = r"\s*[+-]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*"
"""Numbers that Python and DuckDB read alike; those with leading zeros may be codes."""
UNLIKELY, LIKELY, CERTAIN = "unlikely", "likely", "certain"
"""Whether the numbers of a table have decimal commas."""
COMMA_NUMBER = re.compile(r"[^0-9A-Za-z]{0,4}[0-9.]*(,[0-9]+)?[^0-9]{0,5}")
DECIMALS = re.compile(r",([0-9]{1,2}|[0-9]{4,})(?![0-9])")
INVISIBLE = dict.fromkeys((0x200B, 0x2060, 0xFEFF, 0xAD, 0x200E, 0x200F))
"""Characters without a width, as copied from web pages: spaces, marks of direction, and soft hyphens."""
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Cells(NamedTuple):
    """A column of text. White space is trimmed, and runs of it are one space.

    Attributes:
        values: The distinct cells in the order of the file, without the empty one.
        codes: The index of each row's cell in `values`, or -1 for an empty cell; int32 of shape (rows,).
    """

    values: list[str]
    codes: np.ndarray


def cells_of(texts: Iterable[str | None]) -> Cells:
    """The cells of a column from the text of each row."""
    places: dict[str | None, int] = {}
    codes = np.fromiter((places.setdefault(text, len(places)) for text in texts), np.int32)
    return cleaned([text or "" for text in places], codes)


def cleaned(texts: Sequence[str], codes: np.ndarray) -> Cells:
    """The cells of a column from its distinct texts and the index of each row's, -1 for nothing."""
    clean: dict[str, int] = {"": -1}
    moved = [clean.setdefault(spaced(text), len(clean) - 1) for text in texts]
    del clean[""]
    return Cells(list(clean), np.array([*moved, -1], np.int32)[codes])


def has_decimal_commas(values: Sequence[str]) -> bool:
    """Whether these are numbers, of which one has a comma that can't be one of thousands."""
    found = [value for value in values if not is_missing(value)]
    return any(map(DECIMALS.search, found)) and all(map(COMMA_NUMBER.fullmatch, found))


def spaced(text: str) -> str:
    """The text without invisible characters and white space at its ends, with single spaces inside."""
    return " ".join((text if text.isascii() else text.translate(INVISIBLE)).split())


def is_missing(cell: str) -> bool:
    """Whether a cell is one of the usual marks of a missing value."""
    return cell.lower() in MISSING


def number_of(cell: str) -> float | None:
    """The number in a cell, or None where it has text.

    Numbers are written in ASCII with a decimal point: `5`, `-0.5`, `.5`, `1e-3`. Python's `1_000`, digits of
    other scripts and `-nan` are text. Infinity is a number here, so that it can be refused as not finite.
    """
    if "_" in cell or not cell.isascii():
        return None
    try:
        number = float(cell)
    except ValueError:
        return None
    return None if math.isnan(number) else number

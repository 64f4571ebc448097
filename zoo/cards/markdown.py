"""Markdown in which text from data stays text."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SPECIAL = re.compile(f"([{re.escape(''.join(set(string.punctuation) - set('.-,/%')))}])")
"""Punctuation that may be markup; a colon makes a link of an address."""
FENCE = "```"


def plain(text: str) -> str:
    """Text without line breaks, control characters and characters that change the direction of writing."""
    return "".join(each if each.isprintable() else "\ufffd" for each in " ".join(text.split()))


def escaped(text: str) -> str:
    """Text that is shown as it is, within a line."""
    return SPECIAL.sub(r"\\\1", re.sub(r"(?i)\bwww\.", lambda each: f"{each[0]}\u200b", plain(text)))


def code(text: str) -> str:
    """Text as code within a line, also if it has backticks."""
    shown = plain(text)
    ticks = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{ticks}{space}{shown}{space}{ticks}"


def block(lines: Iterable[str], language: str) -> list[str]:
    """Lines of code."""
    shown = [plain(each) for each in lines]
    ticks = "`" * max(len(FENCE), *(len(each) + 1 for line in shown for each in re.findall("`+", line)), 0)
    return [f"{ticks}{language}", *shown, ticks]


def table(titles: Sequence[str], rows: Iterable[Sequence[str]], *, right: int = 1) -> list[str]:
    """A table whose columns from number `right` on are aligned right; cells are Markdown."""
    rule = ["---" if at < right else "---:" for at in range(len(titles))]
    return [_row(titles), _row(rule), *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"

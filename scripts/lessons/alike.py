"""Compare what a block prints with what the page shows."""

from __future__ import annotations

import re

DIFFERS = (
    (r"\b\d{8}T\d{6}Z\b", "time"),
    (r"\b\d\d:\d\d(?::\d\d)?\b", "time"),
    (r"\b\d+\.\d+\.\d+\b", "version"),
    (r"(?m)^Importing .*\n", ""),  # said only if it takes long
    (r"\b\d[\d.,]* ?(?:s|ms|us|µs|min|h)(?:/\w+)?(?![\w.])(?: \d+ ?s\b)?", "time"),
    (r"(?<=-)[0-9a-f]{4}\b|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{4}\b", "id"),
    (r"(?<=Run )[0-9a-f]{4}\b|(?<=those of )[0-9a-f]{4}\b|\b[0-9a-f]{4}(?= has \d)", "id"),
    (r"(?m)^ *[0-9a-f]{4}(?=  )", "id"),  # the first column of a table of runs
    (r"(?<= on JAX) and torch", ""),  # which need not be installed
    (r"All losses are equal\.|Largest difference in loss .* then and now\.", "losses"),  # by the processor
    (r"─+|━+|-{3,}", "─"),
    (r"[▁▂▃▄▅▆▇█]+", "▁"),
)
"""What differs from run to run, and the word that stands for it."""
ID = re.compile(r"id|[0-9a-f]{4}")
"""A run's id, or what stands for it: one that has only digits is known by that of the other text."""
DECIMAL = re.compile(r"-?\d+\.\d+(?:e[+-]?\d+)?%?")
TOLERANCE = 0.05
"""How far decimal numbers of a training may be apart, absolutely and relative to the larger one.

Sums are taken in another order on another processor. A figure that describes something else is farther away.
"""


def difference(shown: str, printed: str, *, trained: bool) -> str:
    """Return the first line that differs, as shown and as printed; empty if there is none.

    Times, ids of runs and the widths of columns are not compared.

    Args:
        shown: What the page shows.
        printed: What was printed now.
        trained: Whether decimal numbers may differ a little.
    """
    before, after = _lines(shown), _lines(printed)
    for old, new in zip(before, after, strict=False):
        if old != new and not _same_but_ids(old, new) and not (trained and _close(old, new)):
            return f"shown:   {old}\nprinted: {new}"
    if len(before) != len(after):
        return f"shown: {len(before)} lines\nprinted: {len(after)} lines:\n{printed}"
    return ""


def _lines(text: str) -> list[str]:
    """Return the lines with placeholders for what differs from run to run."""
    for pattern, placeholder in DIFFERS:
        text = re.sub(pattern, placeholder, text)
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _same_but_ids(old: str, new: str) -> bool:
    """Whether two lines have the same words, but for ids."""
    before, after = old.split(" "), new.split(" ")
    return len(before) == len(after) and all(map(_same_word, before, after))


def _same_word(old: str, new: str) -> bool:
    """Whether two words are equal, or both ids; numbers alone are no ids."""
    one, other = old.strip(":.,()"), new.strip(":.,()")
    are_ids = ID.fullmatch(one) is not None and ID.fullmatch(other) is not None
    return old == new or (are_ids and not (one + other).isdecimal())


def _close(old: str, new: str) -> bool:
    """Whether two lines have the same words, and decimal numbers that are close."""
    if DECIMAL.sub("0.0", old) != DECIMAL.sub("0.0", new):
        return False
    pairs = zip(DECIMAL.findall(old), DECIMAL.findall(new), strict=True)
    numbers = ((float(one.rstrip("%")), float(other.rstrip("%"))) for one, other in pairs)
    return all(abs(one - other) <= TOLERANCE * max(1, abs(one), abs(other)) for one, other in numbers)

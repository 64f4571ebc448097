"""What `zoo runs` prints beside its table, and how much of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.cli import console
from zoo.cli.parameters import RUNS
from zoo.runs.ids import sweeps_in
from zoo.runs.selection import fits, words
from zoo.schema.arguments import checked
from zoo.schema.fields import Integer
from zoo.tables import runs as tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from zoo.runs.summary import Summary

SHOWN = 50
"""Number of runs that a terminal shows without --limit."""
LIMIT = Integer(1, 1_000_000)


def checked_limit(value: Any) -> int | None:
    """The value of --limit; SettingError if it is not a number of runs."""
    return None if value is None else checked("limit", LIMIT, value)


def say(
    rows: Sequence[Summary],
    everything: Sequence[Summary],
    patterns: Mapping[str, Sequence[str]],
    folder: Path,
    now: datetime,
) -> None:
    """Print the table, or why it is empty."""
    if rows:
        console.answer(tables.runs(rows, [each.id for each in everything], now))
    elif everything:
        console.note(f"none of {len(everything):,} runs in {folder}/ matches{_meant(everything, patterns)}")
    elif not sweeps_in(folder):
        console.note(f"there is no run in {folder}/; zoo train makes one")


def say_remarks(rows: Sequence[Summary], everything: Sequence[Summary]) -> None:
    """Say why runs failed or can't be read."""
    sentence, details = tables.remarks(rows, [each.id for each in everything])
    if sentence:
        console.error(sentence, details, prefix="note")


def say_more(rows: Sequence[Summary], most: int | None, *, is_sorted: bool) -> None:
    """Say how many runs are not shown."""
    if most is not None and len(rows) > most:
        which = "first" if is_sorted else "newest"
        console.note(f"the {which} {most:,} of {len(rows):,} runs; --limit {len(rows)} lists all")


def say_sweeps(folder: Path) -> None:
    """Say that sweeps have more runs."""
    names = sweeps_in(folder)
    if names:
        have = (
            "1 sweep has runs of its own"
            if len(names) == 1
            else f"{len(names):,} sweeps have runs of their own"
        )
        there = "" if str(folder) == RUNS else f" --runs-dir {folder}"
        console.note(f"{have}; zoo runs --all{there}")


def _meant(everything: Sequence[Summary], patterns: Mapping[str, Sequence[str]]) -> str:
    """A suggestion for a pattern that matches no name."""
    from zoo.registry import nearest

    for kind, wanted in patterns.items():
        names = {word for each in everything for word in words(each, kind)}
        if wanted and not any(fits(name, wanted) for name in names):
            meant = nearest(wanted[0].rstrip("*"), sorted(names))
            return f"; did you mean --{kind} {meant}?" if meant else ""
    return ""

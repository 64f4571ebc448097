"""What `zoo runs` prints beside its table, and how much of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.cli import console
from zoo.cli.parameters import RUNS
from zoo.errors import UsageError, shorten
from zoo.runs.listed_sweep import ListedSweep
from zoo.runs.selection import fits, words
from zoo.schema.arguments import checked
from zoo.schema.fields import Integer, OneOf, WrongValue
from zoo.tables import runs as tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from zoo.runs.selection import Listed

SHOWN = 50
"""Number of runs that a terminal shows without --limit."""
LIMIT = Integer(1, 1_000_000)


def checked_limit(value: Any) -> int | None:
    """The value of --limit; SettingError if it is not a number of runs."""
    return None if value is None else checked("limit", LIMIT, value)


def check_order(order: str | None, columns: Sequence[str], everything: Sequence[Listed]) -> None:
    """UsageError for an order that is no column of the list, and no metric of a run in it."""
    runs = [each.best if isinstance(each, ListedSweep) else each for each in everything]
    metrics = sorted({name for run in runs if run is not None for name in run.kept or ()})
    try:
        OneOf((*columns, *metrics)).read(columns[0] if order is None else order)
    except WrongValue as wrong:
        hint = f"did you mean {wrong.meant}?" if wrong.meant else f"wanted one of {', '.join(columns)}"
        raise UsageError(f"--sort {shorten(str(order))} is not known; {hint}") from None


def say(
    rows: Sequence[Listed],
    everything: Sequence[Listed],
    patterns: Mapping[str, Sequence[str]],
    folder: Path,
    now: datetime,
) -> None:
    """Print the table, or why it is empty."""
    if rows:
        console.answer(tables.runs(rows, [each.id for each in everything], now))
    elif everything:
        console.note(f"none of {_many(everything)} in {folder}/ matches{_meant(everything, patterns)}")
    else:
        console.note(f"there is no run in {folder}/; zoo train makes one")


def say_remarks(rows: Sequence[Listed], everything: Sequence[Listed]) -> None:
    """Say why runs failed or can't be read."""
    sentence, details = tables.remarks(rows, [each.id for each in everything])
    if sentence:
        console.error(sentence, details, prefix="note")


def say_more(rows: Sequence[Listed], most: int | None, *, is_sorted: bool) -> None:
    """Say how many runs and sweeps are not shown."""
    if most is not None and len(rows) > most:
        which = "first" if is_sorted else "newest"
        console.note(f"the {which} {most:,} of {_many(rows)}; --limit {len(rows)} lists all")


def say_all(rows: Sequence[Listed], folder: Path) -> None:
    """Suggest to list the runs of the sweeps as well, if there is a sweep among the rows."""
    if any(isinstance(each, ListedSweep) for each in rows):
        console.then("zoo runs --all" + ("" if str(folder) == RUNS else f" --runs-dir {folder}"))


def _many(rows: Sequence[Listed]) -> str:
    has_sweeps = any(isinstance(each, ListedSweep) for each in rows)
    return f"{len(rows):,} {'runs and sweeps' if has_sweeps else 'runs'}"


def _meant(everything: Sequence[Listed], patterns: Mapping[str, Sequence[str]]) -> str:
    """A suggestion for a pattern that matches no name."""
    from zoo.registry import nearest

    for kind, wanted in patterns.items():
        names = {word for each in everything for word in words(each, kind)}
        if wanted and not any(fits(name, wanted) for name in names):
            meant = nearest(wanted[0].rstrip("*"), sorted(names))
            return f"; did you mean --{kind} {meant}?" if meant else ""
    return ""

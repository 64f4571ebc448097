"""Run ids: the time when the run began, and the hex digits that identify it: four, or eight."""

from __future__ import annotations

import itertools
import os
import re
import secrets
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

ID = re.compile(r"([0-9]{8}T[0-9]{6}Z)-[A-Za-z0-9._-]+-[0-9a-f]{4}(?:[0-9a-f]{4})?")
SWEEP_PREFIX = "sweep-"
SWEEP = re.compile(SWEEP_PREFIX + r"([0-9]{8}T[0-9]{6}Z)-[0-9a-f]{4}(?:[0-9a-f]{4})?")
"""The name of a sweep's directory, which contains runs."""
MADE = ("plan.toml", "sweep.json")
"""The files that are written once, when a run or a sweep begins."""
NEVER = datetime.min.replace(tzinfo=UTC)
DIGITS = 4
TRIES = 4
"""How often four digits are drawn before eight: of 65,536 runs, a folder may have any number."""
TIME = len("20201122T153012Z")
"""Length of the time in an id; the times in UTC sort as text."""
RECENT = 300
"""Days within which a date is shown without its year."""


def free_digits(runs: Path) -> str:
    """Random digits that no id in a folder ends in."""
    with os.scandir(runs) as entries:
        taken = {each.name.rpartition("-")[2] for each in entries}
    drawn = (secrets.token_hex(2 if at < TRIES else 4) for at in itertools.count())
    return next(each for each in drawn if each not in taken)


def began_at(name: str) -> datetime | None:
    """When the run with this id began; None if this is not a run's id."""
    return _moment_of(ID.fullmatch(name))


def sweep_began_at(name: str) -> datetime | None:
    """When the sweep with this id began; None if this is not a sweep's id."""
    return _moment_of(SWEEP.fullmatch(name))


def _moment_of(match: re.Match[str] | None) -> datetime | None:
    try:
        return datetime.fromisoformat(match[1]) if match else None
    except ValueError:  # for example month 13
        return None


def newest_first(runs: Path, ids: Iterable[str]) -> list[str]:
    """The ids of runs and sweeps in a folder, by the time when each began, newest first.

    An id has whole seconds. Of those that began in the same second, the times of their files decide.
    """
    began = {each: began_at(each) or sweep_began_at(each) or NEVER for each in ids}
    many = Counter(began.values())
    keys = {
        each: (when, _made(f"{runs}/{each}") if many[when] > 1 else 0, each) for each, when in began.items()
    }
    return sorted(began, key=keys.__getitem__, reverse=True)


def _made(path: str) -> int:
    """When the directory was made, in nanoseconds; 0 if that is unknown."""
    for name in MADE:
        try:
            return os.stat(f"{path}/{name}").st_mtime_ns  # noqa: PTH116 - making a Path takes longer
        except (OSError, ValueError):
            continue
    return 0


def sweeps_in(runs: Path) -> list[str]:
    """The ids of the sweeps in a folder of runs, newest first; empty if it can't be read."""
    try:
        with os.scandir(runs) as entries:
            return newest_first(runs, [each.name for each in entries if sweep_began_at(each.name)])
    except OSError:
        return []


def short_ids(ids: Collection[str]) -> dict[str, str]:
    """The short form of each id: its last four digits, or the whole id if several share them."""
    many = Counter(each[-DIGITS:] for each in ids)
    return {each: each[-DIGITS:] if many[each[-DIGITS:]] == 1 else each for each in ids}


def moment(when: datetime, now: datetime) -> str:
    """A time for people, in the zone of `now`: 15:30 today, 11-21 this year, 2025-01-09 earlier."""
    local = when.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return f"{local:%m-%d}" if abs(now - local).days < RECENT else f"{local:%Y-%m-%d}"

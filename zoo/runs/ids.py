"""What a run's id says: when it began, and the four digits that it is called by."""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

ID = re.compile(r"([0-9]{8}T[0-9]{6}Z)-[A-Za-z0-9._-]+-[0-9a-f]{4}")
SWEEP = re.compile(r"sweep-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{4}")
"""What the folder of a sweep is called, which has runs in it."""
DIGITS = 4
RECENT = 300
"""Days in which month and day say enough."""


def began_at(name: str) -> datetime | None:
    """When the run of this id began; None where this is no run's id."""
    match = ID.fullmatch(name)
    try:
        return datetime.fromisoformat(match[1]) if match else None
    except ValueError:  # a month 13
        return None


def sweeps_in(runs: Path) -> list[str]:
    """The ids of the sweeps in a folder of runs, the newest first; none where it can't be read."""
    try:
        with os.scandir(runs) as entries:
            return sorted((each.name for each in entries if SWEEP.fullmatch(each.name)), reverse=True)
    except OSError:
        return []


def short_ids(ids: Collection[str]) -> dict[str, str]:
    """What each id is called: its last four digits, or all of it where another has the same."""
    many = Counter(each[-DIGITS:] for each in ids)
    return {each: each[-DIGITS:] if many[each[-DIGITS:]] == 1 else each for each in ids}


def moment(when: datetime, now: datetime) -> str:
    """15:30 today, 11-21 before, 2025-01-09 long before; both in the zone of `now`."""
    local = when.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return f"{local:%m-%d}" if abs(now - local).days < RECENT else f"{local:%Y-%m-%d}"

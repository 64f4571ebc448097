"""The summaries of all runs in a folder, with an index of the records that were read before.

The index is a file beside the runs. It only saves time: each of its rows belongs to one state of a run's
record file, and a row for another state is not used. An index that is missing, damaged, of another user or
not writable changes nothing in the result, and it can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import time
from typing import TYPE_CHECKING, Any

from zoo.runs.directory import RECORD
from zoo.runs.ids import TIME
from zoo.runs.listing import ids_in, ids_in_sweeps, look_at
from zoo.runs.record import SCHEMA
from zoo.runs.summary import Summary, summary_of
from zoo.system import atomic, regular

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    Rows = Mapping[str, tuple[list[int], list[Any]]]
    """For each run's place in the folder: the state of its record file, and the fields of its summary."""

INDEX = ".index.json"
FORMAT = f"kerazoo runs 3 {SCHEMA}\n".encode()
"""The first line; the number changes with the meaning of a row or the checks of a record."""
ENOUGH = 100
"""The index is written if this many records had to be read: it is not worth it for less."""
LARGEST = 1 << 28
"""A larger file is not read, in bytes."""
SECOND = 10**9
COARSE, FINE = 3 * SECOND, SECOND // 10
"""Nanoseconds within which a changed file could change again with the same time, if the file system stores
whole seconds, and otherwise."""


def summaries(runs: Path, *, sweeps: bool = False) -> list[Summary]:
    """All runs in a folder, newest first; with `sweeps`, also those of the sweeps in it.

    Raises UsageError or ZooError if the folder can't be read.
    """
    places = [*ids_in(runs), *(ids_in_sweeps(runs) if sweeps else [])]
    return sorted(summaries_of(runs, places), key=lambda run: run.id[:TIME], reverse=True)


def summaries_of(runs: Path, places: Iterable[str]) -> list[Summary]:
    """The runs at these places in a folder, in this order."""
    known = _read(runs / INDEX)
    read: dict[str, tuple[list[int], list[Any]]] = {}
    found = []
    for place in places:
        state = _state(f"{runs}/{place}")
        row = known.get(place)
        if row is not None and row[0] == state:
            found.append(Summary(runs, place, *row[1]))
            continue
        run = look_at(runs / place)
        found.append(summary_of(run, runs, place))
        is_final = run.record.get("status", "running") != "running"  # else its lock decides
        if is_final and state is not None and not _may_change_unseen(state):
            read[place] = state, [*found[-1][2:]]
    if len(read) >= ENOUGH:
        others = {place: row for place, row in known.items() if _state(f"{runs}/{place}") is not None}
        _write(runs / INDEX, others | read)
    return found


def _state(run: str) -> list[int] | None:
    """What changes whenever the record of a run does; None if it has none, or if the run is a link."""
    try:
        if stat.S_ISLNK(os.lstat(run).st_mode):
            return None
        file = os.stat(f"{run}/{RECORD}")  # noqa: PTH116 - making a Path takes longer than the call
    except (OSError, ValueError):
        return None
    return [file.st_mtime_ns, file.st_ctime_ns, file.st_size, file.st_ino]


def _may_change_unseen(state: list[int]) -> bool:
    """Whether the file was changed so recently that another change might leave its times as they are."""
    changed = max(state[:2])
    return changed > time.time_ns() - (FINE if state[1] % SECOND else COARSE)


def _read(path: Path) -> Rows:
    """The rows of an index; none if it is missing, damaged, or of another user."""
    try:
        file = os.lstat(path)
        if not stat.S_ISREG(file.st_mode) or file.st_size > LARGEST or not _is_own(file):
            return {}
        begin, digest, rows = regular.read_bytes(path, LARGEST).split(b"\n", 2)
        return json.loads(rows) if (begin + b"\n", digest) == (FORMAT, _digest(rows)) else {}
    except (OSError, ValueError, RecursionError, MemoryError):
        return {}


def _is_own(file: os.stat_result) -> bool:
    """Whether the file is of this user: an index of another one may have what this one can't read."""
    return not hasattr(os, "geteuid") or file.st_uid == os.geteuid()


def _digest(rows: bytes) -> bytes:
    return hashlib.sha256(rows).hexdigest().encode()


def _write(path: Path, rows: Rows) -> None:
    """Replace the index; nothing happens if that is not possible."""
    content = json.dumps(rows, separators=(",", ":")).encode()
    with contextlib.suppress(OSError):
        if os.path.lexists(path) and not _is_own(os.lstat(path)):
            return
        atomic.remove_unfinished(path.parent, (INDEX,))
        with atomic.opened(path, mode=0o600) as file:
            file.write(FORMAT + _digest(content) + b"\n" + content)

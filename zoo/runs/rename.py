"""Give a run or a sweep another name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.errors import UsageError, ZooError, shown
from zoo.runs import lock
from zoo.runs.directory import RECORD, RunDirectory
from zoo.runs.growing_json import GrowingJson, lines
from zoo.runs.listing import Unreadable, read
from zoo.runs.names import valid_name
from zoo.runs.runs_folder import ELSEWHERE
from zoo.runs.sweep import SWEEP, Sweep, is_sweep
from zoo.schema.fields import WrongValue

if TYPE_CHECKING:
    from pathlib import Path


def rename(path: Path, name: str) -> None:
    """Write a name into the record of the run or sweep in a directory; the directory and its id stay.

    The record is replaced atomically, and everything else in it stays as it is.

    Raises:
        UsageError: The name is not valid.
        ZooError: The run is running, or its record can't be read or written.
    """
    file, text = (SWEEP, _sweep_with) if is_sweep(path) else (RECORD, _run_with)
    try:
        name = valid_name(name)
    except WrongValue as wrong:
        what = "a sweep" if file == SWEEP else "a run"
        raise UsageError(f"{shown(name)} is not a name for {what}: it {wrong}") from None
    short = path.resolve().name[-4:]
    if lock.is_held(path):
        raise ZooError(f"{short} is running; rename it when it has ended")
    try:
        with RunDirectory(path) as folder:
            folder.write(file, text(path, name))
    except Unreadable as unreadable:
        raise ZooError(f"{path} can't be renamed: {unreadable}") from None
    except ZooError as error:
        raise ZooError(error.sentence.removesuffix(ELSEWHERE)) from None


def _run_with(path: Path, name: str) -> str:
    return lines(GrowingJson().fields(read(path) | {"name": name}))


def _sweep_with(path: Path, name: str) -> str:
    return replace(Sweep.read(path), name=name).text()

"""Give a run another name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from zoo.errors import UsageError, ZooError, shown
from zoo.runs import lock
from zoo.runs.directory import ELSEWHERE, RECORD, RunDirectory
from zoo.runs.listing import Unreadable, read
from zoo.runs.names import valid_name
from zoo.schema.fields import WrongValue

if TYPE_CHECKING:
    from pathlib import Path


def rename(path: Path, name: str) -> None:
    """Write a name into the record of the run in a directory; the directory and its id stay.

    The record is replaced atomically, and everything else in it stays as it is.

    Raises:
        UsageError: The name is not valid.
        ZooError: The run is running, or its record can't be read or written.
    """
    try:
        name = valid_name(name)
    except WrongValue as wrong:
        raise UsageError(f"{shown(name)} is not a name for a run: it {wrong}") from None
    short = path.resolve().name[-4:]
    if lock.is_held(path):
        raise ZooError(f"{short} is running; rename it when it has ended")
    try:
        with RunDirectory(path) as folder:
            table = read(path) | {"name": name}
            folder.write(RECORD, json.dumps(table, indent=1) + "\n")
    except Unreadable as unreadable:
        raise ZooError(f"{path} can't be renamed: {unreadable}") from None
    except ZooError as error:
        raise ZooError(error.sentence.removesuffix(ELSEWHERE)) from None

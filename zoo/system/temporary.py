"""Temporary folders, which go even if their process is killed: the next one removes them."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from zoo.system.claim import claim, is_abandoned, is_own

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "zoo-"
MARK = ".kerazoo-temporary"
"""The file that says whose folder it is, and that its process claims."""


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a new folder that only this user can read; it is removed at the end."""
    remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        # It gets its name once it is claimed: until then, another process leaves the folder alone.
        with (folder / f"{MARK}.new").open("xb") as mark:
            claim(mark.fileno())
            (folder / f"{MARK}.new").rename(folder / MARK)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned() -> None:
    """Remove the folders of processes that were killed; failures are ignored."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for each in entries:
            is_folder = each.name.startswith(PREFIX) and each.is_dir(follow_symlinks=False)
            if is_folder and is_abandoned(Path(each.path, MARK)) and is_own(Path(each.path)):
                shutil.rmtree(each.path, ignore_errors=True)

"""A folder that is written whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from zoo.errors import ZooError

if TYPE_CHECKING:
    from collections.abc import Mapping


def write(contents: Mapping[str, str], target: Path) -> None:
    """Write files, given by their path within `target`, which must not exist yet.

    They are written beside it and renamed at the end. Raises ZooError where something stands in the
    way; nothing is left then.
    """
    if os.path.lexists(target):
        raise _exists(target)
    try:
        beside = Path(tempfile.mkdtemp(prefix=".zoo-new-", dir=target.parent))
    except OSError as error:
        raise _unwritable(target, error) from None
    try:
        # One folder deeper, since mkdtemp's own is closed to everybody else.
        made = beside / target.name
        for name, content in contents.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8"))
        if os.path.lexists(target):
            raise _exists(target)
        made.rename(target)
    except OSError as error:
        raise _unwritable(target, error) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _exists(target: Path) -> ZooError:
    return ZooError(f"{target} exists, and nothing was written; choose another name, or move it away")


def _unwritable(target: Path, error: OSError) -> ZooError:
    reason = (error.strerror or str(error)).lower()
    return ZooError(f"{target} can't be written: {reason}; nothing is left of it")

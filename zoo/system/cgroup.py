"""The limits of a container: the processors and the memory that its control groups allow (cgroups(7)).

A limit of a group holds for all groups below it. Version 2 has one hierarchy, version 1 one for each
controller; both may be mounted. What can't be read sets no limit.
"""

from __future__ import annotations

import contextlib
import math
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBERSHIP, MOUNT = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")


def processors() -> int | None:
    """The number of processors that the CPU quota is worth, rounded up; None without a quota."""
    found = []
    for folder in _folders("cpu"):
        with contextlib.suppress(OSError, ValueError, ZeroDivisionError):
            if (folder / "cpu.max").exists():
                quota, period = (folder / "cpu.max").read_text().split()  # "max 100000" has none
            else:
                quota, period = ((folder / f"cpu.cfs_{each}_us").read_text() for each in ("quota", "period"))
            found.append(int(quota) / int(period))  # -1 is none in version 1
    return min((max(1, math.ceil(each)) for each in found if each > 0), default=None)


def memory() -> int | None:
    """The most bytes of memory; None without a limit."""
    found = []
    for folder in _folders("memory"):
        for name in ("memory.max", "memory.limit_in_bytes"):
            with contextlib.suppress(OSError, ValueError):
                found.append(int((folder / name).read_text()))
    return min(found, default=None)


def _folders(controller: str) -> Iterator[Path]:
    """The folders of this process's groups and of those above them.

    In a container, the path may be that outside; then only the root of the mount exists.
    """
    try:
        lines = MEMBERSHIP.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, group = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        for mount in (MOUNT / controller,) if controllers else (MOUNT, MOUNT / "unified"):
            path = PurePosixPath(group.lstrip("/"))
            yield from (mount / each for each in (path, *path.parents) if ".." not in each.parts)

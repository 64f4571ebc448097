"""The memory and processors of this machine, or of the container that this process is in."""

from __future__ import annotations

import os

from zoo.system import cgroup


def machine_memory() -> int | None:
    """The memory in bytes that this process may use; None if the system does not report it, as on Windows."""
    try:
        installed = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
    return min(installed, cgroup.memory() or installed)


def processors() -> int:
    """The number of processors that this process may use."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(there, cgroup.processors() or there)


def in_gigabytes(size: float) -> str:
    """As in "1,024 GB" and "1.5 GB"."""
    number = size / 2**30
    return f"{round(number, 1):g} GB" if number < 10 else f"{number:,.0f} GB"  # noqa: PLR2004 - one digit

"""The memory and processors of this machine."""

from __future__ import annotations

import os


def machine_memory() -> int | None:
    """The machine's memory in bytes; None if the system does not report it, as on Windows."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def processors() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_gigabytes(size: float) -> str:
    """As in "1,024 GB"."""
    return f"{size / 2**30:,.0f} GB"

"""The memory and the processors that there are: what does not fit is refused before it is tried."""

from __future__ import annotations

import os


def machine_memory() -> int | None:
    """The machine's memory in bytes; None where the system does not say, as Windows."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_gigabytes(size: float) -> str:
    """As in "1,024 GB"."""
    return f"{size / 2**30:,.0f} GB"

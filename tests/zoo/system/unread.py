"""File descriptors that nobody reads any more."""

from __future__ import annotations

import os


def closed_pipe() -> int:
    """A pipe whose reader has gone away, as `head` does."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


def full_disk() -> int:
    """A file on a full disk."""
    return os.open("/dev/full", os.O_WRONLY)


def lost_terminal() -> int:
    """A terminal whose window was closed."""
    window, terminal = os.openpty()
    os.close(window)
    return terminal

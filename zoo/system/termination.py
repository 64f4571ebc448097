"""SIGTERM and SIGHUP end a command as Ctrl-C does: temporary files are removed, and child processes ended."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType

AT_ONCE = 0.1
"""Seconds in which a signal is sent twice by `timeout`, or by a terminal that is closed and its shell."""


class Terminated(KeyboardInterrupt):
    """The command was asked to end by another signal than that of Ctrl-C."""

    def __init__(self, signal_number: int) -> None:
        """`signal_number` makes the exit code."""
        super().__init__()
        self.exit_code = 128 + signal_number


def raise_terminated() -> None:
    """Raise Terminated in the main thread on the first signal; the system handles a later one.

    A signal that is ignored stays ignored, as SIGHUP under nohup.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _raise)


def _raise(number: int, _: FrameType | None) -> None:
    leave_to_system([number])
    raise Terminated(number)


def leave_to_system(numbers: Iterable[int]) -> None:
    """From now on these signals end the process at once, unless they are the first one, sent again."""
    numbers = list(numbers)
    for number in numbers:
        signal.signal(number, signal.SIG_IGN)
    time.sleep(AT_ONCE)
    for number in numbers:
        signal.signal(number, signal.SIG_DFL)

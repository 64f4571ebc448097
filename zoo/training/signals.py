"""Stop on a signal: at once before a run has begun, then at the end of the current block."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING

from zoo.system.termination import leave_to_system

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

HANGUP = getattr(signal, "SIGHUP", None)  # Windows has none
SIGNALS = tuple(filter(None, (signal.SIGINT, signal.SIGTERM, HANGUP)))
"""Ctrl-C, kill, and a closed terminal."""


class Stop:
    """The number of the first signal that was received, or 0.

    Once `has_begun`, the training must check it; before, the signal also raises KeyboardInterrupt.
    """

    signal_number = 0
    has_begun = False

    def begin(self) -> None:
        """From now on signals only set the number; raises KeyboardInterrupt for a swallowed one."""
        self.has_begun = True
        if self.signal_number:
            raise KeyboardInterrupt


@contextlib.contextmanager
def on_signals(announce: Callable[[], None]) -> Iterator[Stop]:
    """Record the first signal in the Stop that is yielded; a later one ends the process at once.

    Python's default is not enough, because Keras swallows KeyboardInterrupt in some places. The later
    signal is handled by the system, which does not wait for a long call to return. In other threads
    than the main thread, signal handlers are not changed. With nohup, SIGHUP stays ignored.
    """
    stop = Stop()
    handled = [each for each in SIGNALS if each != HANGUP or signal.getsignal(each) != signal.SIG_IGN]

    def handle(number: int, _: FrameType | None) -> None:
        leave_to_system(handled)
        stop.signal_number = number
        if not stop.has_begun:
            raise KeyboardInterrupt
        announce()

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, handle) for number in handled}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""Stopping on a signal: before a run has begun at once, then at the end of the block under way."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []))
"""Ctrl-C, a polite kill, and a terminal that is closed."""


class Stop:
    """What a signal has said so far: 0, or the number of the first that came.

    Once `has_begun`, whoever trains has to look; before, KeyboardInterrupt is raised too.
    """

    signal_number = 0
    has_begun = False

    def begin(self) -> None:
        """Let nothing be torn from now on; KeyboardInterrupt where a signal came and was swallowed."""
        self.has_begun = True
        if self.signal_number:
            raise KeyboardInterrupt


@contextlib.contextmanager
def on_signals(announce: Callable[[], None]) -> Iterator[Stop]:
    """Note the first of these signals in the Stop that is yielded; a second one ends the process at once.

    Keras swallows a KeyboardInterrupt in places, so it can't be left to Python; the second is left to
    the system, which need not wait for a long call to return. Where this is not the main thread,
    signals stay as they are.
    """
    stop = Stop()

    def handle(number: int, _: FrameType | None) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_DFL)
        stop.signal_number = number
        if not stop.has_begun:
            raise KeyboardInterrupt
        announce()

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, handle) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

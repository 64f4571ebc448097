"""Stopping on a signal: it sets a flag, and the run stops at the end of the block under way."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """What a signal has said so far: 0, or the number of the first that came."""

    signal_number = 0


@contextlib.contextmanager
def on_signals(announce: Callable[[], None]) -> Iterator[Stop]:
    """Note the first SIGINT or SIGTERM in the Stop that is yielded; a second one leaves at once.

    Keras swallows a KeyboardInterrupt in places, so it can't be left to Python. Where this is not
    the main thread, signals stay as they are.
    """
    stop = Stop()

    def handle(number: int, _: FrameType | None) -> None:
        if stop.signal_number:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        stop.signal_number = number
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

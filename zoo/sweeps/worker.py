"""One of the processes of `zoo.sweeps.processes`: `python -m zoo.sweeps.worker`.

It reads pickled calls from stdin and writes pickled results to stdout. When the parent process ends, this
process exits at once; the run that it trains can be resumed.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, BinaryIO

from zoo.errors import ZooError
from zoo.sweeps.processes import INTERRUPT
from zoo.system import stream

if TYPE_CHECKING:
    from zoo.sweeps.processes import Call


def main() -> None:
    """Answer calls until there are no more."""
    stream.protect()
    # All other output goes to stderr, and stdin is empty for other code.
    answers = os.fdopen(os.dup(1), "wb")
    asked = os.fdopen(os.dup(0), "rb")
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the parent process may ignore it
    calls: SimpleQueue[Call] = SimpleQueue()
    try:
        threading.Thread(target=_listen, args=(asked, calls), daemon=True).start()
        while True:
            pickle.dump(_answer(calls.get()), answers)
            answers.flush()
    except KeyboardInterrupt:  # if no training handles it yet
        os._exit(128 + signal.SIGINT)


def _listen(asked: BinaryIO, calls: SimpleQueue[Call]) -> None:
    """Queue calls; exit when stdin ends."""
    while True:
        try:
            call = pickle.load(asked)  # noqa: S301 - from the parent process
        except (EOFError, OSError, pickle.UnpicklingError):
            os._exit(0)
        if call is INTERRUPT:
            signal.raise_signal(signal.SIGINT)
        else:
            calls.put(call)


def _answer(call: Call) -> tuple[Any, BaseException | None]:
    function, args, kwargs = call
    try:
        return function(*args, **kwargs), None
    except ZooError as error:
        return None, ZooError(str(error))
    except Exception as error:  # noqa: BLE001 - the parent process handles it
        return None, ZooError(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()

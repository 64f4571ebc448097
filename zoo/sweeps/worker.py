"""One of the processes of `zoo.sweeps.processes`: `python -m zoo.sweeps.worker`.

Calls come in on stdin, their answers go out on stdout, both pickled. Where whoever asks is gone, so is
this process, whatever it is at: a run that it trains can be gone on with.
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

if TYPE_CHECKING:
    from zoo.sweeps.processes import Call


def main() -> None:
    """Answer calls until there are no more."""
    # Whatever else is printed goes to stderr, and there is nothing else to read.
    answers = os.fdopen(os.dup(1), "wb")
    asked = os.fdopen(os.dup(0), "rb")
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the sweep may have ignored it
    calls: SimpleQueue[Call] = SimpleQueue()
    try:
        threading.Thread(target=_listen, args=(asked, calls), daemon=True).start()
        while True:
            pickle.dump(_answer(calls.get()), answers)
            answers.flush()
    except KeyboardInterrupt:  # where no training has listened to it yet
        os._exit(128 + signal.SIGINT)


def _listen(asked: BinaryIO, calls: SimpleQueue[Call]) -> None:
    """Take calls; their end is the process's."""
    while True:
        try:
            told = pickle.load(asked)  # noqa: S301 - from whoever started this process
        except (EOFError, OSError, pickle.UnpicklingError):
            os._exit(0)
        if told is INTERRUPT:
            signal.raise_signal(signal.SIGINT)
        else:
            calls.put(told)


def _answer(call: Call) -> tuple[Any, BaseException | None]:
    function, args, kwargs = call
    try:
        return function(*args, **kwargs), None
    except ZooError as error:
        return None, ZooError(str(error))
    except Exception as error:  # noqa: BLE001 - whoever asked decides
        return None, ZooError(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()

"""This machine's processes as a `concurrent.futures.Executor`.

The standard library's pool gives up all its work when one of its processes is killed. Here that costs the
call which the process was at, and a new process takes its place. Wherever an Executor is asked for,
a distributed engine's can be given instead, whose processes then have one of these beside each.
"""

from __future__ import annotations

import contextlib
import functools
import pickle
import subprocess
import threading
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from zoo.errors import ZooError
from zoo.system.process import command, inherited

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")
Call = tuple["Callable[..., Any]", tuple[Any, ...], dict[str, Any]]
INTERRUPT = None
"""What is told in place of a call."""


class Gone(ZooError):
    """A process that ended before it gave its answer; the text goes on after what it was at."""


class Processes(Executor):
    """Fresh interpreters, each started when it is first needed, which make one call after the other."""

    def __init__(self, jobs: int) -> None:
        """`jobs` is how many there are at most."""
        self._calls: SimpleQueue[tuple[Future[Any], Call] | None] = SimpleQueue()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(jobs)]
        self._is_over = self._is_interrupted = False

    def submit(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a function of a module called in one of the processes; Gone where that process ends."""
        if self._is_over:
            raise RuntimeError("no more calls after shutdown")
        future: Future[T] = Future()
        self._calls.put((future, (call, args, kwargs)))
        for thread in self._threads:
            if not thread.is_alive() and thread.ident is None:
                thread.start()
                break
        return future

    def interrupt(self) -> None:
        """Have what the processes are at end as it does on Ctrl-C; they take no more calls.

        It is told them as calls are: a signal may come before a process can listen to it.
        """
        self._is_interrupted = True
        for process in tuple(self._running):
            with contextlib.suppress(OSError, ValueError):  # it has ended
                _tell(process, INTERRUPT)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's
        """Take no more calls; the processes end once theirs are answered."""
        self._is_over = True
        while cancel_futures and not self._calls.empty():
            waiting = self._calls.get()
            if waiting is not None:
                waiting[0].cancel()
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads if wait else ():
            if thread.ident is not None:
                thread.join()

    def _serve(self) -> None:
        """Hand calls to one process, and to another where that is gone."""
        process = None
        while (waiting := self._calls.get()) is not None:
            future, call = waiting
            if not future.set_running_or_notify_cancel():
                continue
            if process is not None and process.poll() is not None:
                self._ended(process)  # killed while it had nothing to do: that costs no call
                process = None
            try:
                process = process or self._started()
            except OSError as refused:
                why = (refused.strerror or str(refused)).lower()
                future.set_exception(Gone(f"got no process: {why}"))
                continue
            try:
                answer, error = self._asked(process, call)
            except (OSError, EOFError, pickle.UnpicklingError):
                future.set_exception(Gone(_end(self._ended(process))))
                process = None
                continue
            if error is None:
                future.set_result(answer)
            else:
                future.set_exception(error)
        if process is not None:
            self._ended(process)

    def _asked(self, process: subprocess.Popen[bytes], call: Call) -> tuple[Any, BaseException | None]:
        assert process.stdout is not None
        if self._is_interrupted:
            return None, Gone("was interrupted")
        _tell(process, call)
        return pickle.load(process.stdout)  # noqa: S301 - from our own process

    def _ended(self, process: subprocess.Popen[bytes]) -> int:
        """The exit code of a process, which has nothing more to do."""
        process.communicate()
        self._running.discard(process)
        return process.returncode

    def _started(self) -> subprocess.Popen[bytes]:
        """A process of its own session: a Ctrl-C on the terminal is not for it."""
        process = subprocess.Popen(  # noqa: S603 - our own interpreter
            command("zoo.sweeps.worker"),
            env=inherited(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._running.add(process)
        return process


def apart(call: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
    """Call a function in a process beside this one, which stays for further calls.

    For whoever's process has threads that do other things: Keras draws the seeds of layers from Python's own
    random numbers, and each thread that draws one too would make them others.
    """
    return _beside().submit(call, *args, **kwargs).result()


@functools.cache
def _beside() -> Processes:
    return Processes(1)


def _tell(process: subprocess.Popen[bytes], what: Call | None) -> None:
    assert process.stdin is not None
    process.stdin.write(pickle.dumps(what))  # in one piece: an interruption may be told meanwhile
    process.stdin.flush()


def _end(returncode: int) -> str:
    return f"was killed (signal {-returncode})" if returncode < 0 else f"ended (exit {returncode})"

"""Local processes as a `concurrent.futures.Executor`.

If one of its processes is killed, the standard library's pool fails all its calls. Here only the current
call of that process fails, and a new process replaces it. The executor of a distributed engine can be used
in its place; each of its processes then starts one of these.
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
"""Sent in place of a call to interrupt the current one."""


class ProcessDied(ZooError):
    """A process ended before it returned a result; the text says how."""


class Processes(Executor):
    """New interpreters, each started when first needed, which run one call after the other."""

    def __init__(self, jobs: int) -> None:
        """Create an executor with at most `jobs` processes."""
        self._calls: SimpleQueue[tuple[Future[Any], Call] | None] = SimpleQueue()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(jobs)]
        self._is_over = self._is_interrupted = False

    def submit(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a module's function in one of the processes; the future raises ProcessDied if it ends."""
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
        """Interrupt the current calls as Ctrl-C does; the processes accept no further calls.

        The interrupt is sent like a call, as a signal could arrive before a process handles signals.
        """
        self._is_interrupted = True
        for process in tuple(self._running):
            with contextlib.suppress(OSError, ValueError):  # it has ended
                _tell(process, INTERRUPT)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's
        """Accept no further calls; the processes end after their current calls."""
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
        """Send calls to one process, and to a new one if that has ended."""
        process = None
        while (waiting := self._calls.get()) is not None:
            future, call = waiting
            if not future.set_running_or_notify_cancel():
                continue
            if process is not None and process.poll() is not None:
                self._ended(process)  # killed while idle: no call is lost
                process = None
            try:
                process = process or self._started()
            except OSError as refused:
                why = (refused.strerror or str(refused)).lower()
                future.set_exception(ProcessDied(f"process could not be started: {why}"))
                continue
            try:
                answer, error = self._asked(process, call)
            except (OSError, EOFError, pickle.UnpicklingError):
                future.set_exception(ProcessDied(_end(self._ended(process))))
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
            return None, ProcessDied("was interrupted")
        _tell(process, call)
        return pickle.load(process.stdout)  # noqa: S301 - from our own process

    def _ended(self, process: subprocess.Popen[bytes]) -> int:
        """End an idle process and return its exit code."""
        process.communicate()
        self._running.discard(process)
        return process.returncode

    def _started(self) -> subprocess.Popen[bytes]:
        """Start a process in a new session, so that it does not receive Ctrl-C."""
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
    """Call a function in a separate process, which is kept for further calls.

    For processes with other threads: Keras draws the seeds of layers from Python's global random numbers, and
    other threads that use these would change the seeds.
    """
    _active.append(args)
    try:
        return _beside().submit(call, *args, **kwargs).result()
    finally:
        _active.remove(args)


def end_apart(subject: str) -> None:
    """End that process, whose current call is interrupted, if the first argument of its calls is `subject`.

    A process that works for others stays.
    """
    if _beside.cache_info().currsize and all(args[:1] == (subject,) for args in _active):
        process = _beside()
        _beside.cache_clear()
        process.interrupt()
        process.shutdown(wait=False, cancel_futures=True)


_active: list[tuple[Any, ...]] = []
"""The arguments of the current calls of `apart`."""


@functools.cache
def _beside() -> Processes:
    return Processes(1)


def _tell(process: subprocess.Popen[bytes], what: Call | None) -> None:
    assert process.stdin is not None
    process.stdin.write(pickle.dumps(what))  # in one write: an interrupt may be sent at the same time
    process.stdin.flush()


def _end(returncode: int) -> str:
    return f"was killed (signal {-returncode})" if returncode < 0 else f"ended (exit {returncode})"

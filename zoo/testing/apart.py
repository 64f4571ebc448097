"""Checks in a separate process, so that third-party code can crash only that process.

One process runs all checks of all subjects. If it crashes or hangs, the current check fails, and a new
process runs the remaining ones.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
import time
import warnings
from typing import TYPE_CHECKING, Any, Self

from zoo import registry
from zoo.errors import ZooError
from zoo.registry import LoadFailed
from zoo.system.process import OverThere, command, end_of, inherited
from zoo.testing.order import blocker, not_made
from zoo.testing.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zoo.testing.subject import SubjectName

LOADING, CHECKING = 30.0, 1_800.0
"""Time limits in seconds: for loading a subject, and for one check."""


class Unloadable(ZooError):
    """A subject that could not be loaded, or that crashed the process."""


class Apart:
    """Runs checks in another process, which ends with the `with` block, or with `close`."""

    def __init__(self, backend: str | None = None) -> None:
        """`backend` is that of Keras in the process; by default the same as here."""
        self._environment = {} if backend is None else {"KERAS_BACKEND": backend}
        self._process: subprocess.Popen[str] | None = None
        self._late = 0.0

    def __enter__(self) -> Self:
        """Return self; the process starts with the first check."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill the process."""
        self.close()

    def close(self) -> None:
        """Kill the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def results(
        self,
        what: SubjectName,
        checks: Iterable[str],
        expected: Mapping[str, str] | None = None,
        *,
        begins: Callable[[str], None] = lambda _: None,
    ) -> Iterator[Result]:
        """Run checks of a subject; after a failure, those that depend on it are skipped.

        Args:
            what: The subject.
            checks: The names of the checks, in order.
            expected: The checks that are expected to fail, each with the reason.
            begins: Called with the name of each check when it begins.

        Raises:
            Unloadable: The subject could not be loaded.
        """
        left, expected = list(checks), dict(expected or {})
        done: list[Result] = []
        while left:
            for result in self._some(what, left.copy(), expected, begins):
                left.remove(result.check)
                done.append(result)
                yield result
            while left and (cause := blocker(what.kind, left[0], done)):
                done.append(not_made(left.pop(0), cause))
                yield done[-1]

    def _some(
        self,
        what: SubjectName,
        checks: Sequence[str],
        expected: Mapping[str, str],
        begins: Callable[[str], None],
    ) -> Iterator[Result]:
        """Run checks until all are done or one crashes the process; that one fails."""
        request = {"kind": what.kind, "name": what.name, "checks": checks, "expected": dict(expected)}
        done, began = 0, 0.0
        for message in self._answers(request):
            if message["at"] == "unloadable":
                failed = Unloadable(message["text"], map(tuple, message["details"]))
                raise failed from OverThere(message["traceback"])
            if message["at"] == "check":
                began = time.perf_counter()
                begins(message["check"])
            elif message["at"] == "result":
                done += 1
                yield Result(**message["result"])
            elif message["at"] == "warning":
                category = getattr(registry, message["category"], UserWarning)
                warnings.warn(message["text"], category, stacklevel=2)
        if not began:
            raise _lost(what, f"its import {self._end()}")
        if done < len(checks):
            check, seconds = checks[done], time.perf_counter() - began
            yield Result(check, "fail", f"it {self._end()}", seconds).against(expected.get(check))

    def _answers(self, request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The process's messages on a request, until it is done or has ended."""
        if self._process is None or self._process.poll() is not None:
            self._process = _start(self._environment)
        process, patience = self._process, LOADING
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):  # the process has ended: there will be no answer
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
        while True:
            clock = threading.Timer(patience, self._give_up, (process, patience))
            clock.start()
            line = process.stdout.readline()
            clock.cancel()
            if not line:
                return
            message = json.loads(line)
            yield message
            if message["at"] in ("end", "unloadable"):
                return
            patience = CHECKING if message["at"] in ("check", "result") else patience

    def _give_up(self, process: subprocess.Popen[str], patience: float) -> None:
        self._late = patience
        process.kill()

    def _end(self) -> str:
        """How the process ended; resets the process."""
        assert self._process is not None
        self._process.communicate()
        late, code = self._late, self._process.returncode
        self._process, self._late = None, 0.0
        return f"did not end within {late:,g} s" if late else end_of(code)


def _start(environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start a process that waits for requests; it does not receive Ctrl-C."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter
        command("zoo.testing.worker"),
        env=inherited() | dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def _lost(what: SubjectName, cause: str) -> Unloadable:
    entry = what.entry()
    return Unloadable(str(LoadFailed(entry, cause)) if entry else f"{what.name} can't be loaded: {cause}")

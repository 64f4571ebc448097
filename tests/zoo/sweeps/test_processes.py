"""Calls in other processes: their results, and the loss of one that is killed."""

from __future__ import annotations

import math
import operator
import os
import re
import signal
import time
import timeit
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from zoo import installed
from zoo.catalog import registries
from zoo.errors import ZooError
from zoo.sweeps import processes
from zoo.sweeps.processes import ProcessDied, Processes, apart, end_apart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def two() -> Iterator[Processes]:
    """Two processes."""
    with Processes(2) as processes:
        yield processes


def test_calls_return_the_results_of_the_function(two: Processes) -> None:
    """Results are in the order of the calls, from another process."""
    assert list(two.map(math.factorial, range(10))) == [math.factorial(each) for each in range(10)]
    assert two.submit(os.getpid).result() != os.getpid()


def test_an_exception_in_a_process_is_a_one_sentence_error(two: Processes) -> None:
    """The process continues."""
    with pytest.raises(ZooError, match=r"^ZeroDivisionError: division by zero$"):
        two.submit(operator.truediv, 1, 0).result()
    assert two.submit(operator.add, 1, 1).result() == 2


def test_output_of_a_function_goes_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    """Its result is unaffected."""
    with Processes(1) as one:
        assert one.submit(os.write, 1, b"printed").result() == len("printed")
        assert one.submit(operator.add, 1, 1).result() == 2
    assert capfd.readouterr() == ("", "printed")


def test_disabled_plugins_are_disabled_in_the_processes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """`ZOO_NO_PLUGINS`, which --no-plugins sets, holds for both processes."""
    monkeypatch.setenv("ZOO_NO_PLUGINS", "0")
    registries.without_plugins()
    with Processes(1) as one:
        assert one.submit(installed.disabled_by, "acme").result() == "ZOO_NO_PLUGINS"


def test_a_killed_process_only_fails_its_own_call(two: Processes) -> None:
    """A new process replaces it."""
    slow = two.submit(time.sleep, 0.5)
    killed = two.submit(signal.raise_signal, signal.SIGKILL)
    after = [two.submit(operator.add, each, 1) for each in range(4)]
    with pytest.raises(ProcessDied, match=r"^was killed \(signal 9\)$"):
        killed.result()
    assert [each.result() for each in (slow, *after)] == [None, 1, 2, 3, 4]


def test_a_process_that_exits_is_an_error_with_its_exit_code(two: Processes) -> None:
    """A plugin may call `os._exit`."""
    with pytest.raises(ProcessDied, match=r"^ended \(exit 3\)$"):
        two.submit(os._exit, 3).result()


def test_a_process_that_is_killed_while_idle_fails_no_call() -> None:
    """The next call gets a new process."""
    with Processes(1) as one:
        pid = one.submit(os.getpid).result()
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert one.submit(operator.add, 1, 1).result() == 2


def test_a_process_that_can_not_be_started_fails_each_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for it."""
    monkeypatch.setattr("zoo.sweeps.processes.command", lambda *_: ["/nowhere/python"])
    with Processes(1) as one:
        calls = [one.submit(os.getpid) for _ in range(2)]
        assert [str(call.exception()) for call in calls] == 2 * [
            "process could not be started: no such file or directory"
        ]


@pytest.mark.parametrize("seconds", [0, 0.2, 1.5])
def test_a_running_call_can_be_interrupted(seconds: float, capfd: pytest.CaptureFixture[str]) -> None:
    """This is possible at any time and prints nothing; waiting calls are not started."""
    processes = Processes(1)
    endless, waiting = (processes.submit(timeit.timeit, "pass", number=10**15) for _ in range(2))
    while not endless.running():
        time.sleep(0.001)
    time.sleep(seconds)
    processes.interrupt()
    assert re.fullmatch(r"ended \(exit 130\)|was interrupted", str(endless.exception()))
    assert str(waiting.exception()) == "was interrupted"
    processes.shutdown()
    assert capfd.readouterr() == ("", "")


def test_a_cancelled_call_is_not_started(tmp_path: Path) -> None:
    """Later calls are."""
    with Processes(1) as one:
        calls = [one.submit(time.sleep, 0.3), one.submit(os.mkdir, tmp_path / "made"), one.submit(os.getppid)]
        assert calls[1].cancel()
        assert calls[2].result() == os.getpid()
    assert [*tmp_path.iterdir()] == []


def test_waiting_calls_can_be_cancelled() -> None:
    """No further calls are accepted after shutdown."""
    one = Processes(1)
    first, second = one.submit(time.sleep, 0.3), one.submit(os.getpid)
    while not first.running():
        time.sleep(0.01)
    one.shutdown(cancel_futures=True)
    assert (first.done(), second.cancelled()) == (True, True)
    with pytest.raises(RuntimeError, match="no more calls after shutdown"):
        one.submit(os.getpid)


def test_a_separate_process_is_used_for_further_calls() -> None:
    """Calls are not affected by the threads of this process."""
    beside = apart(os.getpid)
    assert os.getpid() != beside == apart(os.getpid)
    with pytest.raises(ZooError, match=r"^ZeroDivisionError: "):
        apart(operator.truediv, 1, 0)


def test_a_separate_process_that_nobody_uses_can_be_ended() -> None:
    """The next call starts another one; a process that works for others stays."""
    first = apart(os.getpid)
    end_apart("runs/sweep")
    second = apart(os.getpid)
    processes._active.append(("runs/other",))
    end_apart("runs/sweep")
    processes._active.clear()
    assert first != second == apart(os.getpid)


def test_the_current_call_of_a_separate_process_is_interrupted_by_its_subject() -> None:
    """The subject is its first argument; a call about something else is not affected."""
    with ThreadPoolExecutor(1) as threads:
        endless = threads.submit(apart, timeit.timeit, "pass", number=10**15)
        while ("pass",) not in processes._active:
            time.sleep(0.001)
        end_apart("other")
        assert not endless.done()
        end_apart("pass")
        ended = endless.exception(timeout=30)
    is_cancelled = isinstance(ended, CancelledError)  # if the process had not begun it
    assert is_cancelled or re.fullmatch(r"ended \(exit 130\)|was interrupted", str(ended))
    assert processes._active == []

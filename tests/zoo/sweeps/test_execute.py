"""The calls to an executor, and the handling of their results; nothing is trained here."""

from __future__ import annotations

import signal
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

import pytest

from tests.zoo.runs.records import write_run
from tests.zoo.sweeps.samples import Answers, made
from zoo.runs import Interrupted, RunDirectory
from zoo.sweeps.execute import Progress, execute
from zoo.sweeps.job import carry_out
from zoo.sweeps.processes import ProcessDied
from zoo.training.signals import Stop

if TYPE_CHECKING:
    from pathlib import Path


def test_complete_runs_are_skipped_and_interrupted_ones_resumed(tmp_path: Path) -> None:
    """The folder of an interrupted run is passed to the executor."""
    sweep = made(tmp_path)
    write_run(sweep.path, "20261122T100000Z-aaaa", combination=1)
    begun = write_run(sweep.path, "20261122T100001Z-bbbb", combination=2, status="interrupted")
    executor, seen = Answers(""), list[tuple[int, int]]()

    def watch(progress: Progress) -> None:
        seen.append((progress.before, progress.ended))

    assert execute(sweep, executor, carry_out, watch, Stop(), allow_different=True) == {}
    assert executor.asked == [(str(sweep.path), 2, str(begun), "", True)]
    assert seen == [(1, 2)]


def test_a_failed_run_does_not_stop_the_others(tmp_path: Path) -> None:
    """The reasons are returned by number, whether the training failed or its process ended."""
    sweep = made(tmp_path)
    executor = Answers("loss became nan", ProcessDied("was killed (signal 9)"))
    reasons = execute(sweep, executor, carry_out, lambda _: None, Stop())
    assert reasons == {1: "loss became nan", 2: "was killed (signal 9)"}
    assert executor.asked == [(str(sweep.path), number, "", "", False) for number in (1, 2)]
    other = Answers("", BrokenProcessPool("a child process terminated abruptly"))
    reasons = execute(sweep, other, carry_out, lambda _: None, Stop())
    assert reasons == {2: "BrokenProcessPool: a child process terminated abruptly"}
    lost = Answers(CancelledError(), "")  # as Dask's, if its scheduler ends
    assert execute(sweep, lost, carry_out, lambda _: None, Stop()) == {1: "was cancelled by the executor"}


def test_a_run_is_current_while_a_process_trains_it(tmp_path: Path) -> None:
    """Also if the executor does not say that its call is running, as Dask's."""
    sweep, stop, seen = made(tmp_path), Stop(), list[list[int]]()
    run = write_run(sweep.path, "20261122T100000Z-aaaa", combination=2, status="running")

    def watch(progress: Progress) -> None:
        seen.append([*progress.running])
        stop.signal_number = signal.SIGINT

    with RunDirectory(run), pytest.raises(Interrupted):
        execute(sweep, Answers(), carry_out, watch, stop)
    assert seen == [[2]]


def test_a_signal_cancels_waiting_calls(tmp_path: Path) -> None:
    """The message has the command that resumes the sweep."""
    sweep, stop, executor = made(tmp_path), Stop(), Answers("")
    stop.signal_number = signal.SIGTERM
    with pytest.raises(Interrupted) as stopped:
        execute(sweep, executor, carry_out, lambda _: None, stop)
    how = f"resume with: zoo resume {sweep.short_id}"
    assert (str(stopped.value), stopped.value.exit_code) == (
        f"interrupted: 1 of 2 runs have ended; {how}",
        143,
    )
    assert [each.cancelled() for each in executor.futures] == [False, True]

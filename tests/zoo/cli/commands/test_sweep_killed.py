"""A sweep that is killed, interrupted or resumed by two processes has the same results."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.zoo.cli.samples import COMMAND, digests, figures, only_sweep
from zoo.runs.ids import sweeps_in
from zoo.sweeps import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the processes in /proc")
WORDS = ("relu-*", "--optimizer", "rmsprop,sgd", "--dataset", "iris", "--epochs", "3", "--jobs", "2")
FIRST = "runs/sweep-*/2*/checkpoint.zoo"
MOMENTS = {
    "before the sweep is created": "runs",
    "after the sweep is created": "runs/sweep-*/sweep.json",
    "after the first run is created": "runs/sweep-*/2*/run.json",
    "during a run": FIRST,
    "after a run is complete": "runs/sweep-*/2*/curves.svg",
}
"""A moment begins when a file with this name exists."""
WITH_PROCESSES = [*MOMENTS][2:]
SHORTEST = {
    ("before the sweep is created", "command"),
    ("after the first run is created", "one"),
    ("during a run", "all"),
}
"""Each process once; the other combinations take four more minutes."""
KILLS = [
    pytest.param(moment, who, marks=pytest.mark.long if (moment, who) in SHORTEST else pytest.mark.soak)
    for moment in MOMENTS
    for who in ("all", "command", "one")
    if who != "one" or moment in WITH_PROCESSES
]


class Uninterrupted(NamedTuple):
    """The results of an uninterrupted sweep: its rows, and the digests of each combination."""

    rows: list[dict[str, Any]]
    digests: dict[int, list[str]]


def outcome(document: str) -> Uninterrupted:
    """The results of a sweep, from its JSON and from its folders."""
    runs = Sweep.read(Path(json.loads(document)["path"])).runs()
    return Uninterrupted(
        figures(document), {number: digests(run.path) for number, run in sorted(runs.items())}
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Uninterrupted:
    """The results of an uninterrupted sweep."""
    folder = tmp_path_factory.mktemp("whole")
    words = [*COMMAND, "sweep", *WORDS, "--json", "--runs-dir", str(folder / "runs")]
    return outcome(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def begun(*words: str, until: str = FIRST, files: int = 1) -> subprocess.Popen[str]:
    """Start the command in a separate process, and wait until there are so many files of this name."""
    process = subprocess.Popen(
        [*COMMAND, "sweep", *words],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    while len(list(Path().glob(until))) < files:
        assert process.poll() is None
        time.sleep(0.01)
    return process


def children(pid: int) -> list[int]:
    """The child processes of a process."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # the process has ended
            text = path.read_text()
            if int(text.rpartition(")")[2].split()[1]) == pid:
                found.append(int(text.split()[0]))
    return found


LONG = ("relu-*", "--dataset", "iris", "--execution", "plain", "--epochs")


@pytest.mark.parametrize(("moment", "who"), KILLS)
def test_a_killed_sweep_has_the_same_results_after_resuming(
    zoo: Callable, whole: Uninterrupted, moment: str, who: str
) -> None:
    """The command, one worker or all are killed; the sweep can be resumed immediately."""
    process = begun(*WORDS, until=MOMENTS[moment])
    workers = children(process.pid)
    if who != "one":
        process.kill()
    for pid in {"all": workers, "command": [], "one": workers[:1]}[who]:
        os.kill(pid, signal.SIGKILL)
    process.communicate()
    if not sweeps_in(Path("runs")):
        assert moment == "before the sweep is created"
        return
    sweep = only_sweep()
    code, out, _ = zoo("resume", f"{sweep.path}/", "--json")
    assert code == 0
    assert outcome(out) == whole
    assert len(list(sweep.path.glob("2*"))) == len(sweep.combinations)  # resumed, not started again
    left = sorted(path.name for path in sweep.path.iterdir() if path.name[0] not in ".2")
    assert left == ["plans", "sweep.json"]  # no data, and no lock


@pytest.mark.long
def test_a_second_process_that_resumes_a_sweep_is_refused(zoo: Callable, whole: Uninterrupted) -> None:
    """The first process is not affected."""
    process = begun(*WORDS)
    sweep = only_sweep()
    code, out, err = zoo("resume", f"{sweep.path}/", "--progress", "off")
    told = f"error: {sweep.path} is being written by another process\n"
    assert (code, out, err) == (1, "", told)
    process.communicate()
    assert process.returncode == 0
    assert outcome(zoo("resume", sweep.short_id, "--json")[1]) == whole


@pytest.mark.long
def test_a_signal_interrupts_running_trainings_and_starts_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The complete epochs of each run are kept and printed."""
    monkeypatch.chdir(tmp_path)
    process = begun(*LONG, "10000", "--json", files=2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    sweep = only_sweep()
    assert process.returncode == 130
    assert [each["status"] for each in json.loads(out)["combinations"]] == ["interrupted", "interrupted"]
    assert err.splitlines()[1:] == [
        "stopping after these steps; press Ctrl-C again to stop immediately",
        f"interrupted: 0 of 2 runs have ended; resume with: zoo resume {sweep.short_id}",
    ]
    assert {run.status for run in sweep.runs().values()} == {"interrupted"}


@pytest.mark.long
def test_a_killed_worker_fails_only_its_run(zoo: Callable) -> None:
    """The exit code is 1, and a resume trains the run again."""
    process = begun(*LONG, "30", "--jobs", "1")
    (worker,) = children(process.pid)
    os.kill(worker, signal.SIGKILL)
    said = process.communicate()[1].splitlines()
    sweep = only_sweep()
    killed = "relu-dropout rmsprop seed 42"
    assert process.returncode == 1
    assert said[1:] == [
        f"1/2  {killed}  was killed (signal 9)",
        "2/2  relu-flatten rmsprop seed 42  completed",
        f"error: {killed} was killed (signal 9); zoo resume {sweep.short_id} tries again",
    ]
    code, _, err = zoo("resume", sweep.short_id)
    assert (code, err.splitlines()[1:]) == (0, [f"2/2  {killed}  completed"])


@pytest.mark.long
def test_unreadable_runs_are_trained_again_by_a_resume(zoo: Callable, whole: Uninterrupted) -> None:
    """A note lists truncated runs and those of another version; missing runs are trained too."""
    path = Path(json.loads(zoo("sweep", *WORDS, "--json")[1])["path"])
    cut, old, gone, _ = sorted(path.glob("2*"))
    (cut / "run.json").write_text('{"schema')
    (old / "run.json").write_text((old / "run.json").read_text().replace('"schema": 1', '"schema": 2', 1))
    shutil.rmtree(gone)
    code, out, err = zoo("resume", f"{path}/", "--json", "--progress", "off")
    assert (code, outcome(out)) == (0, whole)
    note, *reasons = err.splitlines()
    assert (
        note == f"note: 2 runs of sweep {path.name[-4:]} can't be read; their combinations are trained again"
    )
    assert {each.split()[0]: each.split(maxsplit=1)[1] for each in reasons} == {
        old.name: "run.json has schema 2; wanted 1",
        cut.name: "run.json is truncated after 8 bytes",
    }

"""`zoo resume` with two processes, a stopped process, a copied or moved run, and another environment."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import zoo as package
from tests.zoo.cli.samples import COMMAND, content, equal_rows, interrupted
from tests.zoo.training.resuming import weights_of
from zoo.runs import TrainingFailed, read_record
from zoo.training.events import Event, Stepped

if TYPE_CHECKING:
    from collections.abc import Callable


def begun(*arguments: str, **more: Any) -> subprocess.Popen[str]:
    """Start the command in a separate process."""
    environment = os.environ | more.pop("env", {})
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([*COMMAND, *arguments], env=environment, **pipes, **more)


def whole(**asked: Any) -> Path:
    """Train the run of `interrupted` without an interruption."""
    return Path(package.train("relu-dropout", dataset="iris", epochs=4, **asked).path)


def is_as(one: Path, other: Path) -> bool:
    """Whether two runs have the same status and are bit-identical."""
    kept = [(read_record(each).status, weights_of(each / "model.keras")) for each in (one, other)]
    return equal_rows(one, other) and kept[0] == kept[1]


@pytest.mark.long
def test_of_two_processes_that_resume_a_run_one_is_refused(zoo: Callable) -> None:
    """The run is completed as with a single process."""
    folder = interrupted()
    both = [begun("resume", "last", "--progress", "off") for _ in range(2)]
    said = [each.communicate()[1] for each in both]
    refused = {
        f"error: {folder} is being written by another process\n": 1,
        f"note: {folder.name[-4:]} is already completed; zoo train {folder}/plan.toml trains it again\n": 0,
    }
    assert [refused[err] for err in said if err in refused] in ([0], [1])
    assert sorted(each.returncode for each in both) in ([0, 0], [0, 1])
    assert is_as(folder, whole())


@pytest.mark.long
def test_a_run_of_a_stopped_process_is_running(zoo: Callable) -> None:
    """It can't be resumed or removed until the process continues and ends."""
    trainer = begun(
        "train",
        "relu-dropout",
        "--dataset",
        "iris",
        "--epochs",
        "400",
        "--progress",
        "jsonl",
        "--execution",
        "plain",
    )
    assert trainer.stderr is not None
    while '"epoch"' not in trainer.stderr.readline():
        pass
    trainer.send_signal(signal.SIGSTOP)
    (folder,) = Path("runs").iterdir()
    before = content(folder)
    assert [each["status"] for each in json.loads(zoo("runs", "--json").out)] == ["running"]
    expected = f"error: {folder} is being written by another process\n"
    assert zoo("resume", "last", "--progress", "off") == (1, "", expected)
    assert zoo("runs", "remove", "last", "--yes").code == 1
    assert content(folder) == before
    trainer.send_signal(signal.SIGCONT)
    trainer.send_signal(signal.SIGTERM)
    trainer.communicate()
    assert (trainer.returncode, read_record(folder).status) == (143, "interrupted")


@pytest.mark.long
@pytest.mark.parametrize("keep", ["last", pytest.param("best", marks=pytest.mark.long)])
def test_a_copy_made_during_training_can_be_resumed(zoo: Callable, keep: str) -> None:
    """The copy is an interrupted run; after a resume it is bit-identical to the original."""
    copy = Path("elsewhere", "20201122T120000Z-copied-run-3f9a")

    def copied(event: Event) -> None:
        if isinstance(event, Stepped) and event.epoch == 3 and not copy.exists():
            shutil.copytree(event_folder(), copy)

    def event_folder() -> Path:
        (found,) = Path("runs").iterdir()
        return found

    asked = {"dataset": "iris", "epochs": 4, "keep": keep, "watch": copied}
    folder = Path(package.train("relu-dropout", **asked).path)
    assert read_record(copy).status == "interrupted"
    assert zoo("resume", "3f9a", "--runs-dir", "elsewhere", "--quiet") == (0, f"{copy}\n", "")
    assert is_as(copy, folder)


@pytest.mark.long
def test_a_moved_run_is_resumed_in_another_environment(zoo: Callable, tmp_path: Path) -> None:
    """Another folder, backend, number of threads and time zone; the plan has all of the settings."""
    folder = interrupted(keep="best")
    moved = tmp_path / "elsewhere" / folder.name
    moved.parent.mkdir()
    folder.rename(moved)
    other = {
        "KERAS_BACKEND": "jax",
        "OMP_NUM_THREADS": "7",
        "TF_NUM_INTRAOP_THREADS": "7",
        "TZ": "Asia/Seoul",
    }
    process = begun("resume", f"{moved}/", "--quiet", env=other, cwd="/")
    assert (*process.communicate(), process.returncode) == (f"{moved}\n", "", 0)
    assert is_as(moved, whole(keep="best"))


@pytest.mark.long
def test_a_resumed_failed_run_fails_again(zoo: Callable) -> None:
    """It fails in the same epoch with the same message, and keeps the earlier epochs."""
    rate = {"type": "PiecewiseConstantDecay", "boundaries": [6], "values": [0.001, 1e30]}
    with pytest.raises(TrainingFailed) as failed:
        package.train(
            "relu-dropout", "sgd", dataset="iris", epochs=4, settings={"optimizer.learning_rate": rate}
        )
    folder = Path(failed.value.record.path)
    before = read_record(folder)
    said = zoo("resume", "last", "--progress", "off")
    assert (said.code, said.err.splitlines()[-1]) == (1, f"error: {failed.value}")
    after = read_record(folder)
    assert (before.complete_epochs, before.history, before.error) == (2, after.history, after.error)

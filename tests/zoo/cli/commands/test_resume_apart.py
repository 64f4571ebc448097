"""Runs in unusual places: two processes on one run, a stopped process, a copied and a moved run, another environment."""

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
    """The command in a process of its own."""
    environment = os.environ | more.pop("env", {})
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([*COMMAND, *arguments], env=environment, **pipes, **more)


def whole(**asked: Any) -> Path:
    """The run of `interrupted` that nothing has happened to."""
    return Path(package.train("relu-dropout", dataset="iris", epochs=4, **asked).path)


def is_as(one: Path, other: Path) -> bool:
    """Whether two runs have ended equal, bit for bit."""
    kept = [(read_record(each).status, weights_of(each / "model.keras")) for each in (one, other)]
    return equal_rows(one, other) and kept[0] == kept[1]


@pytest.mark.long
def test_of_two_who_go_on_with_a_run_one_does(zoo: Callable) -> None:
    """Whichever comes first; the other one says why not, and the end is as if there had been one."""
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
def test_a_run_whose_process_is_halted_is_running(zoo: Callable) -> None:
    """It can be neither resumed nor removed, and completes after it continues."""
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


@pytest.mark.parametrize("keep", ["last", pytest.param("best", marks=pytest.mark.long)])
def test_a_copy_made_while_a_run_is_trained_is_a_run(zoo: Callable, keep: str) -> None:
    """The copy is interrupted after what was complete; both end equal."""
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
def test_a_run_that_was_moved_goes_on_in_other_surroundings(zoo: Callable, tmp_path: Path) -> None:
    """From another folder, with another backend and another number of threads in the environment.

    The plan has all of its settings.
    """
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


def test_a_run_that_failed_is_gone_on_with_and_fails_again(zoo: Callable) -> None:
    """In the same epoch, with the same sentence, and the epochs before are there."""
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

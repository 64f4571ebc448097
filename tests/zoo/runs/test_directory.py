"""A run's directory: written atomically, locked while it is written, and read back."""

from __future__ import annotations

import errno
import json
import os
import secrets
import signal
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.zoo.runs.records import HOLD, RUNNING
from zoo.errors import ZooError
from zoo.runs import RunDirectory, make_runs_folder, read_record
from zoo.runs.index import summaries
from zoo.system import atomic

if TYPE_CHECKING:
    from pathlib import Path


def test_a_record_is_read_back_equal(tmp_path: Path) -> None:
    """With its path, which is not in the file."""
    folder = RunDirectory(tmp_path)
    record = replace(RUNNING, status="completed")
    folder.write_record(record)
    folder.release()
    assert read_record(tmp_path) == replace(record, path=str(tmp_path))
    assert json.loads((tmp_path / "run.json").read_text())["path"] == ""


def test_a_run_without_a_lock_is_not_running(tmp_path: Path) -> None:
    """If its process is killed, the run is interrupted."""
    folder = RunDirectory(tmp_path)
    folder.write_record(RUNNING)
    folder.release()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert read_record(tmp_path).status == "running"
        with pytest.raises(ZooError, match=r"is being written by another process$"):
            RunDirectory(tmp_path)
        holder.send_signal(signal.SIGKILL)
    assert read_record(tmp_path).status == "interrupted"


def test_runs_of_the_same_second_have_different_folders(tmp_path: Path) -> None:
    """Twenty of them are each found by their last four characters."""
    folders = [RunDirectory.create(tmp_path, "net-sgd", RUNNING, "") for _ in range(20)]
    for folder in folders:
        folder.release()
    assert len({folder.path.name[-4:] for folder in folders}) == 20


BEGIN = """\
import os, signal, sys
from pathlib import Path
from tests.zoo.runs.records import RUNNING
from zoo.runs import RunDirectory

def killed(descriptor):
    if os.readlink(f"/proc/self/fd/{descriptor}").endswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    fsync(descriptor)

fsync, os.fsync = os.fsync, killed
RunDirectory.create(Path(sys.argv[1]), "net-sgd", RUNNING, "a plan")
"""


@pytest.mark.parametrize(
    ("while_flushed", "runs"),
    [(".plan.toml", []), (".run.json", []), (".new", []), ("runs", ["interrupted"])],
)
def test_a_run_is_created_atomically(tmp_path: Path, while_flushed: str, runs: list[str]) -> None:
    """A process that is killed meanwhile leaves no directory that has a run's name but no record."""
    folder = tmp_path / "runs"
    folder.mkdir()
    ended = subprocess.run([sys.executable, "-c", BEGIN, str(folder), while_flushed], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert [each.status for each in summaries(folder)] == runs
    assert all(each.name.startswith(".") for each in folder.iterdir()) == (not runs)


def test_a_run_that_can_not_be_created_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This holds if the last flush fails too; the error names the folder of runs."""

    def refuse(path: Path) -> None:
        if path == tmp_path:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(atomic, "flush", refuse)
    with pytest.raises(ZooError) as refused:
        RunDirectory.create(tmp_path, "net-sgd", RUNNING, "")
    expected = f"{tmp_path} can't be written to: input/output error; choose another with --runs-dir"
    assert (str(refused.value), list(tmp_path.iterdir())) == (expected, [])


def test_digits_of_another_run_are_not_reused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither those of an existing run, nor those of one that is created at the same time."""
    drawn, random = iter(["3f9a", "3f9a", "81c2"]), secrets.token_hex
    monkeypatch.setattr("secrets.token_hex", lambda size: next(drawn) if size == 2 else random(size))
    with RunDirectory.create(tmp_path, "net-sgd", RUNNING, ""), RunDirectory.create(
        tmp_path, "net-sgd", RUNNING, ""
    ) as second:  # fmt: skip
        assert second.path.name.endswith("-81c2")
    assert len(list(tmp_path.iterdir())) == 2


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    """As soon as the directory is locked again; a link is removed, not what it refers to."""
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / ".new.0a1b2c3d.plan.toml").symlink_to(tmp_path / "mine")
    with RunDirectory(tmp_path / "run"):
        assert os.listdir(tmp_path / "run") == ["run.lock"]
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_file_is_written_atomically(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old content stays if the disk is full."""
    folder = RunDirectory(tmp_path)
    folder.write("plan.toml", "before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ZooError) as refused:
        folder.write("plan.toml", "after")
    expected = f"no space left on {tmp_path}; choose another with --runs-dir"
    assert (str(refused.value), (tmp_path / "plan.toml").read_text()) == (expected, "before")
    folder.release()


def test_history_has_a_row_for_each_epoch(tmp_path: Path) -> None:
    """The columns have the usual names of the metrics."""
    folder = RunDirectory(tmp_path)
    folder.write_record(RUNNING)
    folder.write_history(RUNNING)
    folder.release()
    assert (
        tmp_path / "history.csv"
    ).read_text() == "epoch,loss,val_loss,seconds\n1,0.5,0.75,1.5\n2,0.25,1e-09,0.5\n"


@pytest.mark.parametrize("text", ["", "{", '{"schema": 2}', '{"schema": 1}', "[]", '{"schema": 1, "id": 3'])
def test_a_damaged_record_is_a_zoo_error(tmp_path: Path, text: str) -> None:
    """Also one of another version; the message has its path."""
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(ZooError) as refused:
        read_record(tmp_path)
    assert str(refused.value).startswith(f"{tmp_path / 'run.json'} can't be read: ")


def test_a_folder_for_runs_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """Before any work is done."""
    (tmp_path / "runs").touch()
    with pytest.raises(ZooError) as refused:
        make_runs_folder(tmp_path / "runs")
    expected = f"{tmp_path / 'runs'} can't be written to: it is not a folder; choose another with --runs-dir"
    assert str(refused.value) == expected

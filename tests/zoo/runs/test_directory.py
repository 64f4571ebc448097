"""A run's folder: written whole, locked while it is written, and read back for what it is."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.zoo.runs.records import HOLD, RUNNING
from zoo.errors import ZooError
from zoo.runs import RunDirectory, make_runs_folder, read_record
from zoo.runs.listing import listed
from zoo.system import atomic

if TYPE_CHECKING:
    from pathlib import Path


def test_a_record_is_read_back_equal(tmp_path: Path) -> None:
    """With the path where it was found, which the file itself does not hold."""
    folder = RunDirectory(tmp_path)
    record = replace(RUNNING, status="completed")
    folder.write_record(record)
    folder.release()
    assert read_record(tmp_path) == replace(record, path=str(tmp_path))
    assert json.loads((tmp_path / "run.json").read_text())["path"] == ""


def test_running_is_what_a_process_holds_the_lock_of(tmp_path: Path) -> None:
    """Killed at any moment, it is interrupted from then on."""
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


def test_two_runs_of_one_second_have_folders_of_their_own(tmp_path: Path) -> None:
    """Twenty of them, each found by its last four characters alone."""
    folders = [RunDirectory.create(tmp_path, "net-sgd", RUNNING, "") for _ in range(20)]
    for folder in folders:
        folder.release()
    assert len({folder.path.name[-4:] for folder in folders}) == 20


BEGIN = """\
import os, signal, sys
from pathlib import Path
from tests.zoo.runs.records import RUNNING
from zoo.runs import RunDirectory
from zoo.system import atomic

def killed(path):
    if path.name == sys.argv[2] or path.name.endswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    flush(path)

flush, atomic.flush = atomic.flush, killed
RunDirectory.create(Path(sys.argv[1]), "net-sgd", RUNNING, "a plan")
"""


@pytest.mark.parametrize(
    ("while_flushed", "runs"),
    [(".new.plan.toml", []), (".new.run.json", []), (".new", []), ("runs", ["interrupted"])],
)
def test_a_run_begins_whole_or_not_at_all(tmp_path: Path, while_flushed: str, runs: list[str]) -> None:
    """Killed while it is made, it leaves no folder that is called as a run is, and has no record."""
    folder = tmp_path / "runs"
    folder.mkdir()
    ended = subprocess.run([sys.executable, "-c", BEGIN, str(folder), while_flushed], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert [each.status for each in listed(folder)] == runs
    assert all(each.name.startswith(".") for each in folder.iterdir()) == (not runs)


def test_a_run_that_can_t_begin_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where its name could not be made durable; it is said of the folder that a user knows."""

    def refuse(path: Path) -> None:
        if path == tmp_path:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(atomic, "flush", refuse)
    with pytest.raises(ZooError) as refused:
        RunDirectory.create(tmp_path, "net-sgd", RUNNING, "")
    expected = f"{tmp_path} can't be written to: input/output error; choose another with --runs-dir"
    assert (str(refused.value), list(tmp_path.iterdir())) == (expected, [])


def test_digits_that_another_run_has_are_not_taken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither those of a run, nor those of one that begins at the same time."""
    drawn = iter(["3f9a", "3f9a", "81c2"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(drawn))
    with RunDirectory.create(tmp_path, "net-sgd", RUNNING, ""), RunDirectory.create(
        tmp_path, "net-sgd", RUNNING, ""
    ) as second:  # fmt: skip
        assert second.path.name.endswith("-81c2")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_link_where_a_file_is_written_first_is_not_followed(tmp_path: Path) -> None:
    """A copied folder may hold anything."""
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / ".new.plan.toml").symlink_to(tmp_path / "mine")
    with RunDirectory(tmp_path / "run") as folder:
        folder.write("plan.toml", "a plan")
    assert ((tmp_path / "mine").read_text(), (tmp_path / "run" / "plan.toml").read_text()) == (
        "mine",
        "a plan",
    )


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was there stays when the disk is full."""
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


def test_history_is_a_row_an_epoch(tmp_path: Path) -> None:
    """Under the names that the metrics have everywhere."""
    folder = RunDirectory(tmp_path)
    folder.write_record(RUNNING)
    folder.write_history(RUNNING)
    folder.release()
    assert (
        tmp_path / "history.csv"
    ).read_text() == "epoch,loss,val_loss,seconds\n1,0.5,0.75,1.5\n2,0.25,1e-09,0.5\n"


@pytest.mark.parametrize("text", ["", "{", '{"schema": 2}', '{"schema": 1}', "[]", '{"schema": 1, "id": 3'])
def test_a_record_that_is_torn_or_of_another_version_is_an_error_of_ours(tmp_path: Path, text: str) -> None:
    """Named with its path."""
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(ZooError) as refused:
        read_record(tmp_path)
    assert str(refused.value).startswith(f"{tmp_path / 'run.json'} can't be read: ")


def test_a_folder_for_runs_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """Before anything costs time."""
    (tmp_path / "runs").touch()
    with pytest.raises(ZooError) as refused:
        make_runs_folder(tmp_path / "runs")
    expected = f"{tmp_path / 'runs'} can't be written to: it is no folder; choose another with --runs-dir"
    assert str(refused.value) == expected

"""Remove a run's directory and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.zoo.runs.records import HOLD, write_run
from zoo.errors import UsageError, ZooError
from zoo.runs.removal import remove

if TYPE_CHECKING:
    from pathlib import Path

NAME = "20201122T120000Z-net-sgd-1111"


def test_only_the_run_is_removed(tmp_path: Path) -> None:
    """The targets of its links stay, even that of its lock."""
    runs = tmp_path / "runs"
    path, other = (write_run(runs, f"20201122T120000Z-{digits}") for digits in ("3f9a", "81c2"))
    for name in ("notes.txt", "run.lock"):
        (tmp_path / name).write_text("mine")
        (path / name).symlink_to(tmp_path / name)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "kept").touch()
    (path / "data").symlink_to(tmp_path / "data")
    remove(path)
    assert os.listdir(runs) == [other.name]
    assert [(tmp_path / name).read_text() for name in ("notes.txt", "run.lock")] == ["mine", "mine"]
    assert os.listdir(tmp_path / "data") == ["kept"]


def test_a_run_in_use_is_not_removed(tmp_path: Path) -> None:
    """Even if its record can't be read."""
    path = write_run(tmp_path, "20201122T120000Z-3f9a")
    (path / "run.json").write_text("{")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(ZooError, match=r"is being written by another process$"):
            remove(path)
        holder.kill()
    assert (path / "run.json").read_text() == "{"
    remove(path)
    assert os.listdir(tmp_path) == []


def test_a_folder_that_may_not_be_a_run_is_not_removed(tmp_path: Path) -> None:
    """A link, and a folder with another name."""
    path = write_run(tmp_path, "20201122T120000Z-3f9a")
    link, mine = tmp_path / NAME, tmp_path / "mine"
    link.symlink_to(path)
    write_run(tmp_path / "other", "20201122T120000Z-3f9a").rename(mine)
    said = []
    for each in (link, mine):
        with pytest.raises(UsageError) as refused:
            remove(each)
        said.append(str(refused.value))
    assert said == [
        f"{link} is a link, which zoo does not remove; did you mean {path}/?",
        f"{mine} does not have the name of a run and is not removed; wanted a run's directory",
    ]
    assert (path / "run.json").exists()
    assert (mine / "run.json").exists()


def test_a_run_that_can_not_be_removed_stays_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is renamed first."""
    path = write_run(tmp_path, "20201122T120000Z-3f9a")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.rename", refuse)
    with pytest.raises(ZooError) as refused:
        remove(path)
    assert str(refused.value) == f"{path} can't be removed: permission denied"
    assert (path / "run.json").exists()

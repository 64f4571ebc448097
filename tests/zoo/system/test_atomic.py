"""Files and folders that are written atomically."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import pytest

from zoo.errors import ZooError
from zoo.runs.runs_folder import make_runs_folder
from zoo.system.atomic import opened, remove_unfinished, whole
from zoo.system.atomic import write as write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def write(folder: Path, *names: str) -> None:
    """Create a folder with these files."""
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)


def content(folder: Path) -> list[str]:
    """The paths of all files below a folder."""
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


def test_folder_replaces_another(tmp_path: Path) -> None:
    """The old folder stays until the end, and no file of it is left."""
    write(tmp_path / "model", "old", "deep/older")
    with whole(tmp_path / "model") as beside:
        write(beside, "new", "deep/newer")
        assert content(tmp_path / "model") == ["deep/older", "old"]
    assert content(tmp_path) == ["model/deep/newer", "model/new"]


def test_failure_leaves_the_old_folder(tmp_path: Path) -> None:
    """No part of the new folder is left."""
    write(tmp_path / "model", "old")

    def fail() -> None:
        with whole(tmp_path / "model") as beside:
            write(beside, "new")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert content(tmp_path) == ["model/old"]


def test_leftovers_of_a_killed_process_are_removed(tmp_path: Path) -> None:
    """Only those of the named files, and no other hidden file."""
    write(tmp_path, ".new.0a1b2c3d.model/torn", ".old.0a1b2c3d.model/old", ".new.0a1b2c3d.run.json")
    write(tmp_path, ".new.0a1b2c3d.mine", ".new.model", "model")
    remove_unfinished(tmp_path, ("model", "run.json"))
    assert content(tmp_path) == [".new.0a1b2c3d.mine", ".new.model", "model"]


@pytest.mark.skipif(not hasattr(os, "O_DIRECTORY"), reason="needs flock")
def test_what_a_killed_process_left_beside_an_output_is_removed(tmp_path: Path) -> None:
    """When this output is written again; what a process is writing stays, and what it may be about to."""
    write(tmp_path, ".new.0a1b2c3d.model/torn", ".new.0a1b2c3d.c.svg", ".new.1a1b2c3d.c.svg", "c.svg")
    for each in (".new.0a1b2c3d.model", ".new.0a1b2c3d.c.svg"):
        os.utime(tmp_path / each, (0, 0))
    with opened(tmp_path / "c.svg"), whole(tmp_path / "model") as beside:
        write(beside, "new")
        for each in tmp_path.iterdir():
            os.utime(each, (0, 0))
        before = content(tmp_path)
        with opened(tmp_path / "c.svg") as second:
            second.write(b"second")
        assert [*{*before} - {*content(tmp_path)}] == [".new.1a1b2c3d.c.svg"]
    assert content(tmp_path) == ["c.svg", "model/new"]


def test_a_link_under_a_temporary_name_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another user may put one there who guesses the name, here with the random digits known."""
    (tmp_path / "victim").write_text("mine")
    (tmp_path / ".new.3f9a3f9a.c.svg").symlink_to("victim")
    monkeypatch.setattr("secrets.token_hex", lambda _: "3f9a3f9a")
    for written in (opened, whole):
        with pytest.raises(FileExistsError), written(tmp_path / "c.svg"):
            pass
    assert ((tmp_path / "victim").read_text(), (tmp_path / "c.svg").exists()) == ("mine", False)


def test_temporary_names_can_not_be_guessed(tmp_path: Path) -> None:
    """Files have random names, and folders are private until they are complete."""
    seen = []
    for _ in range(2):
        with opened(tmp_path / "c.svg"), whole(tmp_path / "model") as beside:
            beside.mkdir()
            seen += os.listdir(tmp_path)
            assert stat.S_IMODE(beside.parent.stat().st_mode) == 0o700
    assert len({*seen} - {"c.svg", "model"}) == 4


def test_two_processes_write_one_path(tmp_path: Path) -> None:
    """The later one replaces what the earlier one wrote; neither fails."""
    for _ in range(2):
        with opened(tmp_path / "c.svg") as first, whole(tmp_path / "model") as early:
            with opened(tmp_path / "c.svg") as second, whole(tmp_path / "model") as late:
                second.write(b"second")
                write(late, "late")
            first.write(b"first")
            write(early, "early")
    assert (content(tmp_path), (tmp_path / "c.svg").read_text()) == (["c.svg", "model/early"], "first")


def test_a_long_name_is_written(tmp_path: Path) -> None:
    """The temporary one is no longer than a file system allows."""
    write_bytes(tmp_path / ("ä" * 125 + ".csv"), b"a")
    assert [each.name for each in tmp_path.iterdir()] == ["ä" * 125 + ".csv"]


def test_existing_path_is_not_replaced_without_consent(tmp_path: Path) -> None:
    """With `replace=False`, also if it was created while the new one is written."""

    def create(name: str, meanwhile: str | None = None) -> None:
        with whole(tmp_path / name, replace=False) as beside:
            write(beside, "new")
            if meanwhile:
                write(tmp_path / meanwhile, "other")

    create("a")
    for name, meanwhile in (("a", None), ("b", "b")):
        with pytest.raises(FileExistsError):
            create(name, meanwhile)
    assert content(tmp_path) == ["a/new", "b/other"]


def refuse(number: int) -> Callable[[int], None]:
    """An fsync that fails for folders."""

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))

    return fsync


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_that_can_not_flush_folders_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As CIFS and shared folders of virtual machines."""
    monkeypatch.setattr(os, "fsync", refuse(number))
    make_runs_folder(tmp_path / "runs")
    with whole(tmp_path / "runs" / "model") as beside:
        write(beside, "new")
    assert content(tmp_path) == ["runs/model/new"]


def test_a_folder_that_fails_to_be_flushed_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before Keras is imported and anything is trained."""
    monkeypatch.setattr(os, "fsync", refuse(errno.EIO))
    with pytest.raises(ZooError, match=r"runs can't be written to: input/output error; choose another"):
        make_runs_folder(tmp_path / "runs")

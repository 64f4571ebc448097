"""Files and folders that are written atomically."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import pytest

from zoo.errors import ZooError
from zoo.runs.runs_folder import make_runs_folder
from zoo.system.atomic import whole

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


def test_leftover_of_a_killed_process_is_removed(tmp_path: Path) -> None:
    """Its files are not in the new folder."""
    write(tmp_path / ".new.model", "torn")
    with whole(tmp_path / "model") as beside:
        write(beside, "new")
    assert content(tmp_path) == ["model/new"]


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

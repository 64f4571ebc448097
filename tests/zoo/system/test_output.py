"""Files that a user asks for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from zoo.errors import UsageError, ZooError
from zoo.system.output import checked_output, write_output


def test_a_new_file_is_there_whole(tmp_path: Path) -> None:
    """And nothing beside it."""
    write_output(checked_output(tmp_path / "a.csv", force=False), "1,2\n")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.csv", "1,2\n")]


def test_what_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk may be full at the very end."""
    (tmp_path / "a.csv").write_text("before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ZooError, match=r"a\.csv can't be written: no space left on device$"):
        write_output(checked_output(tmp_path / "a.csv", force=True), "after")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.csv", "before")]


def test_a_dash_is_not_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who means standard output gets no file of that name, unless it is said to be one."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        UsageError, match=r"^- is no file; wanted a name, as \./- for a file that is called so$"
    ):
        checked_output("-", force=True)
    assert checked_output("./-", force=True) == Path("-")


@pytest.mark.parametrize("force", [False, True])
def test_what_is_no_file_is_never_replaced(tmp_path: Path, *, force: bool) -> None:
    """A folder, or what a device would be."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name, what in (("pipe", "no regular file"), ("folder", "a folder")):
        with pytest.raises(ZooError, match=rf"{name} is {what}; name a file with -o$"):
            checked_output(tmp_path / name, force=force)

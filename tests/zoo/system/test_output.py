"""Files and folders that a user asks for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zoo.errors import UsageError, ZooError
from zoo.system.output import checked_output, in_place, write_folder, write_output

if TYPE_CHECKING:
    from collections.abc import Callable

CONTENTS = {"a.txt": "ä\n", "deep/er/b.txt": "", ".hidden/c.txt": "c"}


def test_new_file_is_written(tmp_path: Path) -> None:
    """No temporary file is left."""
    write_output(checked_output(tmp_path / "a.csv", force=False), "1,2\n")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.csv", "1,2\n")]


def test_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a disk that is full at the end."""
    (tmp_path / "a.csv").write_text("before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ZooError, match=r"a\.csv can't be written: no space left on device$"):
        write_output(checked_output(tmp_path / "a.csv", force=True), "after")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.csv", "before")]


def test_dash_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It means standard output in other programs; `./-` is a file."""
    monkeypatch.chdir(tmp_path)
    expected = r"^- is not a file name; wanted a path, as \./- for a file of this name$"
    with pytest.raises(UsageError, match=expected):
        checked_output("-", force=True)
    assert checked_output("./-", force=True) == Path("-")


@pytest.mark.parametrize("force", [False, True])
def test_folders_and_devices_are_not_replaced(tmp_path: Path, *, force: bool) -> None:
    """`--force` does not replace them either."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name, what in (("pipe", "not a regular file"), ("folder", "a folder")):
        with pytest.raises(ZooError, match=rf"{name} is {what}; name a file with -o$"):
            checked_output(tmp_path / name, force=force)


def test_folder_is_written_with_all_files(tmp_path: Path) -> None:
    """They are UTF-8, nothing else is left, and the folder has the usual permissions."""
    write_folder(tmp_path / "new", CONTENTS)
    (tmp_path / "usual").mkdir()
    files = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*.txt")}
    assert files == {"new/a.txt": b"\xc3\xa4\n", "new/deep/er/b.txt": b"", "new/.hidden/c.txt": b"c"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "usual"]
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize(
    "make",
    [Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")],
    ids=["folder", "file", "dangling link"],
)
def test_existing_path_is_not_replaced_by_a_folder(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """Whatever it is, even an empty folder."""
    target = tmp_path / "new"
    make(target)
    with pytest.raises(ZooError) as caught:
        write_folder(target, CONTENTS)
    expected = (f"{target} exists; choose another name, or move it away", 1)
    assert (str(caught.value), caught.value.exit_code) == expected
    assert list(tmp_path.iterdir()) == [target]


def test_folder_that_can_not_be_written_is_an_error(tmp_path: Path) -> None:
    """The message has the system's reason."""
    (tmp_path / "file").touch()
    target = tmp_path / "file" / "new"
    with pytest.raises(ZooError) as caught:
        write_folder(target, CONTENTS)
    assert str(caught.value) == f"{target} can't be written: not a directory"


def test_incomplete_folder_is_removed(tmp_path: Path) -> None:
    """As with a disk that is full after the second file, here by a limit on the size of files."""
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from zoo.errors import ZooError\n"
        "from zoo.system.output import write_folder\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "try:\n"
        "    write_folder(Path('new'), {'a': 'a', 'b/c': 'c', 'd': 'd' * 200})\n"
        "except ZooError as error:\n"
        "    print(error)\n"
    )
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "new can't be written: file too large\n"
    assert list(tmp_path.iterdir()) == []


def test_interrupt_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with Ctrl-C while the files are written."""

    def interrupt(path: Path, content: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "new", CONTENTS)
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_written_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The link stays, the file it refers to is replaced, and --force is asked for as usual."""
    monkeypatch.chdir(tmp_path)
    Path("there").mkdir()
    Path("there/real.csv").write_text("before")
    link = Path("link.csv")
    link.symlink_to("there/real.csv")
    with pytest.raises(ZooError, match=r"^link\.csv exists; overwrite it with --force"):
        checked_output(link, force=False)
    write_output(checked_output(link, force=True), "after")
    assert (os.readlink(link), Path("there/real.csv").read_text()) == ("there/real.csv", "after")
    assert os.listdir("there") == ["real.csv"]


def test_a_link_to_nothing_creates_what_it_refers_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --force; a folder that does not exist is named."""
    monkeypatch.chdir(tmp_path)
    Path("link.csv").symlink_to("new.csv")
    write_output(checked_output("link.csv", force=False), "content")
    assert (os.readlink("link.csv"), Path("new.csv").read_text()) == ("new.csv", "content")
    Path("lost.csv").symlink_to(tmp_path / "nowhere" / "new.csv")
    with pytest.raises(ZooError) as caught:
        checked_output("lost.csv", force=False)
    assert str(caught.value) == f"lost.csv can't be written: there is no folder {tmp_path / 'nowhere'}"


def test_a_link_to_a_folder_is_written_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a SavedModel: the folder is replaced, not the link."""
    monkeypatch.chdir(tmp_path)
    write_folder(Path("real"), {"mark": "before", "old": ""})
    Path("link").symlink_to("real")
    path = checked_output("link", force=True, mark="mark")
    with in_place(path) as beside:
        beside.mkdir()
        (beside / "mark").write_text("after")
    assert (os.readlink("link"), os.listdir("real")) == ("real", ["mark"])

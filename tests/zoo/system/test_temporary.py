"""Temporary folders, and the processes that use them, end with the process that made them."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zoo.system.process import inherited
from zoo.system.temporary import MARK, remove_abandoned, temporary_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytest.importorskip("fcntl")
PATIENCE = 60.0
ASK = """
import sys
from zoo.system import process
from zoo.system.temporary import temporary_folder

with temporary_folder() as folder:
    process.ask("tests.zoo.system.sleeper", {"note": sys.argv[1]}, patience=600)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for temporary ones."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    yield tmp_path
    monkeypatch.setattr("tempfile.tempdir", None)


def test_a_folder_is_private_and_removed(place: Path) -> None:
    """Also if it holds files."""
    with temporary_folder() as folder:
        assert (folder.parent, stat.S_IMODE(folder.stat().st_mode)) == (place, 0o700)
        (folder / "file").write_text("")
    assert [*place.iterdir()] == []


def test_only_abandoned_folders_are_removed(place: Path) -> None:
    """Not those in use, those without a mark, and those of links."""
    for name in ("zoo-left", "zoo-mine", "left"):
        (place / name).mkdir()
    for name in ("zoo-left", "left"):
        (place / name / MARK).touch()
    (place / "zoo-link").symlink_to("left")
    with temporary_folder() as used:
        remove_abandoned()
        found = sorted(each.name for each in place.iterdir())
    assert found == sorted(["left", "zoo-link", "zoo-mine", used.name])


def waited(is_so: Callable[[], object]) -> bool:
    """Whether something becomes so."""
    until = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)
    return bool(is_so())


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_ends_with_its_parent(place: Path, number: int) -> None:
    """However that ends; the parent's temporary folder is removed."""
    note = place / "started"
    environment = inherited() | {"TMPDIR": str(place)}
    parent = subprocess.Popen([sys.executable, "-c", ASK, str(note)], env=environment)
    assert waited(lambda: note.exists() and note.read_text())
    child = int(note.read_text())
    parent.send_signal(number)
    parent.wait()
    assert waited(lambda: not Path(f"/proc/{child}").exists() or "Z" in status(child))
    assert [each.name for each in place.iterdir()] == ["started"]


def status(process: int) -> str:
    """The state of a process; Z if it has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"

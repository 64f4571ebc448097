"""A folder that is written whole, or not at all."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zoo.errors import ZooError
from zoo.system.new_folder import write

if TYPE_CHECKING:
    from collections.abc import Callable

CONTENTS = {"a.txt": "ä\n", "deep/er/b.txt": "", ".hidden/c.txt": "c"}


def lying(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if not path.is_dir()
    }


def test_every_file_is_written_as_utf_8(tmp_path: Path) -> None:
    """Nothing else is left beside the folder, which is open as a new folder is."""
    write(CONTENTS, tmp_path / "new")
    (tmp_path / "usual").mkdir()
    assert lying(tmp_path) == {
        "new/a.txt": b"\xc3\xa4\n",
        "new/deep/er/b.txt": b"",
        "new/.hidden/c.txt": b"c",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "usual"]
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize(
    "make",
    [Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")],
    ids=["folder", "file", "dangling link"],
)
def test_what_exists_stays_as_it_is(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """Whatever it is, and though it is empty."""
    target = tmp_path / "new"
    make(target)
    with pytest.raises(ZooError) as caught:
        write(CONTENTS, target)
    assert (str(caught.value), caught.value.exit_code) == (
        f"{target} exists, and nothing was written; choose another name, or move it away",
        1,
    )
    assert list(tmp_path.iterdir()) == [target]


def test_what_comes_into_being_meanwhile_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that somebody else makes while the files are written is not replaced."""
    target, mkdtemp = tmp_path / "new", tempfile.mkdtemp
    monkeypatch.setattr(tempfile, "mkdtemp", lambda **where: (target.mkdir(), mkdtemp(**where))[1])
    with pytest.raises(ZooError, match="exists, and nothing was written"):
        write(CONTENTS, target)
    assert (list(tmp_path.iterdir()), list(target.iterdir())) == ([target], [])


def test_a_folder_that_can_not_be_written_to_is_one_sentence(tmp_path: Path) -> None:
    """The reason is the system's."""
    (tmp_path / "file").touch()
    target = tmp_path / "file" / "new"
    with pytest.raises(ZooError) as caught:
        write(CONTENTS, target)
    assert str(caught.value) == f"{target} can't be written: not a directory; nothing is left of it"


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    """A disk that is full after the second file: a limit on the size of files stands for it."""
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from zoo.errors import ZooError\n"
        "from zoo.system.new_folder import write\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "try:\n"
        "    write({'a': 'a', 'b/c': 'c', 'd': 'd' * 200}, Path('new'))\n"
        "except ZooError as error:\n"
        "    print(error)\n"
    )
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "new can't be written: file too large; nothing is left of it\n"
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle."""

    def interrupt(path: Path, content: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(CONTENTS, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []

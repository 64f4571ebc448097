"""The index beside the runs: it saves reading records, and never changes what is listed."""

from __future__ import annotations

import json
import os
import shutil
import stat
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.runs.records import write_run
from zoo.runs import index
from zoo.runs.index import INDEX, summaries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.runs.summary import Summary

SWEEP = "sweep-20201122T120000Z-8b1e"


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five runs, one of them of a sweep and one unreadable, in a folder that is worth an index."""
    monkeypatch.setattr(index, "ENOUGH", 1)
    monkeypatch.setattr(index, "_may_change_unseen", lambda _: False)
    folder = tmp_path / "runs"
    write_run(folder, "20201122T120000Z-3f9a", name="first", tags=["paper"], changes={"hidden.units": 50})
    write_run(folder, "20201122T120100Z-81c2", status="failed", error="loss became nan in epoch 1")
    write_run(folder, "20201122T120200Z-b07d", status="running")
    (write_run(folder, "20201122T120300Z-c4aa") / "run.json").write_text("{")
    write_run(folder / SWEEP, "20201122T120400Z-e5d1")
    return folder


def without_index(runs: Path) -> list[Summary]:
    """What is listed if every record is read."""
    (runs / INDEX).unlink(missing_ok=True)
    found = summaries(runs, sweeps=True)
    (runs / INDEX).unlink(missing_ok=True)
    return found


def records_read(runs: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ends of the ids of the runs whose records are read for a list."""
    read = []
    with monkeypatch.context() as patched:
        look_at = index.look_at
        patched.setattr(index, "look_at", lambda path: read.append(path.name[-4:]) or look_at(path))
        summaries(runs, sweeps=True)
    return sorted(read)


def test_a_record_that_has_not_changed_is_not_read_again(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Except for those that say running, which depends on a lock, and those that can't be read."""
    expected = without_index(runs)
    assert summaries(runs, sweeps=True) == expected
    assert records_read(runs, monkeypatch) == ["b07d", "c4aa"]
    assert summaries(runs, sweeps=True) == expected
    assert [each.id[-4:] for each in summaries(runs)] == ["c4aa", "b07d", "81c2", "3f9a"]
    assert records_read(runs, monkeypatch) == ["b07d", "c4aa"]  # the row of the sweep's run is kept


def rewritten(runs: Path) -> None:
    """Replace a record by one of the same length and time."""
    (path,) = runs.glob("*-3f9a")
    file = path / "run.json"
    times = file.stat()
    time.sleep(0.02)  # the clock of a file system may be this coarse
    file.write_text(file.read_text().replace("0.8589", "0.8590"))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def removed(runs: Path) -> None:
    """Remove a run, and the record of another one."""
    (path,) = runs.glob("*-3f9a")
    shutil.rmtree(path)
    (path,) = runs.glob("*-81c2")
    (path / "run.json").unlink()


def moved_away(runs: Path) -> None:
    """Move a run out of the folder, and leave a link."""
    (path,) = runs.glob("*-3f9a")
    path.symlink_to(path.rename(runs.parent / path.name))


def replaced_by_a_pipe(runs: Path) -> None:
    """Replace a record by a pipe, and add a run."""
    (path,) = runs.glob("*-3f9a")
    (path / "run.json").unlink()
    os.mkfifo(path / "run.json")
    write_run(runs, "20201122T120500Z-0001")


@pytest.mark.parametrize("change", [rewritten, removed, moved_away, replaced_by_a_pipe])
def test_a_run_that_changed_is_read_again(runs: Path, change: Callable[[Path], None]) -> None:
    """The list is what it is without an index."""
    before = summaries(runs, sweeps=True)
    change(runs)
    found = summaries(runs, sweeps=True)
    assert found == without_index(runs)
    assert found != before


def damaged(file: Path) -> None:
    """Change a figure in an index."""
    file.write_bytes(file.read_bytes().replace(b"0.8589", b"0.8590"))


def truncated(file: Path) -> None:
    """Cut an index off."""
    file.write_bytes(file.read_bytes()[:-100])


def of_another_version(file: Path) -> None:
    """Write an index whose rows have another meaning."""
    begin, _, rows = file.read_bytes().split(b"\n", 2)
    rows = rows.replace(b"0.8589", b"0.8590")
    file.write_bytes(b"\n".join([begin.replace(b"runs 3", b"runs 2"), index._digest(rows), rows]))


def of_another_folder(file: Path) -> None:
    """Copy the index of runs with the same names and other results."""
    other = file.parent.parent / "other"
    for each in file.parent.iterdir():
        if each.is_dir():
            shutil.copytree(each, other / each.name)
    for each in other.rglob("run.json"):
        each.write_text(each.read_text().replace("0.8589", "0.8590"))
    summaries(other, sweeps=True)
    shutil.copy(other / INDEX, file)


def a_pipe(file: Path) -> None:
    """Put a pipe in the place of an index."""
    file.unlink()
    os.mkfifo(file)


def a_folder(file: Path) -> None:
    """Put a folder in the place of an index."""
    file.unlink()
    file.mkdir()


def nested(file: Path) -> None:
    """Write valid JSON that no parser can read."""
    rows = b"[" * 100_000
    file.write_bytes(index.FORMAT + index._digest(rows) + b"\n" + rows)


@pytest.mark.parametrize(
    "spoil", [damaged, truncated, of_another_version, of_another_folder, a_pipe, a_folder, nested]
)
def test_an_index_that_can_not_be_used_changes_nothing(runs: Path, spoil: Callable[[Path], None]) -> None:
    """Whatever stands in its place."""
    expected = without_index(runs)
    summaries(runs, sweeps=True)
    spoil(runs / INDEX)
    assert summaries(runs, sweeps=True) == expected
    assert summaries(runs, sweeps=True) == expected


def test_an_index_of_another_user_is_not_used(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have what this user can't read, and it is not overwritten."""
    summaries(runs, sweeps=True)
    before = (runs / INDEX).read_bytes()
    user = os.geteuid()
    monkeypatch.setattr(index.os, "geteuid", lambda: user + 1)
    assert records_read(runs, monkeypatch) == ["3f9a", "81c2", "b07d", "c4aa", "e5d1"]
    assert (runs / INDEX).read_bytes() == before


def test_a_folder_that_can_not_be_written_is_listed(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left behind either."""
    expected, opened = without_index(runs), os.open

    def refuse(path: Path, flags: int, *rest: Any, **others: Any) -> int:
        if flags & os.O_CREAT:
            raise OSError(30, "Read-only file system")
        return opened(path, flags, *rest, **others)

    monkeypatch.setattr(index.os, "open", refuse)
    assert summaries(runs, sweeps=True) == expected
    assert [each.name for each in runs.iterdir() if each.name.startswith(".")] == []


def test_the_unfinished_index_of_a_killed_process_is_removed(runs: Path) -> None:
    """When a new one is written, which only this user can read."""
    beside = runs / f".new.0a1b2c3d.{INDEX}"
    beside.touch()
    summaries(runs)
    found = (beside.exists(), stat.S_IMODE((runs / INDEX).stat().st_mode))
    assert found == (False, 0o600)


def test_a_record_that_was_just_written_is_not_in_the_index(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could be changed again without another time of change."""
    monkeypatch.undo()
    monkeypatch.setattr(index, "ENOUGH", 1)
    monkeypatch.setattr(index, "FINE", 3600 * index.SECOND)
    summaries(runs)
    assert not (runs / INDEX).exists()


def test_a_few_runs_have_no_index(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is written only where it saves time."""
    monkeypatch.setattr(index, "ENOUGH", 100)
    summaries(runs)
    assert not (runs / INDEX).exists()


def test_rows_of_removed_runs_are_dropped(runs: Path) -> None:
    """When the index is written the next time."""
    summaries(runs, sweeps=True)
    removed(runs)
    write_run(runs, "20201122T120500Z-0001")
    summaries(runs)
    rows = json.loads((runs / INDEX).read_bytes().split(b"\n", 2)[2])
    assert sorted(place[-4:] for place in rows) == ["0001", "e5d1"]

"""List all runs of a folder, including damaged ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zoo.runs.records import HOLD, RECORD, write_run
from zoo.errors import UsageError, ZooError
from zoo.runs import read_record
from zoo.runs.listing import ListedRun, NoRuns, Unreadable, _parsed, _validated, ids_in, look_at

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = json.dumps(RECORD.to_json(), indent=1).encode()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def listed(runs: Path) -> list[ListedRun]:
    """All runs in a folder, the newest first."""
    return [look_at(runs / each) for each in ids_in(runs)]


def test_a_run_is_a_plain_value(tmp_path: Path) -> None:
    """It has the record in its file, and its current status."""
    path = write_run(tmp_path, "20201122T153012Z-3f9a")
    (run,) = listed(tmp_path)
    began = datetime(2020, 11, 22, 15, 30, 12, tzinfo=UTC)
    record = json.loads((path / "run.json").read_text())
    assert run == ListedRun(path.name, path, began, "completed", record)
    assert run.to_json() == {"schema": 1, **read_record(path).to_json()}
    assert (run.complete_epochs, run.kept_metric("val_loss"), run.best_metric("val_loss")) == (
        2,
        0.4046,
        0.3651,
    )
    assert (run.kept_metric("val_mae"), run.best_metric("val_mae")) == (None, None)


def test_the_newest_is_first_and_other_folders_are_ignored(tmp_path: Path) -> None:
    """The order is that of the times in the ids, not of names or of files."""
    first = write_run(tmp_path, "20201122T120001Z-0000")
    second = write_run(tmp_path, "20201122T120000Z-ffff")
    (tmp_path / "notes").mkdir()
    (tmp_path / f".{first.name}.removed").mkdir()
    (tmp_path / "20201122T120002Z-net-sgd-1111").touch()
    assert [run.path for run in listed(tmp_path)] == [first, second]


def damage(path: Path, content: bytes | None) -> None:
    """Replace the content of a record."""
    (path / "run.json").unlink()
    if content is not None:
        (path / "run.json").write_bytes(content)


def changed(**changes: Any) -> bytes:
    """A record with other values."""
    return json.dumps(RECORD.to_json() | changes).encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "run.json is missing"),
        (b"", "run.json is empty"),
        (b"\0" * 512, "run.json is empty"),
        (TEXT[:1204], "run.json is truncated after 1,204 bytes"),
        (b"[]", "run.json does not contain a record"),
        (b"[" * 100_000, "run.json is not a valid record: maximum recursion depth exceeded"),
        (b"spam", "run.json is not a valid record: Expecting value: line 1 column 1 (char 0)"),
        (changed(schema=2), "run.json has schema 2; wanted 1"),
        (changed(status="done"), "run.json is not a valid record: status is missing or damaged"),
        (changed(model=None), "run.json is not a valid record: model is missing or damaged"),
        (changed(epochs="5"), "run.json is not a valid record: epochs is missing or damaged"),
        (changed(best_epoch=3), "run.json is not a valid record: best_epoch is missing or damaged"),
        (changed(examples={}), "run.json is not a valid record: metrics is missing or damaged"),
        (changed(kept_epoch=0), "run.json is not a valid record: kept_epoch is missing or damaged"),
        (changed(epoch_seconds=[1]), "run.json is not a valid record: history is missing or damaged"),
        (changed(seconds=float("nan")), "run.json is not a valid record: NaN is not a number"),
        (TEXT.replace(b"6.8", b"1e999"), "run.json is not a valid record: 1e999 is not a number"),
        (
            changed(source="\ud800"),
            "run.json is not a valid record: 'utf-8' codec can't encode character '\\ud800' in position",
        ),
    ],
)
def test_an_unreadable_run_is_listed_with_its_error(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    """The other runs are listed too."""
    sound = write_run(tmp_path, "20201122T120000Z-3f9a")
    torn = write_run(tmp_path, "20201122T120001Z-c4aa")
    damage(torn, content)
    first, second = listed(tmp_path)
    assert (first.status, first.record, second.path, second.status) == ("unreadable", {}, sound, "completed")
    assert first.error[: len(reason)] == reason
    assert first.to_json() == {
        "id": torn.name,
        "path": str(torn),
        "status": "unreadable",
        "error": first.error,
    }


def test_a_pipe_as_a_record_does_not_block(tmp_path: Path) -> None:
    """A folder is not read either."""
    pipe, folder = (write_run(tmp_path, f"20201122T12000{each}Z-c4aa") for each in (1, 0))
    damage(pipe, None)
    os.mkfifo(pipe / "run.json")
    damage(folder, None)
    (folder / "run.json").mkdir()
    assert [run.error for run in listed(tmp_path)] == ["run.json is not a file"] * 2


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """Nor are broken and circular links."""
    elsewhere = write_run(tmp_path / "other", "20201122T120000Z-7777")
    runs = tmp_path / "runs"
    runs.mkdir()
    for number, target in enumerate((elsewhere, "/nowhere", "20201122T120002Z-net-sgd-0002")):
        (runs / f"20201122T12000{number}Z-net-sgd-000{number}").symlink_to(target)
    assert [run.error for run in listed(runs)] == [
        "run.json can't be read: too many levels of symbolic links",
        "it is a link to /nowhere",
        f"it is a link to {elsewhere}",
    ]


@given(st.integers(1, len(TEXT) - 1))
def test_a_truncated_record_is_reported(length: int) -> None:
    """With its length, wherever it is truncated."""
    with pytest.raises(Unreadable) as unreadable:
        _parsed(TEXT[:length])
    assert str(unreadable.value) == f"run.json is truncated after {length:,} bytes"


@given(st.dictionaries(st.sampled_from(list(RECORD.to_json())), JSON))
def test_a_record_is_valid_or_unreadable(changes: dict[str, Any]) -> None:
    """No other error is raised, and a valid one has everything that a table shows."""
    try:
        record = _validated(_parsed(changed(**changes)))
    except Unreadable:
        return
    run = ListedRun("id", Path("id"), datetime.now(UTC), record["status"], record)
    figures = (run.kept_metric("val_loss"), run.best_metric("val_accuracy"), run.complete_epochs)
    assert all(each is None or isinstance(each, (int, float)) for each in figures)
    assert json.dumps(run.to_json(), ensure_ascii=False, allow_nan=False).encode()


def test_a_run_whose_process_has_ended_is_interrupted(tmp_path: Path) -> None:
    """A run is running only while a process holds its lock."""
    held = write_run(tmp_path, "20201122T120001Z-b07d", status="running")
    left = write_run(tmp_path, "20201122T120000Z-81c2", status="running")
    (left / "run.lock").touch()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(held)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert [run.status for run in listed(tmp_path)] == ["running", "interrupted"]
        holder.kill()
    assert [run.to_json()["status"] for run in listed(tmp_path)] == ["interrupted"] * 2


def test_a_run_that_ends_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its status is running, then it releases its lock and is completed."""
    path = write_run(tmp_path, "20201122T120000Z-b07d", status="running")
    (path / "run.lock").touch()

    def look_late(_: Path) -> Any:
        (path / "run.json").write_bytes(TEXT)
        return read_record(path)

    monkeypatch.setattr("zoo.runs.listing.read_record", look_late)
    assert [run.status for run in listed(tmp_path)] == ["completed"]


@pytest.mark.parametrize(
    ("prepare", "kind", "sentence"),
    [
        (
            lambda path: None,
            NoRuns,
            "there is no folder {}; zoo train makes one, and --runs-dir names another",
        ),
        (
            lambda path: path.touch(),
            UsageError,
            "{} is not a folder; wanted a folder of runs, see --runs-dir",
        ),
        (
            lambda path: path.symlink_to(path),
            ZooError,
            "{} can't be read: too many levels of symbolic links",
        ),
    ],
)
def test_a_folder_that_can_not_be_listed_is_an_error(
    tmp_path: Path, prepare: Callable[[Path], None], kind: type[ZooError], sentence: str
) -> None:
    """A usage error if the path is wrong, otherwise the reason of the system."""
    runs = tmp_path / "runs"
    prepare(runs)
    with pytest.raises(ZooError) as refused:
        listed(runs)
    assert (type(refused.value), str(refused.value)) == (kind, sentence.format(runs))

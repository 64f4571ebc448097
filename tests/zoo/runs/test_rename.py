"""Give a run another name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.zoo.runs.records import write_run
from zoo.errors import UsageError, ZooError
from zoo.runs import RunDirectory, read_record
from zoo.runs.rename import rename

if TYPE_CHECKING:
    from pathlib import Path

ONE = "20201122T120000Z-3f9a"


def test_only_the_name_in_the_record_changes(tmp_path: Path) -> None:
    """Keys that this version does not know stay, and no other file is left."""
    path = write_run(tmp_path, ONE, tags=["paper"])
    file = path / "run.json"
    before = json.loads(file.read_text()) | {"later": 1}
    file.write_text(json.dumps(before))
    rename(path, "base")
    assert json.loads(file.read_text()) == before | {"name": "base"}
    assert [each.name for each in path.iterdir()] == ["run.json"]


def test_a_record_without_a_name_can_be_renamed(tmp_path: Path) -> None:
    """A record from before there were names has neither a name nor tags."""
    path = write_run(tmp_path, ONE)
    table = json.loads((path / "run.json").read_text())
    del table["name"], table["tags"]
    (path / "run.json").write_text(json.dumps(table))
    assert (read_record(path).name, read_record(path).tags) == ("", [])
    rename(path, "base")
    assert read_record(path).name == "base"


def test_a_running_run_is_refused(tmp_path: Path) -> None:
    """Its process would overwrite the name."""
    path = write_run(tmp_path, ONE, status="running")
    before = (path / "run.json").read_bytes()
    with RunDirectory(path), pytest.raises(ZooError, match=r"^3f9a is running; rename it when it has ended$"):
        rename(path, "base")
    assert (path / "run.json").read_bytes() == before
    rename(path, "base")  # its process has ended: the run is interrupted
    assert read_record(path).name == "base"


def test_a_failed_rename_leaves_the_record_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, a damaged record and a name that is not valid are errors."""
    path = write_run(tmp_path, ONE)
    before = (path / "run.json").read_bytes()

    def full(_: int) -> None:
        raise OSError(13, "Permission denied")

    with pytest.raises(
        UsageError, match=r"^'last' is not a name for a run: it means the newest run; wanted "
    ):
        rename(path, "last")
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(ZooError, match=f"^{path} can't be written to: permission denied$"):
            rename(path, "base")
    assert {each.name: each.read_bytes() for each in path.iterdir()} == {"run.json": before}
    (path / "run.json").write_bytes(before[:100])
    with pytest.raises(ZooError, match=r"can't be renamed: run\.json is truncated after 100 bytes$"):
        rename(path, "base")
    assert (path / "run.json").read_bytes() == before[:100]

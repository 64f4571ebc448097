"""Read a saved run from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import zoo
from tests.zoo.runs.records import RECORD, write_run

if TYPE_CHECKING:
    from pathlib import Path


def test_a_run_is_read_by_its_id_the_end_of_one_or_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Path is a directory, even if it looks like an id."""
    path = write_run(tmp_path / "runs", "20201122T153012Z-3f9a")
    named = ("3f9a", "last", path.name, str(path), path)
    assert {zoo.read_run(each, runs_dir=tmp_path / "runs").id for each in named} == {path.name}
    monkeypatch.chdir(tmp_path / "runs")
    record = zoo.read_run(path.relative_to(tmp_path / "runs"), runs_dir="nowhere")
    assert (record.id, record.history) == (path.name, RECORD.history)


def test_a_missing_run_is_a_usage_error(tmp_path: Path) -> None:
    """The message is that of the command line."""
    write_run(tmp_path, "20201122T153012Z-3f9a")
    with pytest.raises(zoo.UsageError, match=r"ends in '3f9b'; did you mean 3f9a"):
        zoo.read_run("3f9b", runs_dir=tmp_path)
    with pytest.raises(zoo.SettingError, match="runs_dir"):
        zoo.read_run("3f9a", runs_dir="")

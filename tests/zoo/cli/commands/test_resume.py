"""`zoo resume`: interrupted, completed, locked and damaged runs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo as package
from tests.zoo.cli.samples import content, equal_rows, interrupted
from zoo.runs import read_record
from zoo.runs.directory import RunDirectory

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.long
@pytest.mark.parametrize("keep", ["last", pytest.param("best", marks=pytest.mark.long)])
def test_a_resumed_run_is_identical_to_an_uninterrupted_one(zoo: Callable, keep: str) -> None:
    """History, metrics and digests are equal, and the output is that of `zoo train`."""
    folder = interrupted(keep)
    code, out, err = zoo("resume", folder.name[-4:])
    assert code == 0
    assert err.splitlines()[0] == (
        "relu-dropout with rmsprop on iris: epochs 3 to 4 of 4, batch size 32, seed 42"
    )
    assert err.splitlines()[2] == (
        "Versions, backend and processor are the same as in epochs 1 to 2: the result is identical to an uninterrupted run."
    )
    assert re.search(rf"Run {folder.name[-4:]} completed in .* s: runs/{folder.name}\n", out)
    whole = json.loads(zoo("train", "--plan", f"{folder}/plan.toml", "--json").out)
    record = read_record(folder)
    assert equal_rows(folder, Path(whole["path"]))
    assert (record.history, record.metrics) == (whole["history"], whole["metrics"])
    assert (record.best_epoch, record.kept_epoch) == (whole["best_epoch"], whole["kept_epoch"])
    assert [(each["epoch"], each["differences"]) for each in record.resumed] == [(2, [])]


def test_a_completed_run_is_printed_and_left_unchanged(zoo: Callable) -> None:
    """The exit code is 0, so that a script can resume without checking, and a note is printed."""
    folder = Path(package.train("relu-dropout", dataset="iris", epochs=1).path)
    before = content(folder)
    note = f"note: {folder.name[-4:]} is already completed; zoo train {folder}/plan.toml trains it again\n"
    assert zoo("resume", "last") == (0, zoo("runs", "show", "last").out, note)
    assert zoo("resume", "last", "--quiet") == (0, f"{folder}\n", note)
    assert json.loads(zoo("resume", "last", "--json").out) == read_record(folder).to_json()
    assert content(folder) == before


def test_another_environment_is_refused_unless_allowed(zoo: Callable) -> None:
    """`--allow-different` resumes the run, and its record lists the differences."""
    folder = interrupted()
    path = folder / "run.json"
    path.write_text(
        re.sub(r'"numpy": "[^"]+",\n  "backend"', '"numpy": "1.0",\n  "backend"', path.read_text())
    )
    fingerprint = read_record(folder).fingerprint
    path.write_text(path.read_text().replace(f'"keras": "{fingerprint["keras"]}"', '"keras": "3.0.0"'))
    before = content(folder)
    code, out, err = zoo("resume", "last", "--progress", "off")
    sentence = f"can't be resumed bitwise: keras was 3.0.0, is {fingerprint['keras']}; see --allow-different"
    assert (code, out) == (1, "")
    assert err.splitlines()[0] == f"error: {folder.name[-4:]} {sentence}"
    assert content(folder) == before
    assert zoo("resume", "last", "--allow-different", "--quiet").out == f"{folder}\n"
    assert read_record(folder).resumed[0]["differences"][0] == f"keras was 3.0.0, is {fingerprint['keras']}"


def test_the_settings_of_an_edited_plan_are_recorded(zoo: Callable) -> None:
    """The list shows those that the run was resumed with."""
    folder = interrupted()
    plan = folder / "plan.toml"
    plan.write_text(plan.read_text().replace("epochs = 4", "epochs = 3"))
    assert zoo("resume", "last", "--allow-different", "--quiet").code == 0
    assert read_record(folder).changes == {"epochs": 3}


def test_a_locked_run_is_refused(zoo: Callable) -> None:
    """Two processes must not write to the same run."""
    folder = interrupted()
    with RunDirectory(folder):
        expected = f"error: {folder} is being written by another process\n"
        assert zoo("resume", "last", "--progress", "off") == (1, "", expected)


def test_a_truncated_checkpoint_is_refused(zoo: Callable) -> None:
    """The message has its size, and the run is left unchanged."""
    folder = interrupted()
    path = folder / "checkpoint.zoo"
    whole = path.read_bytes()
    path.write_bytes(whole[:1000])
    before = content(folder)
    short = folder.name[-4:]
    expected = (
        f"error: the checkpoint of {short} is truncated: 1,000 of {len(whole):,} bytes; "
        f"zoo replay {short} retrains it\n"
    )
    assert zoo("resume", "last", "--progress", "off") == (1, "", expected)
    assert content(folder) == before


def test_a_checkpoint_of_another_plan_is_refused(zoo: Callable) -> None:
    """The plan was edited; the run is left unchanged."""
    folder = interrupted()
    plan = folder / "plan.toml"
    plan.write_text(plan.read_text().replace("units = 100", "units = 7"))
    before = content(folder)
    expected = (
        f"error: the checkpoint of {folder.name[-4:]} is of another plan: it has 5 variables of 805 numbers "
        "(float32, int64); wanted 5 variables of 61 numbers (float32, int64); see its plan.toml\n"
    )
    assert zoo("resume", "last", "--allow-different", "--progress", "off") == (1, "", expected)
    assert content(folder) == before

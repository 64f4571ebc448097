"""`zoo resume`, as a user types it."""

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


@pytest.mark.parametrize("keep", ["last", pytest.param("best", marks=pytest.mark.long)])
def test_an_interrupted_run_ends_as_if_it_had_not_been(zoo: Callable, keep: str) -> None:
    """By the end of its id; what is printed is what a training prints."""
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


def test_a_completed_run_is_printed_and_left_as_it_is(zoo: Callable) -> None:
    """A note says so, and the exit code is 0, for scripts that start again."""
    folder = Path(package.train("relu-dropout", dataset="iris", epochs=1).path)
    before = content(folder)
    note = f"note: {folder.name[-4:]} is already completed; zoo train {folder}/plan.toml trains it again\n"
    assert zoo("resume", "last") == (0, zoo("runs", "show", "last").out, note)
    assert zoo("resume", "last", "--quiet") == (0, f"{folder}\n", note)
    assert json.loads(zoo("resume", "last", "--json").out) == read_record(folder).to_json()
    assert content(folder) == before


def test_where_bits_can_t_be_promised_it_is_refused_or_written_down(zoo: Callable) -> None:
    """The first difference is in the sentence."""
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


def test_a_run_that_another_process_is_at_is_refused(zoo: Callable) -> None:
    """Two at a time would tear it."""
    folder = interrupted()
    with RunDirectory(folder):
        expected = f"error: {folder} is being written by another process\n"
        assert zoo("resume", "last", "--progress", "off") == (1, "", expected)


def test_a_checkpoint_that_is_cut_off_is_said_and_left(zoo: Callable) -> None:
    """With how much of it there is."""
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


def test_a_checkpoint_of_another_model_is_said_and_left(zoo: Callable) -> None:
    """A plan that was edited is one of another model."""
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

"""Pipes in the place of a run's files: each is one sentence, and nothing waits for ever."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo as package

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def run(zoo: Callable) -> Path:
    """A run in the current folder."""
    return Path(package.train("softmax-1layer", dataset="iris", epochs=1).path)


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        (
            "checkpoint.zoo",
            ("predict", "last"),
            "the checkpoint of {short} can't be read: not a regular file",
        ),
        ("run.json", ("replay", "last"), "{run}/run.json can't be read: not a regular file"),
        ("plan.toml", ("evaluate", "last"), "{run}/plan.toml is not a file; wanted a declaration"),
        ("metrics.jsonl", ("replay", "last"), "{run}/metrics.jsonl can't be read: not a regular file"),
    ],
)
def test_a_pipe_is_named(zoo: Callable, run: Path, name: str, words: tuple[str, ...], expected: str) -> None:
    """It is not opened for reading."""
    (run / name).unlink()
    os.mkfifo(run / name)
    code, out, err = zoo(*words)
    assert (code in (1, 2), out) == (True, "")
    assert err.splitlines()[-1].startswith(f"error: {expected.format(run=run, short=run.name[-4:])}")


def test_a_pipe_as_lock_is_no_lock(zoo: Callable, run: Path) -> None:
    """A run that says it is running, but that no process trains, was interrupted."""
    record = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps(record | {"status": "running"}))
    (run / "run.lock").unlink(missing_ok=True)
    os.mkfifo(run / "run.lock")
    (row,) = json.loads(zoo("runs", "--json").out)
    assert row["status"] == "interrupted"


@pytest.mark.long
def test_outcomes_that_are_a_pipe_do_not_stop_a_comparison(zoo: Callable, run: Path) -> None:
    """They are named."""
    package.train("softmax-1layer", dataset="iris", epochs=1, seed=1)
    (run / "validation.json").unlink()
    os.mkfifo(run / "validation.json")
    _, out, err = zoo("compare", run.name[-4:], "last")
    assert "not a regular file" in out + err

"""The learning rate of each epoch is in the history, in the files of a run and in its curves."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.runs import RunRecord

NEVER_BETTER: Any = {"type": "plateau", "factor": 0.5, "patience": 1, "min_delta": 9}


@pytest.mark.long
@pytest.mark.parametrize("execution", ["loop", pytest.param("plain", marks=pytest.mark.long)])
def test_rate_of_a_schedule_is_that_of_the_last_step(run: Callable[..., RunRecord], execution: str) -> None:
    """An epoch of iris has three steps, which Keras counts from 0."""
    record = run("relu-flatten", "sgd", "iris", epochs=4, schedule="cosine", execution=execution)
    expected = [0.005 * (1 + math.cos(math.pi * step / 12)) for step in (2, 5, 8, 11)]
    assert record.history["learning_rate"] == pytest.approx(expected, rel=1e-5)
    path = Path(record.path)
    rows = list(csv.DictReader((path / "history.csv").read_text().splitlines()))
    assert [float(row["learning_rate"]) for row in rows] == record.history["learning_rate"]
    assert ">learning_rate<" in (path / "curves.svg").read_text()


@pytest.mark.long
def test_plateau_lowers_the_rate_of_the_next_epoch(run: Callable[..., RunRecord]) -> None:
    """After a first epoch, none is better by 9."""
    record = run("relu-flatten", "sgd", "iris", epochs=4, schedule=NEVER_BETTER)
    assert record.history["learning_rate"] == pytest.approx([0.01, 0.01, 0.005, 0.0025])


@pytest.mark.long
def test_constant_rate_is_not_in_the_history(run: Callable[..., RunRecord]) -> None:
    """It is in the plan."""
    assert "learning_rate" not in run("relu-flatten", "sgd", "iris").history

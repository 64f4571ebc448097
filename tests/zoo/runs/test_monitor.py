"""The monitored metric decides which epoch and which run is the best."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.zoo.runs.records import RECORD, write_run
from zoo.runs import RunRecord
from zoo.runs.index import summaries
from zoo.runs.listing import look_at
from zoo.runs.selection import sort_by

if TYPE_CHECKING:
    from pathlib import Path

AUC = {"metric": "val_auc", "direction": "max"}
HISTORY = {**RECORD.history, "auc": [0.7, 0.8], "val_auc": [0.9, 0.6]}
MEASURED = {split: {**figures, "auc": 0.6} for split, figures in RECORD.metrics.items()}
MONITORED = replace(RECORD, history=HISTORY, metrics=MEASURED, monitor=AUC)


@pytest.mark.parametrize(("direction", "best"), [("max", 2), ("min", 3)])
def test_the_best_epoch_is_that_of_the_metric(direction: str, best: int) -> None:
    """The first of equal ones."""
    history = {"val_loss": [1.0, 2.0, 3.0, 4.0], "val_x": [0.5, 0.9, 0.1, 0.9]}
    record = replace(RECORD, monitor={"metric": "val_x", "direction": direction})
    after = record.after(history, [1.0] * 4, "best")
    assert (after.best_epoch, after.kept_epoch) == (best, best)


def test_a_record_without_it_is_as_before() -> None:
    """Its JSON has no such key, and it is read back."""
    assert "monitor" not in RECORD.to_json()
    assert RunRecord.from_json(RECORD.to_json()) == RECORD
    assert RunRecord.from_json(MONITORED.to_json()).monitor == AUC


def test_the_best_epoch_has_the_monitored_metric_alone(tmp_path: Path) -> None:
    """The loss of that epoch is not the lowest one."""
    path = write_run(tmp_path, "20261122T153012Z-3f9a", history=HISTORY, metrics=MEASURED, monitor=AUC)
    for run in (MONITORED, look_at(path)):
        assert (run.best_metric("val_auc"), run.best_metric("val_loss")) == (0.9, None)


def test_runs_are_sorted_in_the_direction_of_the_metric(tmp_path: Path) -> None:
    """That of an unknown metric is in the record."""
    for direction, expected in (("max", [0.9, 0.5, 0.1]), ("min", [0.1, 0.5, 0.9])):
        folder = tmp_path / direction
        for number, value in enumerate((0.5, 0.9, 0.1)):
            measured = {split: {**each, "own": value} for split, each in RECORD.metrics.items()}
            monitor = {"metric": "val_own", "direction": direction}
            write_run(folder, f"20261122T153012Z-3f9{number}", metrics=measured, monitor=monitor)
        rows = sort_by(summaries(folder), "val_own")
        assert [each.kept_metric("val_own") for each in rows] == expected

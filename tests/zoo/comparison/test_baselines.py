"""Saved baselines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from zoo.comparison.baselines import Baseline, Baselines, baselines_beside, read_baselines, write_baselines
from zoo.errors import ZooError
from zoo.runs.listing import ids_in

if TYPE_CHECKING:
    from pathlib import Path

KIND = "classification"
ROW = Baseline("SGDClassifier", {"loss": "log_loss", "max_iter": 5}, (0.81, 0.82, 0.83), 4.5)
RECORD = {"dataset": "fashion-mnist", "dataset_digest": "sha256:1a", "task": {"kind": KIND}}
FOUND = Baselines("fashion-mnist", "sha256:1a", "accuracy", 60_000, "images", "1.9.1", (ROW,))


def test_baselines_are_read_back_for_the_same_data(tmp_path: Path) -> None:
    """Not for other data of the same name or another task; the folder is not listed as a run."""
    assert read_baselines(tmp_path, "fashion-mnist", "sha256:1a", KIND) is None
    path = write_baselines(tmp_path, FOUND)
    assert path == tmp_path / "baselines" / "fashion-mnist.json"
    assert read_baselines(tmp_path, "fashion-mnist", "sha256:1a", KIND) == FOUND
    assert read_baselines(tmp_path, "fashion-mnist", "sha256:2b", KIND) is None
    assert read_baselines(tmp_path, "fashion-mnist", "sha256:1a", "regression") is None
    assert ids_in(tmp_path) == []


def test_baselines_are_found_from_a_run_or_a_run_of_a_sweep(tmp_path: Path) -> None:
    """They are next to the run, or next to the folder that contains it."""
    write_baselines(tmp_path, FOUND)
    for run in (tmp_path / "run", tmp_path / "sweep" / "run"):
        assert baselines_beside(run, RECORD) == (FOUND, "")
    assert baselines_beside(tmp_path / "a" / "b" / "run", RECORD) == (None, "")
    (tmp_path / "baselines" / "fashion-mnist.json").write_text("{")
    damaged = f"{tmp_path}/baselines/fashion-mnist.json is not what zoo baseline writes"
    assert baselines_beside(tmp_path / "run", RECORD) == (None, damaged)


def test_mean_and_standard_deviation_are_computed() -> None:
    """It is the sample standard deviation over the folds."""
    (row,) = FOUND.to_json()["baselines"]
    assert (row["mean"], row["deviation"]) == (pytest.approx(0.82), pytest.approx(0.01))


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": 2},
        {"baselines": []},
        {"baselines": [{"estimator": "a", "settings": {}, "folds": [1.0], "seconds": 1}]},
        {"baselines": [{"estimator": "a", "settings": {}, "folds": [1.0, float("nan")], "seconds": 1}]},
        {"baselines": 5},
        {"examples": "many"},
        {"dataset": None, "metric": None, "baselines": [{}]},
    ],
)
def test_a_damaged_file_is_a_one_sentence_error(changes: dict[str, Any], tmp_path: Path) -> None:
    """The message has its path."""
    path = write_baselines(tmp_path, FOUND)
    path.write_text(json.dumps(FOUND.to_json() | changes))
    with pytest.raises(ZooError, match=r"fashion-mnist\.json is not what zoo baseline writes"):
        read_baselines(tmp_path, "fashion-mnist", "sha256:1a", KIND)

"""The folds of baselines are split as the dataset is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import zoo
from zoo.comparison.folds import examples_of, folds_of
from zoo.data.load import load
from zoo.data.resolve import found_dataset
from zoo.errors import DatasetError
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Ten rows of each of 12 patients, in random order, with days that go on."""
    chance = np.random.default_rng(0)
    rows = [f"p{n % 12},{n % 7},{'ab'[n % 2]},2024-{n % 12 + 1:02}-{n // 12 + 1:02}" for n in range(120)]
    path = tmp_path / "patients.csv"
    path.write_text("patient,x,y,day\n" + "\n".join(chance.permutation(rows)) + "\n")
    return path


def test_no_group_is_in_two_parts_of_a_fold(table: Path) -> None:
    """Otherwise a model recognizes the group."""
    found = found_dataset(table, DataOptions("y", group="patient", drop=("day",)))
    examples = examples_of(found.value, load(found))
    folds = folds_of(found.value, examples, 5)
    assert examples.keys is not None
    assert [set(examples.keys[train]) & set(examples.keys[test]) for train, test in folds.parts] == [
        set()
    ] * 5


def test_later_rows_are_tested_on(table: Path) -> None:
    """In each fold."""
    found = found_dataset(table, DataOptions("y", split_by="day", drop=("patient",)))
    examples = examples_of(found.value, load(found))
    folds = folds_of(found.value, examples, 5)
    assert examples.keys is not None
    assert all(examples.keys[train].max() <= examples.keys[test].min() for train, test in folds.parts)


def test_fewer_groups_than_folds_are_an_error(table: Path, tmp_path: Path) -> None:
    """Each fold is tested on other groups."""
    with pytest.raises(DatasetError, match=r"^patients has \d+ groups; wanted 20, one for each fold$"):
        zoo.baseline(table, target="y", group="patient", drop="day", folds=20, runs_dir=tmp_path / "runs")

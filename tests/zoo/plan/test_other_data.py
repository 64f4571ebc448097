"""A plan on data that has moved, and other data for its model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.zoo import own
from zoo.catalog.resolve import named
from zoo.data.prepare import prepare_other
from zoo.data.resolve import found_dataset
from zoo.errors import DatasetError, UsageError
from zoo.plan.other_data import moved, other_dataset
from zoo.plan.plan import Plan
from zoo.plan.prepare import prepare

if TYPE_CHECKING:
    from pathlib import Path


def plan_of(path: Path) -> Plan:
    """A plan with the data in a file, and its facts."""
    dataset = found_dataset(path)
    return prepare(Plan(named("model", "softmax-1layer"), named("optimizer", "sgd"), dataset))[0]


def rows(path: Path, many: int, first: float = 0.0) -> Path:
    """An .npz file of rows in two classes."""
    x = np.arange(2.0 * many).reshape(many, 2)
    x[0, 0] = first
    np.savez(path, x=x, y=np.array(["a", "b"] * many)[:many])
    return path


def test_data_that_has_moved_is_accepted_if_it_is_unchanged(tmp_path: Path) -> None:
    """Its digest is compared, and the split stays."""
    plan = plan_of(rows(tmp_path / "one.npz", 50))
    (tmp_path / "one.npz").rename(tmp_path / "two.npz")
    there, data = prepare(moved(plan, tmp_path / "two.npz"))
    assert (there.data, data.source, len(data.parts.test)) == (plan.data, str(tmp_path / "two.npz"), 10)
    rows(tmp_path / "two.npz", 50, first=1.0)
    with pytest.raises(DatasetError, match=r"^one has changed: its digest was "):
        prepare(moved(plan, tmp_path / "two.npz"))


def test_a_registered_dataset_has_no_path() -> None:
    """There is nothing that could have moved."""
    plan = Plan(named("model", "softmax-1layer"), named("optimizer", "sgd"), named("dataset", "iris"))
    with pytest.raises(UsageError, match=r"^data=x.csv is for your own data; the run has iris, which has no"):
        moved(plan, "x.csv")
    assert moved(plan, None) == plan


def test_all_examples_of_another_file_are_prepared(tmp_path: Path) -> None:
    """They are scaled like the training data, however few there are."""
    plan = plan_of(rows(tmp_path / "one.npz", 50))
    assert plan.data is not None
    other = rows(tmp_path / "other.npz", 3)
    data = prepare_other(other_dataset(plan, other), plan.data.scaling)
    _, whole = prepare(plan)
    np.testing.assert_array_equal(data.x, whole.x[:3])
    assert ([len(part) for part in data.parts], data.truth.tolist()) == ([0, 0, 3], [0, 1, 0])


@pytest.mark.parametrize(
    ("dataset", "sentence"),
    [
        ("wine", "dataset=wine has examples of shape (13,); wanted (4,), as iris"),
        ("./x.csv", "dataset=./x.csv is a file; wanted a registered dataset, as iris, which the run has"),
    ],
)
def test_other_data_of_another_kind_is_refused(dataset: str, sentence: str) -> None:
    """The message has both shapes."""
    plan = Plan(named("model", "softmax-1layer"), named("optimizer", "sgd"), named("dataset", "iris"))
    with pytest.raises(UsageError) as refused:
        other_dataset(plan, dataset)
    assert str(refused.value) == sentence


def test_all_parts_of_other_data_are_prepared(tmp_path: Path) -> None:
    """A test and a validation part are evaluated too, of arrays and of images."""
    plan = plan_of(rows(tmp_path / "one.npz", 50))
    x, y = np.ones((9, 2)), np.array(["a", "b", "a"] * 3)
    np.savez(tmp_path / "two.npz", x=x, y=y, x_val=x, y_val=y, x_test=x, y_test=y)
    assert plan.data is not None
    assert len(prepare_other(other_dataset(plan, tmp_path / "two.npz"), plan.data.scaling).x) == 27
    plan = plan_of(own.images(tmp_path / "digits", 50))
    for name in ("train", "val", "test"):
        own.images(tmp_path / "other" / name, 20)
    assert plan.data is not None
    assert len(prepare_other(other_dataset(plan, tmp_path / "other"), plan.data.scaling).x) == 60

"""check: the checks of data before training."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.zoo.samples import dataset, loads, rows
from zoo import Loaded, Split, Task
from zoo.data.check import check
from zoo.errors import DatasetError

X = np.zeros((6, 3))
LABELS = np.arange(6) % 4
HOT = np.eye(4)[LABELS]
ONE_HOT = Task("classification", 4, "one-hot")
TARGET, TARGETS = Task("regression", 1), Task("regression", 2)


def spoilt(array: np.ndarray, place: Any, value: float) -> np.ndarray:
    """A copy with another value in one place."""
    copy = array.astype(float)
    copy[place] = value
    return copy


SOUND = [
    (None, X, LABELS),
    (None, X.astype(np.uint8), LABELS.astype(float)),
    (None, X > 0, LABELS.astype(np.uint8)),
    (Task("classification", 2), X, LABELS > 1),
    (ONE_HOT, X, HOT),
    (ONE_HOT, X, HOT > 0),
    (TARGET, X, X[:, 0]),
    (TARGET, X, X[:, :1]),
    (TARGETS, X, X[:, :2]),
]
DAMAGED = [
    (None, X[:, :2], LABELS, "x of the train part of rows has examples of shape (2,); wanted (3,)"),
    (None, np.array(1.0), LABELS, "x of the train part of rows has examples of shape (); wanted (3,)"),
    (None, X, LABELS[:5], "the train part of rows has 6 examples and 5 labels; wanted one for each"),
    (None, X, np.array(1), "y of the train part of rows has shape (); wanted (6,)"),
    (None, X, HOT, "y of the train part of rows has shape (6, 4); wanted (6,)"),
    (ONE_HOT, X, LABELS, "y of the train part of rows has shape (6,); wanted (6, 4)"),
    (TARGET, X, X[:, :2], "y of the train part of rows has shape (6, 2); wanted (6,)"),
    (TARGETS, X, X[:, 0], "y of the train part of rows has shape (6,); wanted (6, 2)"),
    (None, X.tolist(), LABELS, "x of the train part of rows is list; wanted an array of numbers"),
    (None, X, LABELS.astype(str), "y of the train part of rows is <U21; wanted an array of numbers"),
    (None, X + 1j, LABELS, "x of the train part of rows is complex128; wanted an array of numbers"),
    (
        None,
        spoilt(X, (4, 1), np.nan),
        LABELS,
        "rows has nan in x of the train part, row 4; wanted finite numbers",
    ),
    (
        TARGET,
        X,
        spoilt(X[:, 0], 2, -np.inf),
        "rows has -inf in y of the train part, row 2; wanted finite numbers",
    ),
    (
        None,
        X,
        spoilt(LABELS, 3, 4),
        "rows has label 4.0 in y of the train part, row 3; wanted 0 to 3 for 4 classes",
    ),
    (
        None,
        X,
        LABELS - 1,
        "rows has label -1 in y of the train part, row 0; wanted 0 to 3 for 4 classes",
    ),
    (
        None,
        X,
        spoilt(LABELS, 5, 0.5),
        "rows has label 0.5 in y of the train part, row 5; wanted 0 to 3 for 4 classes",
    ),
    (
        ONE_HOT,
        X,
        spoilt(HOT, (2, 0), 1),
        "rows has a label that is not one-hot in y of the train part, row 2; wanted a single 1",
    ),
    (
        ONE_HOT,
        X,
        HOT / 2,
        "rows has a label that is not one-hot in y of the train part, row 0; wanted a single 1",
    ),
    (None, X[:4], LABELS[:4], "rows has 4 examples to train on; wanted at least 5"),
    (None, X[:1], LABELS[:1], "rows has 1 example to train on; wanted at least 5"),
    (None, X[:0], LABELS[:0], "rows has 0 examples to train on; wanted at least 5"),
]


def checked(task: Task | None, train: Split, test: Split | None = None) -> None:
    """Check data of a dataset called rows."""
    load = loads(train, test)
    check("rows", dataset(load, task), load())


@pytest.mark.parametrize(("task", "x", "y"), SOUND)
def test_accepts_valid_data(task: Task | None, x: np.ndarray, y: np.ndarray) -> None:
    """Numbers of any type are accepted, and integers as labels."""
    checked(task, Split(x, y))


@pytest.mark.parametrize(("task", "x", "y", "expected"), DAMAGED)
def test_message_has_the_place_of_the_error(task: Task | None, x: Any, y: Any, expected: str) -> None:
    """The message has the part, the row, and what was expected."""
    with pytest.raises(DatasetError) as caught:
        checked(task, Split(x, y))
    assert expected == str(caught.value)


def test_test_part_is_checked_too() -> None:
    """Errors in the test part are found before training."""
    with pytest.raises(DatasetError) as caught:
        checked(None, rows(8), Split(X, LABELS + 1))
    assert str(caught.value) == "rows has label 4 in y of the test part, row 3; wanted 0 to 3 for 4 classes"


@pytest.mark.parametrize(
    ("loaded", "sentence"),
    [
        (Loaded((X, LABELS), None, "here"), "the train part of rows is tuple; wanted zoo.Split"),
        (Loaded(None, None, "here"), "the train part of rows is NoneType; wanted zoo.Split"),
        (Loaded(Split(X, LABELS), (X, LABELS), "here"), "the test part of rows is tuple; wanted zoo.Split"),
        (Loaded(Split(X, LABELS), None, 5), "the source of rows is int; wanted text"),
        (
            Loaded(Split(np.ma.masked_less(X, 1), LABELS), None, ""),
            "x of the train part of rows is MaskedArray; wanted an array of numbers",
        ),
        (
            Loaded(Split(spoilt(X, (4, 1), 1e39), LABELS), None, ""),
            "rows has 1e+39 in x of the train part; wanted at most 3.4e+38, the limit of float32",
        ),
    ],
)
def test_type_of_the_loaded_data_is_checked_first(loaded: Any, sentence: str) -> None:
    """The message tells the author of the plugin what was expected."""
    with pytest.raises(DatasetError) as refused:
        check("rows", dataset(lambda: loaded), loaded)
    assert str(refused.value) == sentence

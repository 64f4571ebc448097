"""What there is to answer, from the answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from zoo import Task, UsageError
from zoo.data.own.labels import Answers, Understood, positions, understand
from zoo.errors import DatasetError


def answers(values: Any) -> Answers:
    """These answers, each in a row."""
    found = values if isinstance(values, list) else np.asarray(values)
    return Answers(found, "y of t.npz", lambda row: f"row {row}")


def understood(values: Any, chosen: str | None = None) -> Understood:
    """What is understood of answers that are all for training."""
    return understand(answers(values), np.arange(len(values)), chosen)


REGRESSION = Understood(Task("regression", 1))


@pytest.mark.parametrize(
    ("values", "chosen", "expected"),
    [
        (["b", "a", "b"], None, Understood(Task("classification", 2), ("a", "b"))),
        (["10", "x", "9"], None, Understood(Task("classification", 3), ("9", "10", "x"))),
        (np.array([3, -1, 10, 3]), None, Understood(Task("classification", 3), ("-1", "3", "10"))),
        (np.array([True, False]), None, Understood(Task("classification", 2), ("0", "1"))),
        (np.array([0.0, 1.0]), None, REGRESSION),
        (np.array([0.0, 1.0]), "classification", Understood(Task("classification", 2), ("0", "1"))),
        (np.array([0, 1]), "regression", REGRESSION),
        (np.arange(100), "regression", REGRESSION),
        (np.eye(3)[[0, 1, 2, 1]], None, Understood(Task("classification", 3, "one-hot"), ("0", "1", "2"))),
        (np.eye(3)[[0, 1, 2, 1]], "regression", Understood(Task("regression", 3))),
        (np.ones((4, 2)) / 3, None, Understood(Task("regression", 2))),
    ],
)
def test_a_task_follows_from_its_answers(values: Any, chosen: str | None, expected: Understood) -> None:
    """Text and whole numbers are classes, in natural order; fractions are targets."""
    assert understood(values, chosen) == expected


@pytest.mark.parametrize(
    ("values", "chosen", "sentence"),
    [
        (["a", "a"], None, "y of t.npz has only the class 'a'; wanted at least two"),
        (
            ["a", "b"],
            "regression",
            "task=regression does not fit y of t.npz, which has text; wanted classification",
        ),
        (
            np.array([0.5, 1]),
            "classification",
            "task=classification does not fit y of t.npz, which has fractions; wanted regression",
        ),
        (
            np.arange(100),
            None,
            "y of t.npz has 100 different whole numbers; wanted --task regression, or --task classification",
        ),
        (
            np.array([[1, 1], [0, 1]]),
            None,
            "y of t.npz does not have one class for each example; wanted a single 1 in each row",
        ),
        (
            np.ones((4, 2)) / 3,
            "classification",
            "y of t.npz does not have one class for each example; wanted a single 1 in each row",
        ),
    ],
)
def test_what_can_not_be_meant_is_refused(values: Any, chosen: str | None, sentence: str) -> None:
    """Or has to be said."""
    with pytest.raises((DatasetError, UsageError)) as refused:
        understood(values, chosen)
    assert str(refused.value) == sentence


def test_a_class_that_is_nowhere_in_the_training_part_is_refused() -> None:
    """A model could never answer it."""
    with pytest.raises(DatasetError) as refused:
        understand(answers(["a", "b", "c"]), np.array([0, 1]), None)
    assert str(refused.value) == (
        "y of t.npz has the class 'c' in row 2, which is not in the training part; wanted one of a, b"
    )


def test_positions_are_those_of_the_names() -> None:
    """Of whole numbers too, however they are stored."""
    assert positions(answers(np.array([7.0, 5.0])), ("5", "7")).tolist() == [1, 0]

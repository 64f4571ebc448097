"""Detection of the task from the labels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from zoo import Task, UsageError
from zoo.data.own.labels import Labels, Understood, notes, positions, understand, untrained
from zoo.data.own.named import named_of
from zoo.errors import DatasetError


def labels_of(values: Any) -> Labels:
    """These labels, each in a row."""
    found = named_of(values) if isinstance(values, list) else np.asarray(values)
    return Labels(found, "y of t.npz", lambda row: f"row {row}")


def understood(values: Any, chosen: str | None = None) -> Understood:
    """The task that is detected."""
    return understand(labels_of(values), chosen)


REGRESSION = Understood(Task("regression", 1))


@pytest.mark.parametrize(
    ("values", "chosen", "expected"),
    [
        (["b", "a", "b"], None, Understood(Task("classification", 2), ("a", "b"))),
        (["1", "01", "1"], None, Understood(Task("classification", 2), ("01", "1"))),
        (["10", "x", "9"], None, Understood(Task("classification", 3), ("9", "10", "x"))),
        (np.array([3, -1, 10, 3]), None, Understood(Task("classification", 3), ("-1", "3", "10"))),
        (np.array([True, False]), None, Understood(Task("classification", 2), ("0", "1"))),
        (np.array([0.0, 1.0]), None, Understood(Task("classification", 2), ("0", "1"))),
        (np.array([0.0, 1.5]), None, REGRESSION),
        (np.arange(11.0), None, REGRESSION),
        (np.arange(10), None, Understood(Task("classification", 10), tuple("0123456789"))),
        (np.array([0.0, 1.0]), "classification", Understood(Task("classification", 2), ("0", "1"))),
        (np.array([0, 1]), "regression", REGRESSION),
        (np.arange(100), "regression", REGRESSION),
        (np.eye(3)[[0, 1, 2, 1]], None, Understood(Task("classification", 3, "one-hot"), ("0", "1", "2"))),
        (np.eye(3)[[0, 1, 2, 1]], "regression", Understood(Task("regression", 3))),
        (np.ones((4, 2)) / 3, None, Understood(Task("regression", 2))),
        (np.array([[1, 1], [0, 1]]), None, Understood(Task("multilabel", 2), ("0", "1"))),
        (np.array([[True, True], [False, False]]), None, Understood(Task("multilabel", 2), ("0", "1"))),
        (np.array([[1, 1], [0, 1]]), "regression", Understood(Task("regression", 2))),
        (np.eye(2)[[0, 1]], "multilabel", Understood(Task("multilabel", 2), ("0", "1"))),
    ],
)
def test_a_task_follows_from_its_labels(values: Any, chosen: str | None, expected: Understood) -> None:
    """Text and integers are classes, in natural order; other numbers are targets."""
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
            np.tile(np.arange(11), 1_000),
            None,
            "y of t.npz has 11 different whole numbers; wanted --task regression, or --task classification",
        ),
        (
            np.arange(100),
            None,
            "y of t.npz has 100 different whole numbers; wanted --task regression, or --task classification",
        ),
        (
            np.array([[1, 1], [0, 1]]),
            "classification",
            "y of t.npz does not have one class for each example; wanted a single 1 in each row",
        ),
        (
            np.concatenate([np.eye(2)[[0, 1] * 20], [[1, 1]]]),
            None,
            "y of t.npz is one-hot but for 1 of 41 rows: 2 labels are 1 in row 40; wanted --task multilabel, or "
            "a single 1 in each row",
        ),
        (
            np.array([[0, 1], [2, 1]]),
            "multilabel",
            "task=multilabel does not fit y of t.npz, which has 2 in row 1; wanted 0 or 1 for each label",
        ),
        (
            np.array([0, 1]),
            "multilabel",
            "task=multilabel does not fit y of t.npz, which has one label for each example; wanted "
            "classification",
        ),
        (
            np.ones((4, 2)) / 3,
            "classification",
            "y of t.npz does not have one class for each example; wanted a single 1 in each row",
        ),
    ],
)
def test_task_that_does_not_fit_is_refused(values: Any, chosen: str | None, sentence: str) -> None:
    """A task that does not fit, or has to be chosen, is an error."""
    with pytest.raises((DatasetError, UsageError)) as refused:
        understood(values, chosen)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("values", [["a", "b", "c"], [0, 1, 2]])
def test_a_class_without_a_training_example_is_kept(values: list[Any]) -> None:
    """The split is random, so that a rare class may be in another part only; it is listed."""
    found = labels_of(values if values[0] == "a" else np.array(values))
    classes = tuple(map(str, values))
    expected = Understood(Task("classification", 3), classes)
    known = understand(found, None)
    assert (known, untrained(found, known, np.array([0, 1]))) == (expected, classes[2:])


def test_codes_with_leading_zeros_are_different_classes() -> None:
    """`01` and `1` are two classes; for a regression they are the same number."""
    codes = ["01", "1", "2", "01"]
    found = labels_of(np.array([1, 1, 2, 1]))._replace(codes=named_of(codes))
    classes = understand(found, None).classes
    assert (classes, positions(found, classes).tolist()) == (("01", "1", "2"), [0, 1, 2, 0])
    assert understand(found, "regression") == REGRESSION


def test_an_unknown_class_is_refused() -> None:
    """As in a separate test part, or in a file that has changed."""
    with pytest.raises(DatasetError) as refused:
        positions(labels_of(["a", "c"]), ("a", "b"))
    assert str(refused.value) == (
        "y of t.npz has the class 'c' in row 1, which is not in the training data; wanted one of a, b"
    )


def test_labels_are_the_positions_of_their_names() -> None:
    """The same holds for integers of any dtype."""
    assert positions(labels_of(np.array([7.0, 5.0])), ("5", "7")).tolist() == [1, 0]


def test_classes_that_may_surprise_get_notes() -> None:
    """Few examples, imbalance, and spellings that differ only in case."""
    found = labels_of(["a"] * 200 + ["A"] * 3 + ["b"] * 20)
    assert notes(found, understand(found, None)) == [
        "differ only in case: A, a",
        "1 class with fewer than 10 examples (A)",
        "the largest class has 200 examples, the smallest 3",
    ]
    assert notes(labels_of(np.arange(11.0)), REGRESSION) == []

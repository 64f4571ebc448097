"""Head: its output for each task, and settings that do not fit."""

from __future__ import annotations

import pytest

from zoo import Head, Task
from zoo.specs.layers.base import WrongShape
from zoo.specs.layers.core import Dense
from zoo.specs.layers.head import Objective, UnfitHead

TWO = Task("classification", 2)
TEN = Task("classification", 10)
TWO_HOT = Task("classification", 2, "one-hot")
TEN_HOT = Task("classification", 10, "one-hot")
ONE_TARGET = Task("regression", 1)
TARGETS = Task("regression", 3)
LABELS = Task("multilabel", 3)

BINARY = ("binary_crossentropy", "binary_accuracy")
SPARSE = ("sparse_categorical_crossentropy", "sparse_categorical_accuracy")
DENSE = ("categorical_crossentropy", "categorical_accuracy")

BECOMES = [
    (Head(), LABELS, Objective(3, "sigmoid", *BINARY, False, 0)),
    (Head("sigmoid"), LABELS, Objective(3, "sigmoid", *BINARY, False, 0)),
    (Head(logits=True), LABELS, Objective(3, "linear", *BINARY, True, 0)),
    (Head(loss="hinge"), LABELS, Objective(3, "linear", "hinge", BINARY[1], True, 0)),
    (Head(), TWO, Objective(1, "sigmoid", *BINARY, False, 0)),
    (Head(), TEN, Objective(10, "softmax", *SPARSE, False, 0)),
    (Head(), TWO_HOT, Objective(2, "softmax", *DENSE, False, 0)),
    (Head(), TEN_HOT, Objective(10, "softmax", *DENSE, False, 0)),
    (Head(), ONE_TARGET, Objective(1, "linear", "mean_squared_error", "mean_absolute_error", False, 2)),
    (Head(), TARGETS, Objective(3, "linear", "mean_squared_error", "mean_absolute_error", False, 2)),
    (Head(logits=True), TWO, Objective(1, "linear", *BINARY, True, 0)),
    (Head(logits=True), TEN, Objective(10, "linear", *SPARSE, True, 0)),
    (Head(logits=True), TEN_HOT, Objective(10, "linear", *DENSE, True, 0)),
    (Head("linear", logits=True), TWO, Objective(1, "linear", *BINARY, True, 0)),
    (Head("linear", logits=True), TEN, Objective(10, "linear", *SPARSE, True, 0)),
    (Head("softmax"), TWO, Objective(2, "softmax", *SPARSE, False, 0)),
    (Head("sigmoid"), TWO, Objective(1, "sigmoid", *BINARY, False, 0)),
    (Head("softmax"), TEN, Objective(10, "softmax", *SPARSE, False, 0)),
    (Head(loss=SPARSE[0]), TWO, Objective(2, "softmax", *SPARSE, False, 0)),
    (Head(loss=SPARSE[0], logits=True), TWO, Objective(2, "linear", *SPARSE, True, 0)),
    (Head(loss=BINARY[0]), TWO, Objective(1, "sigmoid", *BINARY, False, 0)),
    (
        Head("linear"),
        ONE_TARGET,
        Objective(1, "linear", "mean_squared_error", "mean_absolute_error", False, 2),
    ),
    (
        Head(loss="mean_absolute_error"),
        ONE_TARGET,
        Objective(1, "linear", "mean_absolute_error", "mean_absolute_error", False, 1),
    ),
    (
        Head(loss="huber", delta=0.5),
        ONE_TARGET,
        Objective(1, "linear", "huber", "mean_absolute_error", False, 2, (("delta", 0.5),)),
    ),
    (
        Head(label_smoothing=0.1),
        TEN,
        Objective(
            10, "softmax", "categorical_crossentropy", SPARSE[1], False, 0, (("label_smoothing", 0.1),)
        ),
    ),
    (
        Head(label_smoothing=0.1),
        TWO,
        Objective(1, "sigmoid", *BINARY, False, 0, (("label_smoothing", 0.1),)),
    ),
    (Head(loss="hinge"), TWO, Objective(1, "linear", "hinge", BINARY[1], True, 0)),
    (Head(loss="categorical_hinge"), TEN, Objective(10, "linear", "categorical_hinge", SPARSE[1], True, 0)),
]

REFUSED = [
    (
        Head("softmax"),
        LABELS,
        "activation softmax gives each example one class, and each can have several labels; wanted sigmoid",
    ),
    (
        Head(loss="categorical_crossentropy"),
        LABELS,
        "loss categorical_crossentropy does not fit 3 labels for each example; wanted one of "
        "binary_crossentropy, binary_focal_crossentropy, hinge, squared_hinge",
    ),
    (
        Head("sigmoid"),
        TEN,
        "activation sigmoid is one unit for two classes, but there are 10 classes; wanted softmax",
    ),
    (
        Head("sigmoid"),
        TWO_HOT,
        "activation sigmoid is one unit for two classes with labels 0 and 1, but the labels are one-hot; wanted softmax",
    ),
    (
        Head("linear"),
        TEN,
        "activation linear does not give probabilities, from which the loss is computed; wanted auto, or logits=true",
    ),
    (
        Head("softmax", logits=True),
        TEN,
        "activation softmax gives probabilities, and logits=true computes the loss from logits; "
        "wanted auto or linear",
    ),
    (
        Head(loss=BINARY[0]),
        TEN,
        "loss binary_crossentropy does not fit softmax and 10 classes with integer labels; "
        "wanted sparse_categorical_crossentropy",
    ),
    (
        Head(loss=SPARSE[0]),
        TEN_HOT,
        "loss sparse_categorical_crossentropy does not fit softmax and 10 classes with one-hot labels; "
        "wanted categorical_crossentropy",
    ),
    (
        Head("sigmoid", loss=SPARSE[0]),
        TWO,
        "loss sparse_categorical_crossentropy does not fit sigmoid and 2 classes with integer labels; "
        "wanted binary_crossentropy",
    ),
    (
        Head(loss="mean_squared_error"),
        TEN,
        "loss mean_squared_error does not fit softmax and 10 classes with integer labels; "
        "wanted sparse_categorical_crossentropy",
    ),
    (
        Head("softmax"),
        ONE_TARGET,
        "activation softmax has bounded outputs, but the targets of a regression have no bounds; wanted linear",
    ),
    (
        Head(logits=True),
        ONE_TARGET,
        "logits true is not valid for a regression, which has no classes",
    ),
    (
        Head(loss=BINARY[0]),
        TARGETS,
        "loss binary_crossentropy is for classes, and this is a regression; "
        "wanted one of mean_squared_error, mean_absolute_error, huber",
    ),
    (
        Head("sigmoid", loss="hinge"),
        TWO,
        "activation sigmoid gives probabilities, and hinge is computed from scores; wanted auto or linear",
    ),
    (
        Head(loss=SPARSE[0], label_smoothing=0.1),
        TEN,
        "label_smoothing is not available for sparse_categorical_crossentropy; "
        "wanted loss auto or categorical_crossentropy",
    ),
    (
        Head(gamma=2),
        TWO,
        "gamma is not an argument of binary_crossentropy; "
        "it is one of binary_focal_crossentropy and categorical_focal_crossentropy",
    ),
    (
        Head(label_smoothing=0.1),
        ONE_TARGET,
        "label_smoothing is not an argument of mean_squared_error; it is one of binary_crossentropy, "
        "binary_focal_crossentropy, categorical_crossentropy and categorical_focal_crossentropy",
    ),
    (
        Head(loss="hinge"),
        TEN,
        "loss hinge does not fit softmax and 10 classes with integer labels; wanted sparse_categorical_crossentropy",
    ),
]


@pytest.mark.parametrize(("head", "task", "expected"), BECOMES)
def test_output_follows_from_the_task(head: Head, task: Task, expected: Objective) -> None:
    """Units, activation, loss and metric follow from the task, unless they are set."""
    assert expected == head.fit(task)


@pytest.mark.parametrize(("head", "task", "expected"), REFUSED)
def test_refuses_settings_that_do_not_fit_the_task(head: Head, task: Task, expected: str) -> None:
    """A setting that does not fit the task is refused, with the reason and a valid value."""
    with pytest.raises(UnfitHead) as caught:
        head.fit(task)
    assert expected == str(caught.value)


def test_is_a_dense_layer() -> None:
    """On a flat vector a head is a Dense layer with the head's name."""
    assert Head(name="output").dense(TEN, (100,)) == Dense(10, activation="softmax", name="output")


def test_requires_a_flat_vector() -> None:
    """A head on an image is refused; the message names layers that flatten it."""
    with pytest.raises(WrongShape) as caught:
        Head().dense(TEN, (28, 28))
    assert str(caught.value) == "wanted a flat vector; a Flatten or GlobalAveragePooling2D gives one"

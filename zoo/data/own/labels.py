"""Detect the task from the labels: classes or numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from registry import natural
from zoo.errors import DatasetError, SettingError, UsageError, shorten
from zoo.specs.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zoo.specs.data_file import DataFile

MANY = 20
"""Distinct integers that are always read as classes; more are allowed up to a tenth of the examples."""
AXES = 2
"""The number of axes of labels with several numbers for each example."""


class Answers(NamedTuple):
    """The labels of all examples as read from a file.

    Attributes:
        values: A list of text, or an array of numbers of shape (examples,) or (examples, outputs).
        where: The source for messages, such as "y of shoes.npz".
        place: The place of an example for messages, such as "line 13".
    """

    values: np.ndarray | list[str]
    where: str
    place: Callable[[int], str]


class Understood(NamedTuple):
    """A task, and the names of its classes."""

    task: Task
    classes: tuple[str, ...] = ()


def understand(answers: Answers, training: np.ndarray, chosen: str | None) -> Understood:
    """Detect the task: text and integers are classes, other numbers are targets, unless a task is `chosen`.

    The classes are those of the examples at the `training` positions, in natural order.

    Raises:
        DatasetError: A class is not in the training part, or there is only one class.
        UsageError: The task has to be chosen, or the chosen task does not fit.
    """
    values, where = answers.values, answers.where
    if isinstance(values, list):
        if chosen == "regression":
            raise SettingError("task", chosen, f"does not fit {where}, which has text; wanted classification")
        return _classes(answers, training)
    if values.ndim == AXES:
        return _several(values, where, chosen)
    if chosen == "regression" or (chosen is None and values.dtype.kind == "f"):
        return Understood(Task("regression", 1))
    if (values != np.floor(values)).any():
        reason = f"does not fit {where}, which has fractions; wanted regression"
        raise SettingError("task", str(chosen), reason)
    different = len(np.unique(values))
    if chosen is None and different > max(MANY, len(values) // 10):
        found = f"{where} has {different:,} different whole numbers"
        raise UsageError(f"{found}; wanted --task regression, or --task classification")
    return _classes(answers, training)


def positions(answers: Answers, classes: Sequence[str]) -> np.ndarray:
    """The index of each label among the classes; DatasetError for an unknown class."""
    places = {name: place for place, name in enumerate(classes)}
    named = names(answers.values)
    for row, name in enumerate(named):
        if name not in places:
            what = f"{answers.where} has the class {_shown(name)} in {answers.place(row)}"
            raise DatasetError(f"{what}, which is not in the training part; wanted one of {_some(classes)}")
    return np.array([places[name] for name in named])


def values(answers: Answers, file: DataFile) -> np.ndarray:
    """The labels in the form of a file's task; DatasetError if they do not fit it."""
    if file.task.kind == "classification" and file.task.labels == "integer":
        return positions(answers, file.classes)
    if isinstance(answers.values, list):
        raise DatasetError(f"{answers.where} has text; wanted numbers")
    return answers.values


def names(values: np.ndarray | list[str]) -> list[str]:
    """The names of classes: text unchanged, integers as text."""
    return values if isinstance(values, list) else [str(int(each)) for each in values.tolist()]


def _classes(answers: Answers, training: np.ndarray) -> Understood:
    values = answers.values
    if isinstance(values, list):
        classes = tuple(sorted({values[row] for row in training}, key=lambda name: (natural(name), name)))
    else:
        classes = tuple(names(np.unique(values[training])))
    positions(answers, classes)
    if len(classes) == 1:
        raise DatasetError(f"{answers.where} has only the class {_shown(classes[0])}; wanted at least two")
    return Understood(Task("classification", len(classes)), classes)


def _several(values: np.ndarray, where: str, chosen: str | None) -> Understood:
    """One-hot classes, or several targets."""
    outputs = values.shape[1]
    is_flags = bool(((values == 0) | (values == 1)).all())
    if is_flags and chosen != "regression" and bool((values.sum(axis=1) == 1).all()):
        task = Task("classification", outputs, "one-hot")
        return Understood(task, tuple(map(str, range(outputs))))
    if chosen == "classification" or (is_flags and chosen is None):
        raise DatasetError(f"{where} does not have one class for each example; wanted a single 1 in each row")
    return Understood(Task("regression", outputs))


def _shown(name: str) -> str:
    return shorten(f"'{name}'")


def _some(classes: Sequence[str]) -> str:
    few = 10
    return ", ".join([*classes[:few], *(["…"] if len(classes) > few else [])])

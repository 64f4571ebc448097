"""Detect the task from the labels: classes or numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.errors import DatasetError, SettingError, UsageError, shorten
from zoo.registry import natural
from zoo.specs.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zoo.specs.data_file import DataFile

MANY = 20
"""Distinct integers that are always read as classes; more are allowed up to a tenth of the examples."""
AXES = 2
"""The number of axes of labels with several numbers for each example."""


class Labels(NamedTuple):
    """The labels of all examples as read from a file.

    Attributes:
        values: A list of text, or an array of numbers of shape (examples,) or (examples, outputs).
        where: The source for messages, such as "y of shoes.npz".
        place: The place of an example for messages, such as "line 13".
        codes: The text of each number, if the numbers are codes such as `01`.
    """

    values: np.ndarray | list[str]
    where: str
    place: Callable[[int], str]
    codes: list[str] | None = None


class Understood(NamedTuple):
    """A task, the names of its classes, and those that no training example has."""

    task: Task
    classes: tuple[str, ...] = ()
    untrained: tuple[str, ...] = ()


def understand(labels: Labels, training: np.ndarray, chosen: str | None) -> Understood:
    """Detect the task: text and integers are classes, other numbers are targets, unless a task is `chosen`.

    The classes are those of all examples, in natural order, also of those that are not at the `training`
    positions.

    Raises:
        DatasetError: There is only one class.
        UsageError: The task has to be chosen, or the chosen task does not fit.
    """
    values, where = labels.values, labels.where
    if isinstance(values, list):
        if chosen == "regression":
            raise SettingError("task", chosen, f"does not fit {where}, which has text; wanted classification")
        return _classes(labels, training)
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
    return _classes(labels, training)


def positions(labels: Labels, classes: Sequence[str]) -> np.ndarray:
    """The index of each label among the classes; DatasetError for an unknown class."""
    places = {name: place for place, name in enumerate(classes)}
    named = names(labels)
    for row, name in enumerate(named):
        if name not in places:
            what = f"{labels.where} has the class {_shown(name)} in {labels.place(row)}"
            raise DatasetError(f"{what}, which is not in the training data; wanted one of {_some(classes)}")
    return np.array([places[name] for name in named])


def values(labels: Labels, file: DataFile) -> np.ndarray:
    """The labels in the form of a file's task; DatasetError if they do not fit it."""
    if file.task.kind == "classification" and file.task.labels == "integer":
        return positions(labels, file.classes)
    if isinstance(labels.values, list):
        raise DatasetError(f"{labels.where} has text; wanted numbers")
    return labels.values


def names(labels: Labels) -> list[str]:
    """The class of each example: text and codes unchanged, integers as text."""
    if isinstance(labels.values, list):
        return labels.values
    return labels.codes or [str(int(each)) for each in labels.values.tolist()]


def _classes(labels: Labels, training: np.ndarray) -> Understood:
    named = names(labels)
    is_text = isinstance(labels.values, list) or labels.codes is not None
    classes = tuple(sorted(set(named), key=(lambda name: (natural(name), name)) if is_text else int))
    if len(classes) == 1:
        raise DatasetError(f"{labels.where} has only the class {_shown(classes[0])}; wanted at least two")
    trained = {named[row] for row in training}
    untrained = tuple(name for name in classes if name not in trained)
    return Understood(Task("classification", len(classes)), classes, untrained)


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

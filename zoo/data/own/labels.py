"""Detect the task from the labels: classes or numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.own.notes import of_case, of_truth
from zoo.errors import DatasetError, SettingError, UsageError, shorten
from zoo.registry import natural
from zoo.specs.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zoo.specs.data_file import DataFile

MANY = 10
"""Distinct whole numbers that are read as classes; of more, a user has to say what they are."""
ENOUGH = 10
"""Examples that a class should have."""
IMBALANCE = 10
"""So many times as many examples as the smallest class the largest should have at most."""
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


def subset(labels: Labels, rows: np.ndarray) -> Labels:
    """The labels of some rows."""
    at = rows.tolist()
    values, codes = labels.values, labels.codes
    return Labels(
        [values[row] for row in at] if isinstance(values, list) else values[rows],
        labels.where,
        lambda row: labels.place(at[row]),
        None if codes is None else [codes[row] for row in at],
    )


class Understood(NamedTuple):
    """A task, and the names of its classes."""

    task: Task
    classes: tuple[str, ...] = ()


def understand(labels: Labels, chosen: str | None) -> Understood:
    """Detect the task: text and few whole numbers are classes, other numbers targets, if none is `chosen`.

    The classes are those of all examples, in natural order.

    Raises:
        DatasetError: There is only one class.
        UsageError: The task has to be chosen, or the chosen task does not fit.
    """
    values, where = labels.values, labels.where
    if isinstance(values, list):
        if chosen == "regression":
            raise SettingError("task", chosen, f"does not fit {where}, which has text; wanted classification")
        return _classes(labels)
    if values.ndim == AXES:
        return _several(values, where, chosen)
    if chosen == "regression":
        return Understood(Task("regression", 1))
    is_whole = bool((values == np.floor(values)).all())
    if not is_whole and chosen is not None:
        reason = f"does not fit {where}, which has fractions; wanted regression"
        raise SettingError("task", chosen, reason)
    different = len(np.unique(values))
    if not is_whole or (chosen is None and different > MANY and values.dtype.kind == "f"):
        return Understood(Task("regression", 1))
    if chosen is None and different > MANY:
        found = f"{where} has {different:,} different whole numbers"
        raise UsageError(f"{found}; wanted --task regression, or --task classification")
    return _classes(labels)


def untrained(labels: Labels, understood: Understood, training: np.ndarray) -> tuple[str, ...]:
    """The classes that no example at the `training` positions has."""
    if understood.task.kind == "regression" or understood.task.labels == "one-hot":
        return ()
    named = names(labels)
    trained = set(map(named.__getitem__, training.tolist()))
    return tuple(name for name in understood.classes if name not in trained)


def notes(labels: Labels, understood: Understood) -> list[str]:
    """What may surprise about classes: few examples, imbalance, spellings that differ only in case."""
    if not understood.classes or understood.task.labels == "one-hot":
        return []
    counts = Counter(names(labels))
    few = [name for name in understood.classes if counts[name] < ENOUGH]
    found = [*of_truth(understood.classes), *of_case(understood.classes)]
    if few:
        many = "1 class" if len(few) == 1 else f"{len(few):,} classes"
        found.append(f"{many} with fewer than {ENOUGH} examples ({_some(few)})")
    most, least = max(counts.values()), min(counts.values())
    if most > IMBALANCE * least:
        found.append(f"the largest class has {most:,} examples, the smallest {least:,}")
    return found


def positions(labels: Labels, classes: Sequence[str]) -> np.ndarray:
    """The index of each label among the classes; DatasetError for an unknown class."""
    places = {name: place for place, name in enumerate(classes)}
    named = names(labels)
    for row, name in enumerate(named):
        if name not in places:
            what = f"{labels.where} has the class {_shown(name)} in {labels.place(row)}"
            raise DatasetError(f"{what}, which is not in the training data; wanted one of {_some(classes)}")
    return np.array([places[name] for name in named])


def values(labels: Labels, file: DataFile | Understood) -> np.ndarray:
    """The labels in the form of a task; DatasetError if they do not fit it."""
    if file.task.kind == "classification" and file.task.labels == "integer":
        return positions(labels, file.classes)
    if isinstance(labels.values, list):
        raise DatasetError(f"{labels.where} has text; wanted numbers")
    return labels.values


def names(labels: Labels) -> list[str]:
    """The class of each example: text and codes unchanged, integers as text."""
    if isinstance(labels.values, list):
        return labels.values
    if labels.codes:
        return labels.codes
    numbers, places = np.unique(labels.values, return_inverse=True)
    texts = [str(int(each)) for each in numbers.tolist()]
    return [texts[place] for place in places.tolist()]


def _classes(labels: Labels) -> Understood:
    named = names(labels)
    is_text = isinstance(labels.values, list) or labels.codes is not None
    classes = tuple(sorted(set(named), key=(lambda name: (natural(name), name)) if is_text else int))
    if isinstance(labels.values, list) and len(classes) > max(MANY, len(named) // 2):
        what = f"{labels.where} has {len(classes):,} different texts in {len(named):,} rows"
        raise DatasetError(f"{what}; wanted classes with at least two rows each on average, or numbers")
    if len(classes) == 1:
        raise DatasetError(f"{labels.where} has only the class {_shown(classes[0])}; wanted at least two")
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

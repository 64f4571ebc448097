"""Detect the task from the labels: classes, several labels for each example, or numbers."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.check import check_flags, odd_flag
from zoo.data.own.named import Named
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
ALMOST = 0.05
"""The share of rows that are not one-hot by which all are taken for several labels; fewer may be mistakes."""
AXES = 2
"""The number of axes of labels with several numbers for each example."""


class Labels(NamedTuple):
    """The labels of all examples as read from a file.

    Attributes:
        values: The names of classes, or an array of numbers of shape (examples,) or (examples, outputs).
        where: The source for messages, such as "y of shoes.npz".
        place: The place of an example for messages, such as "line 13".
        codes: The text of each number, if the numbers are codes such as `01`.
        columns: The names of the columns of several numbers for each example, if they have names.
    """

    values: np.ndarray | Named
    where: str
    place: Callable[[int], str]
    codes: Named | None = None
    columns: tuple[str, ...] = ()


def subset(labels: Labels, rows: np.ndarray) -> Labels:
    """The labels of some rows."""
    at = rows.tolist()
    values, codes = labels.values, labels.codes
    return Labels(
        values.of(rows) if isinstance(values, Named) else values[rows],
        labels.where,
        lambda row: labels.place(at[row]),
        None if codes is None else codes.of(rows),
        labels.columns,
    )


class Understood(NamedTuple):
    """A task, and the names of its classes or labels."""

    task: Task
    classes: tuple[str, ...] = ()


def understand(labels: Labels, chosen: str | None) -> Understood:
    """Detect the task: text and few whole numbers are classes, other numbers targets, if none is `chosen`.

    The classes are those of all examples, in natural order. Rows of 0 and 1 are one-hot classes, or any
    number of labels for each example.

    Raises:
        DatasetError: There is only one class.
        UsageError: The task has to be chosen, or the chosen task does not fit.
    """
    values, where = labels.values, labels.where
    if isinstance(values, Named):
        if chosen in ("regression", "multilabel"):
            raise SettingError("task", chosen, f"does not fit {where}, which has text; wanted classification")
        return _classes(labels)
    if values.ndim >= AXES:
        return _several(labels, values, chosen) if values.ndim == AXES else _arrays(values, where, chosen)
    if chosen == "multilabel":
        reason = f"does not fit {where}, which has one label for each example; wanted classification"
        raise SettingError("task", chosen, reason)
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
    """The classes or labels that no example at the `training` positions has."""
    if understood.task.kind == "multilabel":
        counts = np.asarray(labels.values)[training].sum(axis=0).tolist()
        return tuple(name for name, many in zip(understood.classes, counts, strict=True) if not many)
    if understood.task.y_shape or understood.task.has_units:
        return ()
    trained = names(labels).of(training).counts()
    return tuple(name for name in understood.classes if name not in trained)


def notes(labels: Labels, understood: Understood) -> list[str]:
    """What may surprise about classes: few examples, imbalance, spellings that differ only in case."""
    if understood.task.kind == "multilabel":
        return _of_several(np.asarray(labels.values), understood.classes)
    if not understood.classes or understood.task.labels == "one-hot":
        return []
    counts = names(labels).counts()
    few = [name for name in understood.classes if counts.get(name, 0) < ENOUGH]
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
    named = names(labels)
    places = {name: place for place, name in enumerate(classes)}
    unknown = [name for name in named.counts() if name not in places]
    if unknown:
        row, name = min((named.first(name), name) for name in unknown)
        what = f"{labels.where} has the class {_shown(name)} in {labels.place(row)}"
        raise DatasetError(f"{what}, which is not in the training data; wanted one of {_some(classes)}")
    return np.array([places.get(name, -1) for name in named.names], np.int64)[named.places]


def values(labels: Labels, file: DataFile | Understood) -> np.ndarray:
    """The labels in the form of a task; DatasetError if they do not fit it."""
    if file.task.has_one_class and file.task.labels == "integer":
        return positions(labels, file.classes)
    if isinstance(labels.values, Named):
        raise DatasetError(f"{labels.where} has text; wanted numbers")
    if file.task.kind == "multilabel":
        wanted = (len(labels.values), file.task.outputs)
        if labels.values.shape != wanted:
            raise DatasetError(f"{labels.where} has the shape {labels.values.shape}; wanted {wanted}")
        check_flags(f"{labels.where} has", labels.place, labels.values)
    elif file.task.shape and labels.values.shape[1:] != file.task.shape:
        raise DatasetError(
            f"{labels.where} has the shape {labels.values.shape[1:]}; wanted {file.task.shape}"
        )
    return labels.values


def names(labels: Labels) -> Named:
    """The class of each example: text and codes unchanged, integers as text."""
    if isinstance(labels.values, Named):
        return labels.values
    if labels.codes:
        return labels.codes
    numbers, places = np.unique(labels.values, return_inverse=True)
    return Named([str(int(each)) for each in numbers.tolist()], places)


def _classes(labels: Labels) -> Understood:
    named = names(labels)
    is_text = isinstance(labels.values, Named) or labels.codes is not None
    classes = tuple(sorted(named.counts(), key=(lambda name: (natural(name), name)) if is_text else int))
    if isinstance(labels.values, Named) and len(classes) > max(MANY, len(named) // 2):
        what = f"{labels.where} has {len(classes):,} different texts in {len(named):,} rows"
        raise DatasetError(f"{what}; wanted classes with at least two rows each on average, or numbers")
    if len(classes) == 1:
        raise DatasetError(f"{labels.where} has only the class {_shown(classes[0])}; wanted at least two")
    return Understood(Task("classification", len(classes)), classes)


def _arrays(values: np.ndarray, where: str, chosen: str | None) -> Understood:
    """A target of a shape, such as an image."""
    task = Task("regression", prod(values.shape[1:]), shape=values.shape[1:])
    if chosen not in (None, "regression"):
        raise SettingError("task", chosen, f"does not fit {where}, which has {task}; wanted regression")
    return Understood(task)


def _several(labels: Labels, values: np.ndarray, chosen: str | None) -> Understood:
    """One-hot classes, several labels for each example, or several targets."""
    outputs, where = values.shape[1], labels.where
    names = labels.columns or tuple(map(str, range(outputs)))
    if chosen == "multilabel":
        if (odd := odd_flag(values)) is not None:
            found = f"does not fit {where}, which has {odd[1]} in {labels.place(odd[0])}"
            raise SettingError("task", chosen, f"{found}; wanted 0 or 1 for each label")
        return Understood(Task("multilabel", outputs), names)
    is_flags = bool(((values == 0) | (values == 1)).all())
    if not is_flags or chosen == "regression":
        if chosen == "classification":
            raise _not_one_hot(where)
        return Understood(Task("regression", outputs))
    others = np.flatnonzero(values.sum(axis=1) != 1)
    if not len(others):
        return Understood(Task("classification", outputs, "one-hot"), names)
    if chosen == "classification":
        raise _not_one_hot(where)
    if len(others) < ALMOST * len(values):
        many = int(values[others[0]].sum())
        found = f"{where} is one-hot but for {len(others):,} of {len(values):,} rows: {many} labels are 1 in"
        wanted = "wanted --task multilabel, or a single 1 in each row"
        raise UsageError(f"{found} {labels.place(int(others[0]))}; {wanted}")
    return Understood(Task("multilabel", outputs), names)


def _not_one_hot(where: str) -> DatasetError:
    return DatasetError(f"{where} does not have one class for each example; wanted a single 1 in each row")


def _of_several(values: np.ndarray, names: Sequence[str]) -> list[str]:
    """Labels that few examples have, or that few lack."""
    counts, found = values.sum(axis=0), []
    for said, short in (("with", counts < ENOUGH), ("without", len(values) - counts < ENOUGH)):
        few = [name for name, is_short in zip(names, short.tolist(), strict=True) if is_short]
        if few:
            many = "1 label" if len(few) == 1 else f"{len(few):,} labels"
            found.append(f"{many} that fewer than {ENOUGH} examples are {said} ({_some(few)})")
    return found


def _shown(name: str) -> str:
    return shorten(f"'{name}'")


def _some(classes: Sequence[str]) -> str:
    few = 10
    return ", ".join([*classes[:few], *(["…"] if len(classes) > few else [])])

"""Your own data for a model in a `.keras` file, which says nothing of columns, encodings or classes."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.catalog.resolve import name_of
from zoo.data import own
from zoo.data.files.table.read import opened_table
from zoo.data.own import labels
from zoo.data.own.plain import columns_but, numbers_of, passed
from zoo.data.own.target import check_target, target_of
from zoo.errors import DatasetError, SettingError
from zoo.specs.data_options import target_columns
from zoo.specs.dataset import DatasetSpec, Loaded, Split
from zoo.specs.named import Named
from zoo.specs.task import Task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zoo.data.files.table.table import Table
    from zoo.specs.data_options import DataOptions

FEW = 10
"""Classes and columns that a message names."""


class OwnData(NamedTuple):
    """All examples of a file, as they are.

    Attributes:
        path: The file.
        x: The examples, not scaled.
        y: Targets, one-hot labels, or the index of each example's class.
        task: The task, by the labels.
        classes: The names of the classes in the data, sorted.
        columns: The columns of a table that are passed, in their order.
        unit: What the examples are called.
        target: The target of a table.
    """

    path: Path
    x: np.ndarray
    y: np.ndarray
    task: Task
    classes: tuple[str, ...]
    columns: tuple[str, ...]
    unit: str
    target: str


class Foreign(NamedTuple):
    """The dataset for a model, and how the data is passed to it."""

    dataset: Named[DatasetSpec]
    notes: tuple[str, ...]


def read(path: Path, options: DataOptions) -> OwnData:
    """The examples of a table, of arrays or of a folder of images, all parts of them.

    Raises:
        UsageError: An option is missing or does not apply.
        DatasetError: The data can't be read, or a table has more than numbers.
    """
    if own.is_table(path):
        encoding = options.encoding or ""
        with path.open("rb") as content, opened_table(content, path.name, encoding=encoding) as table:
            return _of_table(table, path, options)
    file = own.understand(path, options)
    if file.medians:
        raise DatasetError(
            f"{path.name} has missing numbers; wanted numbers, since a .keras file has no medians"
        )
    found = own.load(file)
    parts = [part for part in (found.train, found.validation, found.test) if part is not None]
    x, y = np.concatenate([part.x for part in parts]), np.concatenate([part.y for part in parts])
    return OwnData(path, x, y, file.task, file.classes, (), file.unit, "")


def _of_table(table: Table, path: Path, options: DataOptions) -> OwnData:
    check_target(table, str(path), options.target)
    assert options.target is not None
    found = target_of(table, options.target, frozenset(), is_text=options.task == "classification")
    understood = labels.understand(found.labels, options.task)
    columns = columns_but(table, options.drop, target_columns(options.target, table.names))
    if not columns:
        raise DatasetError(f"{table.subject} has no column besides {options.target}; wanted input columns")
    x, y = numbers_of(table, columns)[found.rows], labels.values(found.labels, understood)
    return OwnData(path, x, y, understood.task, understood.classes, tuple(columns), "rows", options.target)


def fitted(
    data: OwnData, model: str, shape: tuple[int, ...], outputs: int, classes: Sequence[str] | None
) -> Foreign:
    """The dataset for a model with this input shape and number of outputs.

    Args:
        data: The examples.
        model: The name of the model, for messages.
        shape: The shape of one example.
        outputs: The number of outputs.
        classes: The classes in the order of the outputs, if they are known.

    Raises:
        DatasetError: The model takes another number of inputs, or has another number of classes.
        SettingError: The classes are not those of the data or of the model.
    """
    x, notes = data.x, []
    if data.columns:
        if len(data.columns) != prod(shape):
            listed = ", ".join([*data.columns[:FEW], *(["…"] if len(data.columns) > FEW else [])])
            takes = f"{model} takes {prod(shape):,} number{'' if prod(shape) == 1 else 's'}"
            many = f"{len(data.columns):,} column{'' if len(data.columns) == 1 else 's'}"
            what = f"{data.path.name} has {many} besides {data.target} ({listed})"
            raise DatasetError(f"{takes}, and {what}; --drop leaves columns out")
        x = x.reshape(len(x), *shape)
        notes.append(passed(data.columns))
    if data.task.has_units or data.task.y_shape:
        if classes is not None:
            reason = f"does not apply to {data.path.name}, whose targets are not names; leave it out"
            raise SettingError("class_names", ",".join(classes), reason)
        return Foreign(_dataset(data, x, data.y, data.task, data.classes), tuple(notes))
    names = _classes(data, model, outputs, classes)
    each = np.array([names.index(name) for name in data.classes])
    notes.append(_numbered(names, is_given=classes is not None))
    task = Task("classification", len(names))
    return Foreign(_dataset(data, x, each[data.y], task, names), tuple(notes))


def _numbered(names: Sequence[str], *, is_given: bool) -> str:
    """Which class each output is taken for."""
    if all(name == str(at) for at, name in enumerate(names)):
        return "the labels are the numbers of the model's classes, from 0"
    listed = ", ".join(f"{at} is {name}" for at, name in enumerate(names[:FEW]))
    how = "as given" if is_given else "in sorted order, which --class-names changes"
    return f"the model's classes are numbered {how}: {listed}{', …' if len(names) > FEW else ''}"


def _classes(data: OwnData, model: str, outputs: int, classes: Sequence[str] | None) -> tuple[str, ...]:
    """The classes in the order of the outputs: as given, the numbers of the outputs, or sorted."""
    many = max(outputs, 2)
    if classes is not None:
        typed = ",".join(classes)
        unknown = [name for name in data.classes if name not in classes]
        if unknown:
            raise SettingError(
                "class_names", typed, f"does not have {unknown[0]}, which {data.path.name} has"
            )
        if len(set(classes)) != many:
            raise SettingError(
                "class_names", typed, f"has {len(set(classes)):,} classes; {model} has {many:,}"
            )
        return tuple(classes)
    numbers = tuple(map(str, range(many)))
    if set(data.classes) <= set(numbers):
        return numbers
    if len(data.classes) != many:
        listed = ", ".join([*data.classes[:FEW], *(["…"] if len(data.classes) > FEW else [])])
        what = f"{model} has {many:,} classes, and {data.path.name} has {len(data.classes):,} ({listed})"
        raise DatasetError(f"{what}; name all of them in the order of the outputs, as --class-names a,b,c")
    return data.classes


def _dataset(
    data: OwnData, x: np.ndarray, y: np.ndarray, task: Task, classes: Sequence[str]
) -> Named[DatasetSpec]:
    loaded = Loaded(Split(x, y), None, str(data.path.resolve()))
    spec = DatasetSpec(
        summary=f"{len(x):,} {data.unit} in {data.path.name}",
        task=task,
        input_shape=x.shape[1:],
        load=lambda: loaded,
        classes=tuple(classes),
        unit=data.unit,
    )
    return Named(name_of(data.path, "a dataset"), spec)

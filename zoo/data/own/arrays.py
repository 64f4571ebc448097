"""A dataset in arrays: an .npz file, as written by `numpy.savez`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.check import check, check_enough
from zoo.data.files.npz_file import read_npz
from zoo.data.own import labels
from zoo.data.own.labels import Labels
from zoo.data.split import split
from zoo.errors import DatasetError
from zoo.specs.data_file import DataFile
from zoo.specs.dataset import DatasetSpec, Loaded, Split

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = ("x", "y")
APART = ("x_train", "y_train", "x_test", "y_test")
AXES = 2
"""The number of axes of rows; images have more."""
BYTE = 255


class _Part(NamedTuple):
    x: np.ndarray
    labels: Labels


def understand(path: Path, task: str | None) -> DataFile:
    """Detect rows or images in x, and the task from y."""
    train, test = _parts(path)
    tested = len(test.x) if test else 0
    check_enough(path.name, len(train.x))
    training = split(len(train.x) + tested, tested).training
    understood = labels.understand(train.labels, training, task)
    is_rows = train.x.ndim == AXES
    file = DataFile(
        path=str(path.resolve()),
        examples=len(train.x) + tested,
        input_shape=train.x.shape[1:],
        task=understood.task,
        scaling="standardize" if is_rows else "rescale",
        factor=1.0 if is_rows else _factor(train.x[training]),
        unit="rows" if is_rows else "images" if train.x.dtype == np.uint8 else "examples",
        classes=understood.classes,
        untrained=understood.untrained,
    )
    check(path.name, DatasetSpec.of_file(file), load(file, path))
    return file


def load(file: DataFile, path: Path) -> Loaded:
    """The arrays, with the classes numbered as in the plan."""
    train, test = (part and Split(part.x, labels.values(part.labels, file)) for part in _parts(path))
    assert train is not None
    return Loaded(train, test, file.path)


def _parts(path: Path) -> tuple[_Part, _Part | None]:
    """The training part, and the test part if there is one."""
    with path.open("rb") as file:
        arrays = read_npz(file, path.name, (APART, WHOLE))
    names = list(arrays)
    parts = [_part(arrays, path.name, *names[at : at + 2]) for at in range(0, len(names), 2)]
    return parts[0], parts[1] if parts[1:] else None


def _part(arrays: dict[str, np.ndarray], subject: str, x_name: str, y_name: str) -> _Part:
    x, y = arrays[x_name], arrays[y_name]
    for name, array, kinds, wanted in (
        (x_name, x, "buif", "numbers"),
        (y_name, y, "buifU", "numbers or text"),
    ):
        if array.dtype.kind not in kinds:
            raise DatasetError(f"{name} of {subject} has {array.dtype}; wanted {wanted}")
    if x.ndim < AXES or not x.size:
        raise DatasetError(f"{x_name} of {subject} has the shape {x.shape}; wanted rows or images")
    if y.ndim == AXES and y.shape[1] == 1:
        y = y[:, 0]  # as in Keras's CIFAR-10
    if y.ndim not in (1, AXES) or len(x) != len(y) or (y.dtype.kind == "U" and y.ndim > 1):
        raise DatasetError(f"{y_name} of {subject} has the shape {y.shape}; wanted ({len(x)},)")
    where = f"{y_name} of {subject}"
    _check_finite(y, where)
    values = [str(each) for each in y.tolist()] if y.dtype.kind == "U" else y
    return _Part(x, Labels(values, where, lambda row: f"row {row:,}"))


def _check_finite(y: np.ndarray, where: str) -> None:
    if y.dtype.kind != "f":
        return
    odd = np.argwhere(~np.isfinite(y))
    if len(odd):
        raise DatasetError(f"{where} has {y[tuple(odd[0])]} in row {odd[0][0]:,}; wanted finite numbers")


def _factor(x: np.ndarray) -> float:
    """The factor that scales images to 0 … 1: 1/255 for bytes, otherwise one over the largest number."""
    finite = x[np.isfinite(x)]
    largest = max(abs(float(finite.min())), abs(float(finite.max()))) if finite.size else 1.0
    if x.dtype == np.uint8 and largest > BYTE // 2:
        largest = BYTE
    return 1 / largest if largest > 1 else 1.0

"""Images in a folder for each class, or in such folders inside `train` and `test`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.check import check_enough
from zoo.data.files.image_file import SUFFIXES, Kind, kind_of, pixels, read_image
from zoo.data.own import labels
from zoo.data.own.labels import Labels
from zoo.data.split import split
from zoo.errors import DatasetError
from zoo.registry import natural
from zoo.specs.data_file import DataFile
from zoo.specs.dataset import Loaded, Split
from zoo.system.machine import in_gigabytes, machine_memory

if TYPE_CHECKING:
    from pathlib import Path

LEFT_OUT = ("thumbs.db", "desktop.ini")
"""Files that operating systems add to folders, besides names that begin with a dot."""
PARTS = ("train", "test")
"""The folders of a dataset with a test part, as written by `zoo show NAME --images FOLDER`."""
COLOURED = 3
"""The number of axes of a coloured image, and of its channels."""


def understand(folder: Path, task: str | None) -> DataFile:
    """Detect the classes from the folders, and size and colours from the images of the training part."""
    paths, tested = _parts(folder)
    check_enough(folder.name, len(paths))
    training = split(len(paths) + len(tested), len(tested)).training
    understood = labels.understand(_labels_of(folder, paths), training, task)
    labels.positions(_labels_of(folder, tested), understood.classes)
    paths += tested
    kinds = [_kind(path) for path in paths]
    sizes = Counter((kinds[row].height, kinds[row].width) for row in training)
    (size, _), *_ = sizes.most_common(1)
    coloured = any(kinds[row].coloured for row in training)
    return DataFile(
        path=str(folder.resolve()),
        examples=len(paths),
        input_shape=(*size, COLOURED) if coloured else size,
        task=understood.task,
        scaling="rescale",
        factor=1 / 255,
        unit="images",
        classes=understood.classes,
        untrained=understood.untrained,
        resized=sum((kind.height, kind.width) != size for kind in kinds),
    )


def load(file: DataFile, folder: Path) -> Loaded:
    """All images as uint8, in the natural order of their classes and names."""
    paths, tested = _parts(folder)
    train = len(paths)
    paths += tested
    needed, room = len(paths) * int(np.prod(file.input_shape)), machine_memory()
    if room is not None and needed > room // 2:
        what = f"{folder.name} has {len(paths):,} images, which need {in_gigabytes(needed)}"
        raise DatasetError(f"{what} of memory; this machine has {in_gigabytes(room)}; make them smaller")
    y = labels.values(_labels_of(folder, paths), file)
    x = np.empty((len(paths), *file.input_shape), np.uint8)
    for place, path in enumerate(paths):
        x[place] = _pixels(path, file.input_shape)
    test = Split(x[train:], y[train:]) if tested else None
    return Loaded(Split(x[:train], y[:train]), test, file.path)


def _kind(path: Path) -> Kind:
    with path.open("rb") as file:
        return kind_of(file, str(path))


def _pixels(path: Path, shape: tuple[int, ...]) -> np.ndarray:
    with path.open("rb") as file:
        image = read_image(file, str(path)).image
    return pixels(image, *shape[:2], coloured=len(shape) == COLOURED)


def _labels_of(folder: Path, paths: list[Path]) -> Labels:
    return Labels([path.parent.name for path in paths], folder.name, lambda row: str(paths[row]))


def _parts(folder: Path) -> tuple[list[Path], list[Path]]:
    """The images of the training part, and those of the test part if there is one."""
    if {path.name for path in _inside(folder)} == set(PARTS):
        train, test = (_images(folder / name) for name in PARTS)
        return train, test
    return _images(folder), []


def _images(folder: Path) -> list[Path]:
    """All images; DatasetError for any other file, so that none is ignored silently."""
    classes = _inside(folder)
    if not classes:
        raise DatasetError(f"{folder} is empty; wanted a folder for each class, with its images")
    paths = []
    for of_class in classes:
        if not of_class.is_dir():
            raise DatasetError(f"{of_class} is not in the folder of a class; wanted a folder for each class")
        images = _inside(of_class)
        if not images:
            raise DatasetError(f"{of_class} is empty; add images of its class, or remove the folder")
        for path in images:
            if path.suffix.lower() not in SUFFIXES or not path.is_file():
                raise DatasetError(f"{path} is not an image; wanted only PNG or JPEG files")
        paths += images
    return paths


def _inside(folder: Path) -> list[Path]:
    found = (path for path in folder.iterdir() if not path.name.startswith("."))
    kept = (path for path in found if path.name.lower() not in LEFT_OUT)
    return sorted(kept, key=lambda path: (natural(path.name), path.name))

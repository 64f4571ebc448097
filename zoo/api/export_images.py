"""The images of a dataset as PNG files, in a folder for each class."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.load import load
from zoo.data.loaded_dataset import class_numbers
from zoo.data.pixels import look, to_bytes
from zoo.data.resolve import found_dataset
from zoo.errors import UsageError, ZooError
from zoo.schema.arguments import checked_path
from zoo.specs.data_options import DataOptions
from zoo.specs.dataset import has_images
from zoo.system.output import check_new, in_place

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.specs.data_facts import Pixels
    from zoo.specs.dataset import DatasetSpec, Split


def write_images(
    dataset: str, folder: str | Path, *, target: str | None = None, task: str | None = None
) -> int:
    """Write a dataset's images as PNG files into a new folder, and return how many there are.

    Args:
        dataset: The name of a dataset, or the path of your own data.
        folder: The new folder. It gets a folder for each class, inside `train`, `validation` and `test` if
            the dataset has its own parts; an image is named by its position in its part.
        target: The target column of your own data, as in `zoo.show`.
        task: The task type of your own data, as in `zoo.show`.

    Returns:
        The number of images.

    Raises:
        UnknownName: There is no such dataset.
        UsageError: The dataset has no images in classes.
        ZooError: The data is not available, or the folder exists or can't be written; nothing is left of it.
    """
    path = checked_path("images", folder)
    check_new(path)
    found = found_dataset(dataset, DataOptions.of(target, task))
    spec = found.value
    if not spec.task.has_one_class or not has_images(spec):
        raise UsageError(f"{dataset} has {spec.unit} of shape {spec.input_shape}; wanted images in classes")
    loaded = load(found)
    pixels = look(loaded.train.x, spec.factor)
    if pixels is None:
        raise ZooError(f"{dataset} has values below 0, which an image can't have")
    with in_place(path, replace=False) as beside:
        beside.mkdir()
        parts = {"train": loaded.train, "validation": loaded.validation, "test": loaded.test}
        there = {name: split for name, split in parts.items() if split is not None}
        for name, split in there.items():
            _write(beside / name if len(there) > 1 else beside, split, spec, pixels)
    return sum(len(split.x) for split in there.values())


def _write(folder: Path, split: Split, spec: DatasetSpec, pixels: Pixels) -> None:
    """One part of a dataset, its classes in folders."""
    from PIL import Image

    names = spec.class_names
    folders = [folder / _file_name(name, number) for number, name in enumerate(names)]
    for each in folders:
        each.mkdir(parents=True)
    digits = len(str(len(split.x) - 1))
    labelled = zip(to_bytes(split.x, pixels), class_numbers(split.y), strict=True)
    for place, (image, label) in enumerate(labelled):
        grey = image.reshape(image.shape[:2]) if image.shape[2:] == (1,) else image
        Image.fromarray(np.ascontiguousarray(grey)).save(folders[int(label)] / f"{place:0{digits}}.png")


def _file_name(name: str, number: int) -> str:
    """A class's name as every file system takes it: "T-shirt/top" is "T-shirt-top"."""
    return re.sub(r'[/\\:*?"<>|\x00-\x1f]', "-", name).strip(" .") or str(number)

"""Images in a folder for each class, alone or inside `train`, `val` and `test`; also in an archive."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.check import check_enough
from zoo.data.files.image_file import NAMES, SUFFIXES
from zoo.data.files.tree import tree_of
from zoo.data.own import given, labels
from zoo.data.own.given import Part
from zoo.data.own.image_files import NAMED, arrays_of, look
from zoo.data.own.labels import Labels
from zoo.data.own.members import PARTS, TEST, TRAIN, VALIDATION
from zoo.data.own.named import named_of
from zoo.data.own.partition import partition
from zoo.errors import DatasetError, enumerated, shorten
from zoo.specs.data_file import DataFile
from zoo.specs.dataset import Loaded, Split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zoo.data.files.tree import Tree
    from zoo.specs.data_options import DataOptions

ROOT = PurePosixPath()


class _Images(NamedTuple):
    """The paths of all images: those to train on, then those of the other parts; and files of other kinds."""

    tree: Tree
    paths: list[PurePosixPath]
    train: int
    validation: int
    test: int
    others: list[str]

    def labels(self, paths: Sequence[PurePosixPath]) -> Labels:
        """The class of each image: the name of its folder."""
        return Labels(
            named_of(path.parent.name for path in paths),
            self.tree.name.rpartition("/")[2],
            lambda row: self.tree.shown(paths[row]),
        )


def understand(folder: Path, options: DataOptions) -> DataFile:
    """Detect the classes from the folders, and size and colours from the images of the training part."""
    found = _found(folder)
    check_enough(folder.name, found.train)
    own = found.labels(found.paths[: found.train])
    understood = labels.understand(own, options.task)
    labels.positions(found.labels(found.paths[found.train :]), understood.classes)
    rule, parts, untrained = partition(own, understood, options, validation=found.validation, test=found.test)
    looked = look(found.tree, found.paths, parts.training, options)
    return DataFile(
        path=str(folder.resolve()),
        examples=len(found.paths),
        input_shape=looked.input_shape,
        task=understood.task,
        scaling="rescale",
        factor=1 / 255,
        unit="images",
        classes=understood.classes,
        untrained=untrained,
        resized=looked.resized,
        notes=(*looked.notes, *_not_used(found.others), *labels.notes(own, understood)),
        given_validation=found.validation,
        given_test=found.test,
        split=rule,
    )


def _not_used(others: list[str]) -> list[str]:
    more = ["…"] if len(others) > NAMED else []
    return [f"not used: {enumerated([*map(shorten, others[:NAMED]), *more])}"] if others else []


def load(file: DataFile, folder: Path) -> Loaded:
    """All images as uint8, in the natural order of their classes and names."""
    found = _found(folder)
    y = labels.values(found.labels(found.paths), file)
    x = arrays_of(found.tree, found.paths, file.input_shape, folder.name)
    ends = [found.train, found.train + found.validation]
    train, validation, test = map(Split, np.split(x, ends), np.split(y, ends))
    return Loaded(
        train,
        test if found.test else None,
        file.path,
        validation if found.validation else None,
    )


def load_part(file: DataFile, folder: Path, part: str) -> Part:
    """The images of another folder: its own such part, or all; DatasetError with all differences."""
    found = _found(folder)
    ends = {TRAIN: found.train, VALIDATION: found.train + found.validation, TEST: len(found.paths)}
    if found.train < len(found.paths):  # it has parts
        start = {VALIDATION: ends[TRAIN], TEST: ends[VALIDATION]}[part]
        if start == ends[part]:
            raise DatasetError(f"{folder} has other parts than {part}; wanted a folder of each class")
        found = found._replace(paths=found.paths[start : ends[part]])
    differences: list[str] = []
    y = given.labels_of(found.labels(found.paths), file, differences)
    given.refuse(folder.name, file, differences)
    assert y is not None
    return Part(Split(arrays_of(found.tree, found.paths, file.input_shape, folder.name), y))


def _found(path: Path) -> _Images:
    """All images of a folder or an archive, by their parts."""
    tree = tree_of(path)
    root, inside = ROOT, tree.inside(ROOT)
    while len(inside) == 1 and tree.is_folder(inside[0]) and any(map(tree.is_folder, tree.inside(inside[0]))):
        root, inside = inside[0], tree.inside(inside[0])  # a folder with nothing but the dataset's folder
    others = _others(tree, inside)
    inside = [each for each in inside if each not in others]
    names = [each.name for each in others]
    parts = _parts(tree, root, inside)
    if parts is None:
        paths = _images(tree, root, inside)
        return _Images(tree, paths, len(paths), 0, 0, names)
    train, validation, test = (
        _images(tree, parts[name], tree.inside(parts[name])) if name in parts else []
        for name in (TRAIN, VALIDATION, TEST)
    )
    return _Images(tree, train + validation + test, len(train), len(validation), len(test), names)


def _others(tree: Tree, inside: list[PurePosixPath]) -> list[PurePosixPath]:
    """Files beside the folders that are no images, such as README.md: they are not used, and are noted."""
    files = [path for path in inside if not tree.is_folder(path)]
    return [path for path in files if path.suffix.lower() not in SUFFIXES] if len(files) < len(inside) else []


def _parts(tree: Tree, root: PurePosixPath, inside: list[PurePosixPath]) -> dict[str, PurePosixPath] | None:
    """The folders of the parts; None if the folders are those of classes."""
    folders = [path for path in inside if tree.is_folder(path)]
    parts: dict[str, PurePosixPath] = {}
    others = []
    for path in folders:
        part = PARTS.get(path.name.lower())
        if part is None:
            others.append(path.name)
        elif part in parts:
            both = f"{parts[part].name} and {path.name}"
            raise DatasetError(f"{tree.shown(root)} has {both}; wanted one of them")
        else:
            parts[part] = path
    if TRAIN not in parts or len(parts) == 1 or not any(map(tree.is_folder, tree.inside(parts[TRAIN]))):
        return None
    if others:
        found = enumerated([path.name for path in parts.values()])
        raise DatasetError(
            f"{tree.shown(root)} has {shorten(others[0])} beside {found}; wanted train, val and test"
        )
    return parts


def _images(tree: Tree, folder: PurePosixPath, classes: list[PurePosixPath]) -> list[PurePosixPath]:
    """All images; DatasetError for any other file, so that none is ignored silently."""
    if not classes:
        raise DatasetError(f"{tree.shown(folder)} is empty; wanted a folder for each class, with its images")
    paths = []
    for of_class in classes:
        if not tree.is_folder(of_class):
            where = f"{tree.shown(of_class)} is not in the folder of a class"
            table = "or a table with the paths and labels of images"
            raise DatasetError(f"{where}; wanted a folder for each class, {table}")
        images = tree.inside(of_class)
        if not images:
            raise DatasetError(
                f"{tree.shown(of_class)} is empty; add images of its class, or remove the folder"
            )
        for path in images:
            if tree.is_folder(path):
                where = f"{tree.shown(path)} is a folder in the folder of the class {shorten(of_class.name)}"
                raise DatasetError(f"{where}; wanted its images there, and a folder for each class")
            if path.suffix.lower() not in SUFFIXES:
                raise DatasetError(f"{tree.shown(path)} is not an image; wanted only {NAMES} files")
        paths += images
    return paths

"""Images in a folder for each class, alone or inside `train`, `val` and `test`; also in an archive."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.check import check_enough
from zoo.data.files.image_file import NAMES, SUFFIXES, Kind, kind_of, pixels, read_image
from zoo.data.files.tree import tree_of
from zoo.data.own import given, labels
from zoo.data.own.given import Part
from zoo.data.own.labels import Labels
from zoo.data.own.members import PARTS, TEST, TRAIN, VALIDATION
from zoo.data.own.partition import partition
from zoo.data.own.sizes import size_of
from zoo.errors import DatasetError, enumerated, shorten
from zoo.specs.data_file import DataFile
from zoo.specs.dataset import Loaded, Split
from zoo.system.machine import in_gigabytes, machine_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import TypeVar

    from zoo.data.files.tree import Tree
    from zoo.specs.data_options import DataOptions

    T = TypeVar("T")

COLOURED = 3
"""The number of axes of a coloured image, and of its channels."""
NAMED = 10
"""Damaged images that a message names."""
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
            [path.parent.name for path in paths],
            self.tree.name.rpartition("/")[2],
            lambda row: self.tree.shown(paths[row]),
        )

    def read(self, read: Callable[[PurePosixPath], T]) -> Iterator[T]:
        """Read each image; DatasetError for all that can't be read, after all have been tried."""
        damaged: list[str] = []
        for path in self.paths:
            try:
                yield read(path)
            except DatasetError as error:
                damaged.append(str(error))
        if len(damaged) == 1:
            raise DatasetError(damaged[0])
        if damaged:
            more = f"; and {len(damaged) - NAMED:,} more" if len(damaged) > NAMED else ""
            listed = "; ".join(damaged[:NAMED])
            raise DatasetError(
                f"{len(damaged):,} of {len(self.paths):,} images can't be used: {listed}{more}"
            )


def understand(folder: Path, options: DataOptions) -> DataFile:
    """Detect the classes from the folders, and size and colours from the images of the training part."""
    found = _found(folder)
    check_enough(folder.name, found.train)
    own = found.labels(found.paths[: found.train])
    understood = labels.understand(own, options.task)
    labels.positions(found.labels(found.paths[found.train :]), understood.classes)
    rule, parts, untrained = partition(own, understood, options, validation=found.validation, test=found.test)
    kinds = list(found.read(lambda path: _kind(found.tree, path)))
    trained = [kinds[row] for row in parts.training.tolist()]
    size, own_size, note = size_of(trained, options.image_size)
    coloured = any(kind.coloured for kind in trained)
    if options.channels is not None:
        coloured = options.channels == COLOURED
    return DataFile(
        path=str(folder.resolve()),
        examples=len(found.paths),
        input_shape=(*size, COLOURED) if coloured else size,
        task=understood.task,
        scaling="rescale",
        factor=1 / 255,
        unit="images",
        classes=understood.classes,
        untrained=untrained,
        resized=sum((kind.height, kind.width) != own_size for kind in kinds),
        notes=(*([note] if note else []), *_not_used(found.others), *labels.notes(own, understood)),
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
    needed, room = len(found.paths) * int(np.prod(file.input_shape)), machine_memory()
    if room is not None and needed > room // 2:
        what = f"{folder.name} has {len(found.paths):,} images, which need {in_gigabytes(needed)}"
        raise DatasetError(f"{what} of memory; this machine has {in_gigabytes(room)}; make them smaller")
    y = labels.values(found.labels(found.paths), file)
    x = np.empty((len(found.paths), *file.input_shape), np.uint8)
    for place, image in enumerate(found.read(lambda path: _pixels(found.tree, path, file.input_shape))):
        x[place] = image
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
    x = np.stack(list(found.read(lambda path: _pixels(found.tree, path, file.input_shape))))
    return Part(Split(x, y))


def _kind(tree: Tree, path: PurePosixPath) -> Kind:
    with tree.open(path) as file:
        return kind_of(file, tree.shown(path))


def _pixels(tree: Tree, path: PurePosixPath, shape: tuple[int, ...]) -> np.ndarray:
    with tree.open(path) as file:
        image = read_image(file, tree.shown(path)).image
    return pixels(image, *shape[:2], coloured=len(shape) == COLOURED)


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
            raise DatasetError(f"{where}; wanted a folder for each class")
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

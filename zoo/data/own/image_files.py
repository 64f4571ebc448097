"""Image files as arrays: looked at once to find their size and colours, and read in one size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.files.image_file import Kind, kind_of, pixels, read_image
from zoo.data.own.sizes import size_of
from zoo.errors import DatasetError
from zoo.system.machine import in_gigabytes, machine_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import PurePosixPath
    from typing import TypeVar

    from zoo.data.files.tree import Tree
    from zoo.specs.data_options import DataOptions

    T = TypeVar("T")

COLOURED = 3
"""The number of axes of a coloured image, and of its channels."""
NAMED = 10
"""Damaged images that a message names."""


class Looked(NamedTuple):
    """What images have in common: the shape of the inputs, how many are resized, and a note."""

    input_shape: tuple[int, ...]
    resized: int
    notes: tuple[str, ...] = ()


def look(tree: Tree, paths: Sequence[PurePosixPath], training: np.ndarray, options: DataOptions) -> Looked:
    """Find size and colours of the images at the `training` positions; all images are decoded.

    Raises:
        DatasetError: Images are damaged; it names them all.
    """
    kinds = list(read_all(paths, lambda path: _kind(tree, path)))
    trained = [kinds[row] for row in training.tolist()]
    size, own_size, note = size_of(trained, options.image_size)
    coloured = any(kind.coloured for kind in trained)
    if options.channels is not None:
        coloured = options.channels == COLOURED
    return Looked(
        (*size, COLOURED) if coloured else size,
        sum((kind.height, kind.width) != own_size for kind in kinds),
        (note,) if note else (),
    )


def arrays_of(tree: Tree, paths: Sequence[PurePosixPath], shape: tuple[int, ...], name: str) -> np.ndarray:
    """All images as uint8 of one shape; DatasetError if they need more than half of the memory."""
    needed, room = len(paths) * int(np.prod(shape)), machine_memory()
    if room is not None and needed > room // 2:
        what = f"{name} has {len(paths):,} images, which need {in_gigabytes(needed)}"
        raise DatasetError(f"{what} of memory; this machine has {in_gigabytes(room)}; make them smaller")
    x = np.empty((len(paths), *shape), np.uint8)
    for place, image in enumerate(read_all(paths, lambda path: _pixels(tree, path, shape))):
        x[place] = image
    return x


def read_all(paths: Sequence[PurePosixPath], read: Callable[[PurePosixPath], T]) -> Iterator[T]:
    """Read each image; DatasetError for all that can't be read, after all have been tried."""
    damaged: list[str] = []
    for path in paths:
        try:
            yield read(path)
        except DatasetError as error:
            damaged.append(str(error))
    if len(damaged) == 1:
        raise DatasetError(damaged[0])
    if damaged:
        more = f"; and {len(damaged) - NAMED:,} more" if len(damaged) > NAMED else ""
        listed = "; ".join(damaged[:NAMED])
        raise DatasetError(f"{len(damaged):,} of {len(paths):,} images can't be used: {listed}{more}")


def _kind(tree: Tree, path: PurePosixPath) -> Kind:
    with tree.open(path) as file:
        return kind_of(file, tree.shown(path))


def _pixels(tree: Tree, path: PurePosixPath, shape: tuple[int, ...]) -> np.ndarray:
    with tree.open(path) as file:
        image = read_image(file, tree.shown(path)).image
    return pixels(image, *shape[:2], coloured=len(shape) == COLOURED)

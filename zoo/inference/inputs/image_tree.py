"""The images of a folder or an archive, whatever folders they are in."""

from __future__ import annotations

from collections import Counter
from math import prod
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.files.image_file import SUFFIXES
from zoo.data.files.tree import tree_of
from zoo.data.own.image_files import read_all
from zoo.errors import DatasetError
from zoo.inference.inputs.images import from_image
from zoo.inference.inputs.wanted import FileExamples, Wanted
from zoo.system.machine import in_gigabytes, machine_memory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from zoo.data.files.tree import Tree

ROOT = PurePosixPath()
COPIES = 3
"""How often images are in memory, as float32: read, put together, and scaled."""


def image_tree(path: Path, wanted: Wanted) -> FileExamples:
    """All images in a folder or an archive, called by their paths; hidden and other files are passed over.

    Raises DatasetError if there are none, for all that can't be read, and if they don't fit in memory.
    """
    tree = tree_of(path)
    files = [*_files(tree)]
    paths = [each for each in files if each.name.lower().endswith(SUFFIXES)]
    if not paths:
        kind = "folder" if path.is_dir() else "archive"
        raise DatasetError(
            f"{path} is {'a' if kind == 'folder' else 'an'} {kind} without images; wanted some"
        )
    if wanted.pixels is None:
        what = f"{path} has images; wanted examples of shape {wanted.shape}, from .npy, .npz or CSV"
        raise DatasetError(what)
    needed, room = 4 * COPIES * len(paths) * prod(wanted.shape), machine_memory()
    if room is not None and needed > room:
        what = f"the {len(paths):,} images of {path} need {in_gigabytes(needed)} of memory"
        raise DatasetError(f"{what}; this machine has {in_gigabytes(room)}; pass some of them at a time")
    x, changes = images_of(tree, paths, wanted)
    others = len(files) - len(paths)
    if others:
        changes = (*changes, f"{others:,} {'file' if others == 1 else 'files'} of other kinds passed over")
    return FileExamples(x, changes, tuple(map(tree.shown, paths)))


def images_of(
    tree: Tree, paths: Sequence[PurePosixPath], wanted: Wanted
) -> tuple[np.ndarray, tuple[str, ...]]:
    """The images at these paths, and how many were changed in which way; DatasetError for damaged ones."""

    def read(path: PurePosixPath) -> FileExamples:
        with tree.open(path) as file:
            return from_image(file, tree.shown(path), wanted)

    found = [*read_all(paths, read)]
    counted = Counter(change for each in found for change in each.changes)
    changes = tuple(
        f"{many:,} {'image' if many == 1 else 'images'} {change}" for change, many in counted.items()
    )
    return np.concatenate([each.x for each in found]), changes


def _files(tree: Tree, folder: PurePosixPath = ROOT) -> Iterator[PurePosixPath]:
    for path in tree.inside(folder):
        if tree.is_folder(path):
            yield from _files(tree, path)
        else:
            yield path

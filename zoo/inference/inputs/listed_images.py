"""The images that a table lists: for a model that was trained on the images of a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.files.tree import Folder
from zoo.data.own.image_column import ImageColumn, paths_of, root_of
from zoo.errors import DatasetError
from zoo.inference.inputs.image_tree import images_of
from zoo.inference.inputs.wanted import FileExamples, Wanted

if TYPE_CHECKING:
    from zoo.data.files.table.table import Table

STDIN = "stdin"


def listed_images(table: Table, name: str, wanted: Wanted, *, is_in_memory: bool = False) -> FileExamples:
    """The images of all rows, called by their paths; those of standard input are in the current folder.

    Raises DatasetError for all paths that are missing, and for all images that can't be read.
    """
    if wanted.image_column not in table.names:
        raise DatasetError(f"{name} has no column {wanted.image_column}, which the training data has")
    folder = None if is_in_memory else Path() if name == STDIN else Path(name).parent
    column = ImageColumn(wanted.image_column, folder, frozenset(wanted.marks))
    paths = paths_of(table, column, np.arange(table.rows))
    root = root_of(table, column.name, folder)
    tree = Folder(root)
    x, changes = images_of(tree, paths, wanted)
    names = tuple(str(path if folder is not None else root / path) for path in paths)
    return FileExamples(x, (*table.notes, *changes), names)

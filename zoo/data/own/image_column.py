"""A table with paths: a column whose cells are the paths of images, relative to the folder of the table.

A table in a file can be somebody else's, and is moved together with its images, so a path never leaves that
folder. The paths of a table in memory are absolute, or relative to the current folder.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zoo.data.files.image_file import SUFFIXES
from zoo.data.files.tree import Folder
from zoo.data.own import image_names, named_columns
from zoo.data.own.choices import ROLES_OF_INPUTS, Choices
from zoo.data.own.image_files import NAMED, arrays_of, look
from zoo.data.own.known import known_in
from zoo.errors import DatasetError, SettingError, shorten
from zoo.specs.data_options import OF_IMAGES, target_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.files.table.table import Table
    from zoo.specs.data_file import DataFile
    from zoo.specs.data_options import DataOptions


class ImageColumn(NamedTuple):
    """The name of the column with the paths, the folder of the table, and the marks of missing values.

    The folder is None for a table in memory.
    """

    name: str
    folder: Path | None
    marks: frozenset[str] = frozenset()


def column_of(
    table: Table, folder: Path | None, options: DataOptions, choices: Choices
) -> ImageColumn | None:
    """The column of the paths: the chosen one, or one with the suffixes of images, of which some exist.

    Raises:
        SettingError: The chosen column is not in the table, or is the target, or an option does not apply.
        DatasetError: Several columns have paths, or one has names of images without their paths.
    """
    name = options.image_column
    if name is None:
        named = (*target_columns(options.target, table.names), options.group, options.split_by)
        others = [each for each in table.names if each not in named and each not in choices.roles]
        found = [each for each in others if _has_paths(table, each, folder)]
        if len(found) > 1:
            both = " and ".join(map(shorten, found[:2]))
            raise DatasetError(
                f"{table.subject} has paths of images in {both}; wanted --image-column with one of them"
            )
        name = found[0] if found else None
        if name is None and folder is not None:
            image_names.refuse(table, folder, others)
    else:
        named_columns.require_other("image_column", name, table, options.target)
    _refuse(name, options, choices, table)
    return None if name is None else ImageColumn(name, folder, choices.marks)


def _refuse(name: str | None, options: DataOptions, choices: Choices, table: Table) -> None:
    """Raise SettingError for an option that does not apply to images, or to a table without them."""
    subject, targets = table.subject, target_columns(options.target, table.names)
    for option, value in options.given():
        if name is None and option in OF_IMAGES:
            raise SettingError(option, value, f"is for images, and {subject} is a table; leave it out")
    for column, role in choices.roles.items() if name is not None else ():
        if (role in ROLES_OF_INPUTS and column not in targets) or (column == name and role != "drop"):
            reason = (
                f"is for the inputs of rows, and those of {subject} are the images in {name}; leave it out"
            )
            raise SettingError(role, column, reason)


def _has_paths(table: Table, name: str, folder: Path | None) -> bool:
    """Whether all values of a column have the suffixes of images, and one of them exists."""
    if not table.first(name).strip().lower().endswith(SUFFIXES):
        return False
    values = known_in(table, name, Choices({}, {})).values
    if not all(value.lower().endswith(SUFFIXES) for value in values):
        return False
    root = root_of(table, name, folder)
    return any(_exists(root, path) for value in values if (path := _path(value, root)) is not None)


def root_of(table: Table, name: str, folder: Path | None) -> Path:
    """The folder that a column's paths are in: that of a table in a file, or of the file system's root."""
    if folder is not None:
        return folder
    return Path(Path.cwd().anchor) if Path(table.first(name)).is_absolute() else Path()


def inputs_of(
    table: Table, image: ImageColumn, rows: np.ndarray, training: np.ndarray, options: DataOptions
) -> dict[str, Any]:
    """The fields of a DataFile that images have: all of them are decoded, and damaged ones are named.

    Args:
        table: The table.
        image: The column with the paths.
        rows: The rows with a target.
        training: The positions of the training examples among them.
        options: The size and the channels.
    """
    looked = look(
        Folder(root_of(table, image.name, image.folder)), paths_of(table, image, rows), training, options
    )
    targets = target_columns(options.target, table.names)
    return {
        "input_shape": looked.input_shape,
        "scaling": "rescale",
        "factor": 1 / 255,
        "unit": "images",
        "image_column": image.name,
        "resized": looked.resized,
        "dropped": tuple(each for each in table.names if each not in (image.name, *targets)),
        "notes": looked.notes,
    }


def images_of(table: Table, file: DataFile, folder: Path | None, rows: np.ndarray) -> np.ndarray:
    """The images of these rows as uint8, as the plan has them."""
    if file.image_column not in table.names:
        raise DatasetError(f"{table.subject} has no column {file.image_column}, which the training data has")
    paths = paths_of(table, ImageColumn(file.image_column, folder, frozenset(file.missing_marks)), rows)
    return arrays_of(
        Folder(root_of(table, file.image_column, folder)), paths, file.input_shape, table.subject
    )


def paths_of(table: Table, image: ImageColumn, rows: np.ndarray) -> list[PurePosixPath]:
    """The path of each row, relative to `root_of`; DatasetError for all that are missing or outside it."""
    name, folder, marks = image
    root = root_of(table, name, folder)
    here = "the current folder" if folder is None else "the folder of the table"
    known = known_in(table, name, Choices({}, {}, marks))
    codes, where = known.codes[rows], f"{name} of {table.subject}"
    if (codes < 0).any():
        row = int(rows[np.argmax(codes < 0)])
        raise DatasetError(f"{where} has nothing in {table.place(row)}; wanted the path of an image")
    each = [_path(value, root) for value in known.values]
    used = np.unique(codes).tolist()
    for odd, what, wanted in (
        ([code for code in used if each[code] is None], f"outside {here}", "inside it"),
        (
            [code for code in used if (path := each[code]) is not None and not _exists(root, path)],
            "to images that do not exist",
            f"relative to {here}",
        ),
    ):
        if odd:
            listed = [
                f"{shorten(known.values[code])} ({table.place(known.first_row(code))})"
                for code in odd[:NAMED]
            ]
            raise DatasetError(_refusal(where, len(odd), what, listed) + wanted)
    return [path for code in codes.tolist() if (path := each[code]) is not None]


def _refusal(where: str, many: int, what: str, listed: Sequence[str]) -> str:
    more = f" and {many - len(listed):,} more" if many > len(listed) else ""
    paths = "a path" if many == 1 else f"{many:,} paths"
    return f"{where} has {paths} {what}: {', '.join(listed)}{more}; wanted paths "


def _path(value: str, folder: Path) -> PurePosixPath | None:
    """A path relative to the folder, also one as Windows writes it; None if it is outside."""
    path = PurePosixPath(value.replace("\\", "/"))
    if path.is_absolute():
        root = PurePosixPath(folder.resolve().as_posix())
        if not path.is_relative_to(root):
            return None
        path = path.relative_to(root)
    return None if ".." in path.parts or not path.parts else path


def _exists(folder: Path, path: PurePosixPath) -> bool:
    try:
        return (folder / path).is_file()
    except (OSError, ValueError):  # too long, or with a NUL byte
        return False

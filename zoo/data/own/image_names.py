"""Columns that name images without their paths: ids, or names of files that are in another folder."""

from __future__ import annotations

import itertools
import shlex
from typing import TYPE_CHECKING

from zoo.data.files.image_file import SUFFIXES
from zoo.errors import DatasetError, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from zoo.data.files.table.table import Table

MOST_FILES, MOST_FOLDERS = 20_000, 20
"""Files and folders that are looked at."""
FEW = 20
"""Names that have to be those of images."""


def refuse(table: Table, folder: Path, columns: Iterable[str]) -> None:
    """Raise DatasetError for a column that names images in the folder of the table, or in a folder there.

    Without a path and a suffix, they would be read as text or numbers.
    """
    images: dict[str, str] = {}
    for path in itertools.islice(_files(folder), MOST_FILES):
        if path.suffix.lower() in SUFFIXES:
            shown = path.relative_to(folder).as_posix()
            images |= {path.name: shown, path.stem: shown}
    if not images:
        return
    for name in columns:
        if table.first(name).strip() not in images:
            continue
        values = table.cells(name).values
        is_id = 2 * len(values) > table.rows or values[0].lower().endswith(SUFFIXES)
        if is_id and all(value in images for value in values[:FEW]):
            found = f"{table.subject} has names of images in column {name}, such as '{shorten(values[0])}'"
            wanted = f"wanted their paths from the folder of the table, as {shorten(images[values[0]])}"
            raise DatasetError(f"{found}; {wanted}; --drop {shlex.quote(name)} leaves the column out")


def _files(folder: Path) -> Iterator[Path]:
    """The files of a folder, then those of the folders in it."""
    folders = []
    for path in folder.iterdir():
        if path.is_dir():
            folders.append(path)
        else:
            yield path
    for each in sorted(folders)[:MOST_FOLDERS]:
        yield from each.iterdir()

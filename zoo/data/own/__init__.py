"""Own data: a table, arrays, or images in folders. Its structure is detected once and stored in the plan."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.data.files.image_file import SUFFIXES
from zoo.data.files.tree import TARS
from zoo.data.own import arrays, given, given_tables, images, large, table
from zoo.data.own.members import TEST, VALIDATION
from zoo.errors import DatasetError, SettingError, UsageError, ZooError
from zoo.schema.fields import Text, WrongValue
from zoo.schema.missing_file import did_you_mean
from zoo.specs.data_file import IN_MEMORY
from zoo.specs.data_options import NO_OPTIONS, SPLITS, DataOptions

if TYPE_CHECKING:
    from collections.abc import Collection

    from zoo.specs.data_file import DataFile
    from zoo.specs.dataset import Loaded

NOT_TABLES = (*SUFFIXES, ".keras", ".toml")
"""Suffixes of files that are no tables, so that the message says so."""
OF_FOLDERS = ("image_size", "channels")
"""The options for images in folders."""
WANTED = "wanted a table such as .csv, an .npz or .npy file, or a folder of images"


def understand(path: Path, options: DataOptions = NO_OPTIONS) -> DataFile:
    """Detect the structure of a file or a folder; encodings are fitted on the training part.

    Args:
        path: The file or the folder.
        options: The target of a table, the task for targets that could be both, and the roles of columns.

    Raises:
        UsageError: An option is missing or does not apply.
        DatasetError: The data is not usable for a model.
        ZooError: The file is not readable.
    """
    try:
        Text().read(str(path.resolve()))
    except WrongValue as wrong:  # a plan can't store the path
        raise SettingError("dataset", path, str(wrong)) from None
    try:
        kind = _kind(path)
        if kind is not table:
            _refuse(path, options, (*SPLITS, *(OF_FOLDERS if kind is images else ("array",))))
        others = _others(kind, options)
        file = kind.understand(path, options)
        if not others:
            return file
        return given_tables.joined(file, others) if file.columns else given.joined(file, others, kind)
    except OSError as error:
        raise unreadable(path, error) from None


def _others(kind: Any, options: DataOptions) -> dict[str, Path]:
    """The files of the validation and the test part; SettingError for one of another kind."""
    found = {}
    for part in (VALIDATION, TEST):
        option = f"{part}_data"
        name = getattr(options, option)
        if name is None:
            continue
        found[part] = Path(name)
        if _kind(found[part]) is not kind:
            wanted = {arrays: "arrays", images: "images", table: "a table"}[kind]
            raise SettingError(option, name, f"is of another kind; wanted {wanted}, as the training data")
    return found


def _refuse(path: Path, options: DataOptions, allowed: Collection[str]) -> None:
    """Raise SettingError for an option that does not apply to arrays or images."""
    for option, value in options.given():
        if option in OF_FOLDERS and option not in allowed:
            raise SettingError(option, value, f"is for images in files, which {path} is not; leave it out")
        if option == "array" and option not in allowed:
            raise SettingError(option, value, f"is for arrays, which {path} does not have; leave it out")
        if option != "task" and option not in allowed:
            raise SettingError(option, value, f"is for tables, and {path} is not a table; leave it out")


def load(file: DataFile) -> Loaded:
    """Load the data of a file; DatasetError if the file is missing or its structure has changed."""
    if file.path == IN_MEMORY:
        raise DatasetError(
            "the data was in memory and is not saved with the run; pass it as `data` in Python, or save it "
            "in a file and pass --data PATH"
        )
    large.check_room(file)
    path = Path(file.path)
    if not path.exists():
        raise DatasetError(
            f"{path} no longer exists; restore it, or pass --data PATH to evaluate, predict, resume or replay"
        )
    try:
        kind = _kind(path)
        return given.added(kind.load(file, path), file, kind)
    except OSError as error:
        raise unreadable(path, error) from None


def is_table(path: Path) -> bool:
    """Whether a file is read as a table; UsageError if it can't be read or is of no known kind."""
    return _kind(path) is table


def _kind(path: Path) -> Any:
    if not path.exists():
        raise UsageError(f"{path} can't be read: no such file or directory{did_you_mean(path)}")
    if not path.is_file() and not path.is_dir():
        raise UsageError(f"{path} is not a file; {WANTED}")
    if is_images(path):
        return images
    suffix = path.suffix.lower()
    if suffix in (".npz", ".npy"):
        return arrays
    if suffix in NOT_TABLES:
        raise UsageError(f"{path} is not a supported data file; {WANTED}")
    return table


def is_images(path: Path) -> bool:
    """Whether a path is a folder, or an archive with images."""
    name = path.name.lower()
    return path.is_dir() or (
        path.is_file() and (name.endswith(TARS) or (name.endswith(".zip") and _has_images(path)))
    )


def _has_images(path: Path) -> bool:
    """Whether a .zip file has images; it may have a table as well."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.lower().endswith(SUFFIXES) for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def unreadable(path: str | Path, error: OSError) -> ZooError:
    """The error, with the name of the file in a folder."""
    return ZooError(f"{error.filename or path} can't be read: {(error.strerror or str(error)).lower()}")

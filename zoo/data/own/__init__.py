"""Own data: a table, arrays, or a folder of images. Its structure is detected once and stored in the plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.data.own import arrays, images, table
from zoo.errors import DatasetError, SettingError, UsageError, ZooError
from zoo.schema.fields import Text, WrongValue
from zoo.specs.data_options import NO_OPTIONS, DataOptions

if TYPE_CHECKING:
    from zoo.specs.data_file import DataFile
    from zoo.specs.dataset import Loaded

NOT_TABLES = (".npy", ".png", ".jpg", ".jpeg", ".keras", ".toml")
"""Suffixes of files that are no tables, so that the message says so."""
WANTED = "wanted a table such as .csv, an .npz file, or a folder of images"


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
        if kind is table:
            return table.understand(path, options)
        for option, value in options.given():
            if option != "task":
                raise SettingError(option, value, f"is for tables, and {path} is not a table; leave it out")
        return kind.understand(path, options.task)
    except OSError as error:
        raise _unreadable(path, error) from None


def load(file: DataFile) -> Loaded:
    """Load the data of a file; DatasetError if the file is missing or its structure has changed."""
    path = Path(file.path)
    if not path.exists():
        raise DatasetError(f"{path} no longer exists; restore it, or start a new run from where the data is")
    try:
        return _kind(path).load(file, path)
    except OSError as error:
        raise _unreadable(path, error) from None


def _kind(path: Path) -> Any:
    if path.is_dir():
        return images
    if not path.exists():
        raise UsageError(f"{path} can't be read: no such file or directory")
    if not path.is_file():
        raise UsageError(f"{path} is not a file; {WANTED}")
    suffix = path.suffix.lower()
    if suffix == ".npz":
        return arrays
    if suffix in NOT_TABLES:
        raise UsageError(f"{path} is not a supported data file; {WANTED}")
    return table


def _unreadable(path: Path, error: OSError) -> ZooError:
    """The error, with the name of the file in a folder."""
    return ZooError(f"{error.filename or path} can't be read: {(error.strerror or str(error)).lower()}")

"""Own data: a table, arrays, or a folder of images. Its structure is detected once and stored in the plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.data.own import arrays, images, table
from zoo.errors import DatasetError, SettingError, UsageError, ZooError
from zoo.schema.fields import Text, WrongValue

if TYPE_CHECKING:
    from zoo.specs.data_file import DataFile
    from zoo.specs.dataset import Loaded

KINDS: dict[str, Any] = {".csv": table, ".tsv": table, ".npz": arrays}
"""The module for a file, by its suffix."""
WANTED = "wanted .csv, .npz, or a folder of images"


def understand(path: Path, target: str | None = None, task: str | None = None) -> DataFile:
    """Detect the structure of a file or a folder; encodings are fitted on the training part.

    Args:
        path: The file or the folder.
        target: The target column of a table.
        task: "classification" or "regression", for targets that could be both.

    Raises:
        UsageError: `target` or `task` is missing or does not apply.
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
            return table.understand(path, target, task)
        if target is not None:
            raise SettingError("target", target, f"is for tables, and {path} is not a table; leave it out")
        return kind.understand(path, task)
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
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise UsageError(f"{path} is not a supported data file; {WANTED}")
    return kind


def _unreadable(path: Path, error: OSError) -> ZooError:
    """The error, with the name of the file in a folder."""
    return ZooError(f"{error.filename or path} can't be read: {(error.strerror or str(error)).lower()}")

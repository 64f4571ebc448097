"""Own data: a table, arrays, or a folder of images, understood once and then read as it was understood."""

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
"""What reads a file, by its suffix."""
WANTED = "wanted .csv, .npz, or a folder of images"


def understand(path: Path, target: str | None = None, task: str | None = None) -> DataFile:
    """What a file or a folder holds, with all that has to be fitted fitted on its training part.

    `target` names the column of a table that is to be answered; `task` is classification or regression,
    where whole numbers could be either. Raises UsageError where something has to be said otherwise,
    DatasetError where nothing can be learnt from the data, ZooError where it can't be read.
    """
    try:
        Text().read(str(path.resolve()))
    except WrongValue as wrong:  # a plan could not hold it
        raise SettingError("dataset", path, str(wrong)) from None
    try:
        kind = _kind(path)
        if kind is table:
            return table.understand(path, target, task)
        if target is not None:
            raise SettingError("target", target, f"names no column: {path} is no table; wanted it left out")
        return kind.understand(path, task)
    except OSError as error:
        raise _unreadable(path, error) from None


def load(file: DataFile) -> Loaded:
    """The data of a file as it was understood; DatasetError where it is gone, or is other data by now."""
    path = Path(file.path)
    if not path.exists():
        raise DatasetError(f"{path} is not there any more; put it back, or train anew from where it is")
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
        raise UsageError(f"{path} is no file; {WANTED}")
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise UsageError(f"{path} is no data that can be read; {WANTED}")
    return kind


def _unreadable(path: Path, error: OSError) -> ZooError:
    """The error, which names the file where it is one in a folder."""
    return ZooError(f"{error.filename or path} can't be read: {(error.strerror or str(error)).lower()}")

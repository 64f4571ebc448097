"""Files that a user asks for: never over another one unasked, and never half there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import Mistake, ZooError
from zoo.lookup import checked_path
from zoo.run import durable

if TYPE_CHECKING:
    from pathlib import Path


def checked_output(name: str | Path, *, force: bool, endings: tuple[str, ...] = ()) -> Path:
    """The file that is to be written, looked at before anything costs time.

    Raises ZooError where it exists, unless `force` is set, or its folder does not; Mistake where it
    ends in none of `endings`.
    """
    path = checked_path("output", name)
    if endings and path.suffix.lower() not in endings:
        raise Mistake(f"{path} can't be written; wanted a name that ends in {' or '.join(endings)}")
    if path.exists() and not path.is_file():  # a device would be replaced, not written to
        what = "a folder" if path.is_dir() else "no regular file"
        raise ZooError(f"{path} is {what}; name a file with -o")
    if path.exists() and not force:
        raise ZooError(f"{path} exists; write over it with --force or name another with -o")
    if not path.parent.is_dir():
        raise ZooError(f"{path} can't be written: there is no folder {path.parent}")
    return path


def write_output(path: Path, content: str | bytes) -> None:
    """Write it, whole or not at all; ZooError where that can't be done."""
    try:
        with durable.whole(path) as beside:
            beside.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise ZooError(f"{path} can't be written: {(error.strerror or str(error)).lower()}") from None

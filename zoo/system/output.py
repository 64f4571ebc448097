"""Files that a user asks for: never over another one unasked, and never half there."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from zoo.errors import UsageError, ZooError
from zoo.schema.arguments import checked_path
from zoo.system import atomic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STDOUT = "-"
"""What elsewhere means standard output."""


def checked_output(
    name: str | Path, *, force: bool, endings: tuple[str, ...] = (), mark: str | None = None
) -> Path:
    """The file that is to be written, looked at before anything costs time; with `mark`, the folder.

    Raises ZooError where it exists, unless `force` is set, or its folder does not; UsageError where it
    is `-`, or ends in none of `endings`. A folder is written over only where it has a file named
    `mark`: it is one of the kind that is to be written, and not somebody's home.
    """
    path = checked_path("output", name)
    if str(name) == STDOUT:
        raise UsageError(f"{name} is no file; wanted a name, as ./{name} for a file that is called so")
    if endings and not path.name.lower().endswith(endings):
        raise UsageError(f"{path} can't be written; wanted a name that ends in {' or '.join(endings)}")
    is_same_kind = path.is_file() or (mark is not None and (path / mark).is_file())
    if path.exists() and not is_same_kind:  # a device would be replaced, not written to
        what = "a folder" if path.is_dir() else "no regular file"
        wanted = "a file" if mark is None else "a new folder"
        raise ZooError(f"{path} is {what}{' of something else' * bool(mark)}; name {wanted} with -o")
    if path.exists() and not force:
        raise ZooError(f"{path} exists; write over it with --force or name another with -o")
    if not path.parent.is_dir():
        raise ZooError(f"{path} can't be written: there is no folder {path.parent}")
    return path


def write_output(path: Path, content: str | bytes) -> None:
    """Write it, whole or not at all; ZooError where that can't be done."""
    with in_place(path) as beside:
        beside.write_bytes(content.encode() if isinstance(content, str) else content)


@contextlib.contextmanager
def in_place(path: Path) -> Iterator[Path]:
    """A place to write to, which becomes `path` once all is there; ZooError where that can't be done."""
    try:
        with atomic.whole(path) as beside:
            yield beside
    except OSError as error:
        raise ZooError(f"{path} can't be written: {(error.strerror or str(error)).lower()}") from None

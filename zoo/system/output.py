"""Files and folders that a user asks for: written atomically, and never over others without consent."""

from __future__ import annotations

import contextlib
import os
from typing import IO, TYPE_CHECKING

from zoo.errors import UsageError, ZooError
from zoo.schema.arguments import checked_path
from zoo.system import atomic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

STDOUT = "-"
"""The name that means standard output in other programs."""


def checked_output(
    name: str | Path, *, force: bool, endings: tuple[str, ...] = (), mark: str | None = None
) -> Path:
    """The path of an output file, checked before any work is done; with `mark`, of an output folder.

    Raises ZooError if it exists and `force` is not set, or if its parent folder does not exist;
    UsageError if it is `-` or has none of the `endings`. An existing folder is replaced only if it
    contains a file named `mark`, so that folders of another kind are never deleted.
    """
    path = checked_path("output", name)
    if str(name) == STDOUT:
        raise UsageError(f"{name} is not a file name; wanted a path, as ./{name} for a file of this name")
    if endings and not path.name.lower().endswith(endings):
        raise UsageError(f"{path} can't be written; wanted a name that ends in {' or '.join(endings)}")
    is_same_kind = path.is_file() or (mark is not None and (path / mark).is_file())
    if path.exists() and not is_same_kind:  # a device would be replaced, not written to
        what = "a folder" if path.is_dir() else "not a regular file"
        wanted = "a file" if mark is None else "a new folder"
        raise ZooError(f"{path} is {what}{', not an export' * bool(mark)}; name {wanted} with -o")
    if path.exists() and not force:
        raise ZooError(f"{path} exists; overwrite it with --force or choose another name with -o")
    parent = _target(path).parent
    if not parent.is_dir():
        raise ZooError(f"{path} can't be written: there is no folder {parent}")
    return path


def check_new(path: Path) -> None:
    """Raise ZooError if a path that is to be created exists."""
    if os.path.lexists(path):
        raise ZooError(f"{path} exists; choose another name, or move it away")


def write_output(path: Path, content: str | bytes) -> None:
    """Write a file atomically; raises ZooError if it can't be written."""
    with opened(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


def write_folder(path: Path, contents: Mapping[str, str | bytes]) -> None:
    """Write files, by their paths within a new folder, atomically; raises ZooError as `in_place`."""
    with in_place(path, replace=False) as beside:
        beside.mkdir()
        for name, content in contents.items():
            file = beside / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write files, and the folders that they need: all of them or, if one can't be written, none.

    The first one is the last to appear. Raises ZooError as `in_place`.
    """
    made: list[Path] = []
    try:
        with contextlib.ExitStack() as stack:
            for path, content in contents.items():
                made += _folders(path.parent)
                stack.enter_context(in_place(path)).write_bytes(content)
    except BaseException:
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _folders(path: Path) -> list[Path]:
    """Make a folder, and return those that were missing, outermost first."""
    missing = [each for each in (path, *path.parents) if not each.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ZooError(f"{path} can't be made: {(error.strerror or str(error)).lower()}") from None
    return missing[::-1]


@contextlib.contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Yield a new file, which becomes `path` at the end; if that is a link, what it refers to.

    Raises ZooError if it can't be written.
    """
    with _said_of(path), atomic.opened(_target(path)) as file:
        yield file


@contextlib.contextmanager
def in_place(path: Path, *, replace: bool = True) -> Iterator[Path]:
    """Yield a temporary path for a folder, or for other code; it becomes `path` at the end, as in `opened`.

    Raises ZooError if it can't be written, or if `path` exists and `replace` is false.
    """
    if not replace:
        check_new(path)
    with _said_of(path), atomic.whole(_target(path), replace=replace) as beside:
        yield beside


@contextlib.contextmanager
def _said_of(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ZooError(f"{path} can't be written: {(error.strerror or str(error)).lower()}") from None


def _target(path: Path) -> Path:
    """What a symbolic link refers to, which may not exist; another path as it is."""
    return path.resolve() if path.is_symlink() else path

"""Examples from files and standard input, told apart by their first bytes; all of them, or none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.check import check_finite, check_size
from zoo.errors import DatasetError, Mistake, enumerated
from zoo.lookup import checked_path
from zoo.prediction.arrays import LARGEST, read_npy, read_npz
from zoo.prediction.images import read_image
from zoo.prediction.rows import read_csv
from zoo.prediction.wanted import Found, Unfit, Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Reader = Callable[[bytes, str, Wanted], Found]

STDIN = "-"
READERS: tuple[tuple[bytes, Reader], ...] = (
    (b"\x89PNG\r\n\x1a\n", read_image),
    (b"\xff\xd8\xff", read_image),
    (b"\x93NUMPY", read_npy),
    (b"PK\x03\x04", read_npz),
)
"""What files begin with that are not text."""
ENDINGS = (".png", ".jpg", ".jpeg", ".npy", ".npz")
"""What can't be CSV, whatever is in it."""
NAMED = 3
"""Files that a remark names."""


class Read(NamedTuple):
    """Examples with the dataset's own values, what each is called, and what was done to them."""

    x: np.ndarray
    names: tuple[str, ...]
    notes: tuple[str, ...]


def read(inputs: Sequence[str | Path], wanted: Wanted) -> Read:
    """The examples in all these files; `-` is standard input.

    A file with one example is called by its name, one with several adds their numbers, from 0.
    Raises Unfit for the first that can't be read, or is not what is wanted; nothing is left out.
    """
    given = [str(checked_path("input", each)) for each in inputs]
    if given.count(STDIN) > 1:
        raise Mistake("- is given twice; standard input can be read only once")
    found, names, notes = [], [], dict[str, list[str]]()
    for each in given:
        name = "stdin" if each == STDIN else each
        content = _content(each, name)
        reader = _reader(content, name)
        one = reader(content, name, wanted)
        _check(one.x, name)
        found.append(one.x)
        is_alone = reader is read_image or (len(one.x) == 1 and len(given) > 1)
        beginning = f"{name}:" if len(given) > 1 else ""
        names += [name] if is_alone else [f"{beginning}{row}" for row in range(len(one.x))]
        if one.changes:
            notes.setdefault(", ".join(one.changes), []).append(name)
    return Read(np.concatenate(found), tuple(names), tuple(map(_note, notes.items())))


def _content(path: str, name: str) -> bytes:
    try:
        if path == STDIN and sys.stdin is None:  # whoever called us has closed it
            raise Unfit("stdin is closed; wanted examples there")
        if path == STDIN:
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with open(path, "rb") as file:  # noqa: PTH123 - a path as it was typed
                content = file.read(LARGEST + 1)
    except OSError as error:
        raise Unfit(f"{name} can't be read: {(error.strerror or str(error)).lower()}") from None
    if len(content) > LARGEST:
        raise Unfit(f"{name} has over {LARGEST / 2**30:.0f} GB; wanted less")
    if not content:
        raise Unfit(f"{name} is empty")
    return content


def _reader(content: bytes, name: str) -> Reader:
    for beginning, reader in READERS:
        if content.startswith(beginning):
            return reader
    if b"\0" in content or name.lower().endswith(ENDINGS):
        raise Unfit(f"{name} is neither PNG, JPEG, .npy, .npz nor CSV")
    return read_csv


def _check(x: np.ndarray, name: str) -> None:
    if not len(x):
        raise Unfit(f"{name} has no examples")
    try:
        check_finite(name, "its examples", x)
        check_size(name, "its examples", x)
    except DatasetError as error:
        raise Unfit(str(error)) from None


def _note(changed: tuple[str, list[str]]) -> str:
    change, names = changed
    more = len(names) - NAMED
    return f"{enumerated([*names[:NAMED], *([f'{more:,} more'] if more > 0 else [])])}: {change}"

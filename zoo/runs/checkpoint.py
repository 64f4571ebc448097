"""One complete state of a run in one file, which needs neither Keras nor NumPy to be read.

::

    kerazoo checkpoint 1       a line that says what it is, and its version
    bytes in all               8 bytes, little-endian
    bytes of the header        likewise
    header                     JSON: what there is, and where each array lies
    arrays                     raw bytes, one after the other
    SHA-256 of all the above   32 bytes

It is written beside its target, flushed, and moved there, so that there is always a whole one.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.system import atomic

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"kerazoo checkpoint 1\n"
LENGTH = 8
DIGEST = hashlib.sha256().digest_size
ITEM_SIZES = {"bfloat16": 2, "bool": 1}
"""Bytes an item where the dtype's name does not end in its bits."""


class UnreadableCheckpoint(ZooError):
    """A checkpoint that is cut off, altered, or of another version; the text goes on after its name."""


class OtherModel(ZooError):
    """A checkpoint of a model or an optimizer with other variables; the text goes on after its name."""


@dataclass(frozen=True)
class Array:
    """Raw numbers with their place in the model: C order, little-endian.

    `dtype` is a backend's name for it (float32, bfloat16), so that each fits.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    content: bytes


@dataclass(frozen=True)
class Checkpoint:
    """The state of a run after a complete epoch, counted from 1.

    `model` has all variables of the model, those of its seed generators included, `optimizer` those
    of the optimizer before they are finalized, each in Keras's order; `seeds` the state of Keras's
    global generator, where there is one. `callbacks` has a plain state for each callback, in which
    an array stands as `{"array": position}` among `others`. `history` and `epoch_seconds` are those
    of the record, `digests` those of metrics.jsonl. `best` is the name of the best epoch's file, where
    one is kept. `is_over` says that a callback has stopped the training. `run` is the id of
    the run that wrote it.
    """

    epoch: int
    model: tuple[Array, ...]
    optimizer: tuple[Array, ...]
    history: dict[str, list[float]]
    epoch_seconds: list[float]
    digests: list[str]
    seeds: tuple[Array, ...] = ()
    callbacks: list[Any] = field(default_factory=list)
    others: tuple[Array, ...] = ()
    best: str = ""
    is_over: bool = False
    run: str = ""

    def to_bytes(self) -> bytes:
        """The content of its file."""
        return b"".join(self.parts())

    def parts(self) -> list[bytes]:
        """The content of its file, in pieces, so that writing it copies no array."""
        groups = {name: getattr(self, name) for name in GROUPS}
        plain = {name: getattr(self, name) for name in PLAIN}
        places = {
            name: [[each.name, each.dtype, list(each.shape)] for each in arrays]
            for name, arrays in groups.items()
        }
        header = json.dumps(plain | {"arrays": places}).encode()
        body = [each.content for arrays in groups.values() for each in arrays]
        whole = len(MAGIC) + 2 * LENGTH + len(header) + sum(map(len, body)) + DIGEST
        lengths = (each.to_bytes(LENGTH, "little") for each in (whole, len(header)))
        parts = [MAGIC, *lengths, header, *body]
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part)
        return [*parts, digest.digest()]

    @classmethod
    def from_bytes(cls, content: bytes) -> Checkpoint:
        """What `to_bytes` gave; UnreadableCheckpoint where it is anything else."""
        if content[: len(MAGIC)] != MAGIC:
            known = content.startswith(MAGIC[:-2]) and b"\n" in content[: len(MAGIC) + 3]
            raise UnreadableCheckpoint("is of another version" if known else "is no checkpoint")
        begin = len(MAGIC) + 2 * LENGTH
        whole, length = (
            int.from_bytes(content[place : place + LENGTH], "little")
            for place in (len(MAGIC), len(MAGIC) + LENGTH)
        )
        if len(content) < begin or len(content) != whole:
            cut = "is cut off at" if len(content) < max(begin, whole) else "goes on after its end:"
            raise UnreadableCheckpoint(f"{cut} {len(content):,} of {max(begin, whole):,} bytes")
        if hashlib.sha256(content[:-DIGEST]).digest() != content[-DIGEST:]:
            raise UnreadableCheckpoint("was altered: its SHA-256 is another one")
        try:
            header = json.loads(content[begin : begin + length])
            return cls(**header | _arrays(header.pop("arrays"), content, begin + length))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise UnreadableCheckpoint("is of another version") from None


def _arrays(described: dict[str, list[Any]], content: bytes, place: int) -> dict[str, tuple[Array, ...]]:
    groups = {}
    for group, arrays in described.items():
        read = []
        for name, dtype, shape in arrays:
            size = _size(dtype, shape)
            read.append(Array(name, dtype, tuple(shape), content[place : place + size]))
            place += size
        groups[group] = tuple(read)
    return groups


GROUPS = ("model", "optimizer", "seeds", "others")
PLAIN = ("epoch", "history", "epoch_seconds", "digests", "callbacks", "best", "is_over", "run")


def write(path: Path, checkpoint: Checkpoint, *, also: Path | None = None) -> None:
    """Put a checkpoint in its place, under a second name too if there is one; OSError where not.

    The one before stays until this one is durable.
    """
    with atomic.whole(path) as beside:
        with beside.open("wb") as file:
            file.writelines(checkpoint.parts())
        if also is not None:
            also.unlink(missing_ok=True)
            _same(beside, also)


def read(path: Path, run: str = "") -> Checkpoint:
    """The checkpoint in a file, written by the run of this id, if one is given.

    Raises UnreadableCheckpoint where it is none, or another run's, OSError where it can't be read.
    """
    found = Checkpoint.from_bytes(path.read_bytes())
    if run and found.run not in ("", run):
        raise UnreadableCheckpoint(f"is that of another run, {found.run[-4:]}")
    return found


def _same(source: Path, target: Path) -> None:
    """A second name for a file, or, where the file system has no such, a copy."""
    try:
        os.link(source, target)
    except OSError:
        target.write_bytes(source.read_bytes())
        atomic.flush(target)


def _size(dtype: str, shape: list[int]) -> int:
    digits = dtype.lstrip("abcdefghijklmnopqrstuvwxyz")
    size = ITEM_SIZES[dtype] if dtype in ITEM_SIZES else int(digits) // 8
    return size * prod(shape)

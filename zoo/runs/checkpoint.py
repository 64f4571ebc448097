"""A checkpoint: the complete state of a run in one file, readable without Keras and NumPy.

::

    kerazoo checkpoint 1       a line with the file type and its version
    size of the file           in bytes: 8 bytes, little-endian
    size of the header         likewise
    header                     JSON: the plain values, and name, dtype and shape of each array
    arrays                     raw bytes, in the order of the header
    SHA-256 of all the above   32 bytes

It is written to a temporary file, flushed and renamed, so a complete checkpoint always exists.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zoo.errors import ZooError
from zoo.runs import checkpoint_header
from zoo.runs.checkpoint_header import GROUPS, PHASES, PLAIN, UnreadableCheckpoint, size_of
from zoo.runs.growing_json import GrowingJson, braced
from zoo.system import atomic, regular
from zoo.system.machine import in_gigabytes, machine_memory
from zoo.weights.array import Array

MAGIC = b"kerazoo checkpoint 1\n"
LENGTH = 8
DIGEST = hashlib.sha256().digest_size
LONGEST = 2**27
"""Bytes of the header, which grows with the epochs."""


class OtherModel(ZooError):
    """A checkpoint of a model or optimizer with other variables; the message continues its name."""


@dataclass(frozen=True)
class Checkpoint:
    """The state of a run after a complete epoch, counted from 1.

    `model` has all variables of the model, including those of its seed generators; `optimizer` has
    those of the optimizer before they are finalized; both in Keras's order. `kept` has all variables of
    the model that is kept if the training ends here, unless they are those of `model`: with the optimizer's
    averages, or, after the last epoch, as the callbacks leave them. `seeds` is the state of Keras's global
    generator, if there is one. `callbacks` has the state of each callback as plain
    values; an array in it is `{"array": index}`, an index into `others`. `history` and `epoch_seconds`
    are those of the record, `digests` those of metrics.jsonl, `weights` the digests of the model's weights
    alone. `best` is the file name of the best epoch's checkpoint, if one is kept. `is_over` is true if a
    callback has stopped the training, `stopped` is that of the record. `run` is the id of the run that wrote
    it. `phases` has, for each phase that has begun, the number of epochs before it; it is empty if the plan
    has no phases.
    """

    epoch: int
    model: tuple[Array, ...]
    optimizer: tuple[Array, ...]
    history: dict[str, list[float]]
    epoch_seconds: list[float]
    digests: list[str]
    kept: tuple[Array, ...] = ()
    seeds: tuple[Array, ...] = ()
    weights: list[str] = field(default_factory=list)
    callbacks: list[Any] = field(default_factory=list)
    others: tuple[Array, ...] = ()
    best: str = ""
    is_over: bool = False
    stopped: str = ""
    run: str = ""
    phases: list[int] = field(default_factory=list)

    @property
    def kept_model(self) -> tuple[Array, ...]:
        """All variables of the model that is kept if the training ends here."""
        return self.kept or self.model

    def to_bytes(self) -> bytes:
        """The content of its file."""
        return b"".join(self.parts(GrowingJson()))

    def parts(self, encoder: GrowingJson) -> list[bytes]:
        """The content of its file in parts, so that no array is copied."""
        groups = {name: getattr(self, name) for name in GROUPS}
        plain = {name: getattr(self, name) for name in PLAIN}
        if self.phases:  # else it can be read by versions without phases
            plain[PHASES] = self.phases
        places = {
            name: [[each.name, each.dtype, list(each.shape)] for each in arrays]
            for name, arrays in groups.items()
        }
        header = braced(encoder.fields(plain | {"arrays": places})).encode()
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
        """The checkpoint in the result of `to_bytes`; raises UnreadableCheckpoint for anything else."""
        if content[: len(MAGIC)] != MAGIC:
            known = content.startswith(MAGIC[:-2]) and b"\n" in content[: len(MAGIC) + 3]
            raise UnreadableCheckpoint("is of another version" if known else "is not a checkpoint")
        begin = len(MAGIC) + 2 * LENGTH
        whole, length = (
            int.from_bytes(content[place : place + LENGTH], "little")
            for place in (len(MAGIC), len(MAGIC) + LENGTH)
        )
        if len(content) < begin or len(content) != whole:
            cut = "is truncated:" if len(content) < max(begin, whole) else "is longer than its header says:"
            raise UnreadableCheckpoint(f"{cut} {len(content):,} of {max(begin, whole):,} bytes")
        if hashlib.sha256(content[:-DIGEST]).digest() != content[-DIGEST:]:
            raise UnreadableCheckpoint("was altered: its SHA-256 does not match")
        room = whole - DIGEST - begin - length
        if length > LONGEST or room < 0:
            raise UnreadableCheckpoint("is of another version")
        try:
            header = json.loads(content[begin : begin + length])
            checkpoint_header.check(header, room)
        except (ValueError, RecursionError):
            raise UnreadableCheckpoint("is of another version") from None
        return cls(**header | _arrays(header.pop("arrays"), content, begin + length))


def _arrays(described: dict[str, list[Any]], content: bytes, place: int) -> dict[str, tuple[Array, ...]]:
    groups = {}
    for group, arrays in described.items():
        read = []
        for name, dtype, shape in arrays:
            size = size_of((name, dtype, shape))
            read.append(Array(name, dtype, tuple(shape), content[place : place + size]))
            place += size
        groups[group] = tuple(read)
    return groups


def write(
    path: Path, checkpoint: Checkpoint, *, also: Path | None = None, encoder: GrowingJson | None = None
) -> None:
    """Write a checkpoint atomically, also under the second name `also` if given.

    `encoder` is that of the former checkpoints. The previous one is replaced once this one is durable.
    Raises OSError if it can't be written.
    """
    with atomic.opened(path) as file:
        file.writelines(checkpoint.parts(encoder or GrowingJson()))
        if also is not None:
            file.flush()
            also.unlink(missing_ok=True)
            _same(Path(file.name), also)


def read(path: Path, run: str = "") -> Checkpoint:
    """Read a checkpoint; with `run`, check that the run with this id wrote it.

    Raises UnreadableCheckpoint if it is not a checkpoint or is from another run, OSError if the file
    can't be read.
    """
    with regular.opened(path) as file:
        size, available = os.fstat(file.fileno()).st_size, machine_memory()
        if available is not None and size > available:
            sizes = f"{in_gigabytes(size)}; this machine has {in_gigabytes(available)} of memory"
            raise UnreadableCheckpoint(f"has {sizes}")
        begin = file.read(len(MAGIC))
        file.seek(0)
        found = Checkpoint.from_bytes(file.read(size if begin == MAGIC else len(MAGIC) + 3))
    if run and found.run not in ("", run):
        raise UnreadableCheckpoint(f"is from another run, {found.run[-4:]}")
    return found


def _same(source: Path, target: Path) -> None:
    """Link a file under a second name; copy it if the file system has no hard links."""
    try:
        os.link(source, target)
    except OSError:
        atomic.write(target, source.read_bytes())

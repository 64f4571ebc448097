"""The header of a checkpoint, checked before it is used.

A right digest shows that a file is complete, not who wrote it.
"""

from __future__ import annotations

import math
import re
from math import prod
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.runs.valid import are_numbers, are_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

GROUPS = ("model", "optimizer", "kept", "seeds", "others")
"""The lists of arrays."""
PLAIN = (
    *("epoch", "history", "epoch_seconds", "digests", "weights"),
    *("callbacks", "best", "is_over", "stopped", "run"),
)
"""The other fields."""
PHASES = "phases"
"""The field that only a training in phases has."""
NEEDED = frozenset({"epoch", "history", "epoch_seconds", "digests"})
"""Those that every version had."""
SIZES = {
    "bool": 1,
    "bfloat16": 2,
    **{f"float{bits}": bits // 8 for bits in (16, 32, 64)},
    **{f"{sign}int{bits}": bits // 8 for sign in ("", "u") for bits in (8, 16, 32, 64)},
}
"""Bytes per item of each dtype."""
BEST = re.compile(r"best-[0-9]{4,9}\.zoo")
"""The file name of the best epoch's checkpoint."""
MOST_EPOCHS = 2**31


class UnreadableCheckpoint(ZooError):
    """A checkpoint that is truncated, altered, or of another version; the message continues its name."""


def check(header: Any, room: int) -> None:
    """Raise UnreadableCheckpoint unless it has the fields that `Checkpoint.parts` writes.

    `room` is the number of bytes that follow the header, which all arrays need together.
    """
    if not isinstance(header, dict) or not isinstance(header.get("arrays"), dict):
        raise UnreadableCheckpoint("is of another version")
    known = {*PLAIN, PHASES, "arrays"}
    if not header.keys() <= known or not header.keys() >= NEEDED or not header["arrays"].keys() <= {*GROUPS}:
        raise UnreadableCheckpoint("is of another version")
    epoch = header["epoch"]
    if type(epoch) is not int or not 0 <= epoch < MOST_EPOCHS:
        raise _damaged("epoch")
    arrays = header["arrays"]
    if sum(size_of(each) for group in arrays.values() for each in _listed(group)) != room:
        raise _damaged("list of arrays")
    for name, is_valid in _checks(epoch, len(arrays.get("others", ()))).items():
        if name in header and not is_valid(header[name]):
            raise _damaged(name)


def size_of(described: Any) -> int:
    """The bytes of an array, described by its name, dtype and shape."""
    match described:
        case [str(), str(dtype), list(shape)] if dtype in SIZES:
            if all(type(size) is int and size >= 0 for size in shape):
                return SIZES[dtype] * prod(shape)
    raise _damaged("list of arrays")


def _checks(epoch: int, others: int) -> Mapping[str, Callable[[Any], bool]]:
    """For each field, whether its value is valid in a checkpoint of an epoch with so many other arrays."""
    return {
        "history": lambda found: (
            isinstance(found, dict) and all(_each(values, epoch) for values in found.values())
        ),
        "epoch_seconds": lambda found: _each(found, epoch),
        "digests": lambda found: are_texts(found) and len(found) == epoch,
        "weights": lambda found: are_texts(found) and len(found) in (0, epoch),
        "callbacks": lambda found: isinstance(found, list) and all(_is_state(each, others) for each in found),
        "best": lambda found: found == "" or (isinstance(found, str) and bool(BEST.fullmatch(found))),
        "is_over": lambda found: isinstance(found, bool),
        "stopped": lambda found: isinstance(found, str),
        "run": lambda found: isinstance(found, str),
        PHASES: lambda found: _are_begins(found, epoch),
    }


def _each(values: Any, epoch: int) -> bool:
    """Whether this is a list with a finite number for each epoch."""
    return are_numbers(values) and len(values) == epoch and all(map(_is_finite, values))


def _are_begins(found: Any, epoch: int) -> bool:
    """Whether this is a list with the number of epochs before each phase that has begun, in order."""
    are_whole = isinstance(found, list) and all(type(each) is int and 0 <= each <= epoch for each in found)
    return are_whole and found == sorted(found)


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:  # an integer of 400 digits
        return False


def _is_state(state: Any, others: int) -> bool:
    """Whether this is what `zoo.training.state.state_of` makes of a callback's state."""
    if isinstance(state, list):
        return all(_is_state(each, others) for each in state)
    if not isinstance(state, dict):
        return True
    match state:
        case {"array": int(place)}:
            return len(state) == 1 and 0 <= place < others
        case {"table": dict(table)}:
            return len(state) == 1 and all(_is_state(each, others) for each in table.values())
    return False


def _listed(group: Any) -> list[Any]:
    if not isinstance(group, list):
        raise _damaged("list of arrays")
    return group


def _damaged(what: str) -> UnreadableCheckpoint:
    return UnreadableCheckpoint(f"is damaged: its {what.replace('_', ' ')} is not what zoo writes")

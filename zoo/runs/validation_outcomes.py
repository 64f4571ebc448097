"""What a run's model makes of each validation example, kept so that runs can be compared in pairs.

A bit for each example says whether the class is right, 1.5 KB for 12,000 of them; of a regression there
is the absolute error, a float32. Reading it needs neither Keras nor NumPy, nor the data.
"""

from __future__ import annotations

import base64
import json
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.runs.directory import ANSWERS
from zoo.runs.record import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Answers:
    """The answers of the model of an epoch, counted from 1, to so many examples, in the split's order.

    `right` has a bit for each example that was told its class, the lowest for the first. `errors` has
    the absolute error of each example's target, or their mean where there are several, in the target's
    own units. One of the two is None.
    """

    epoch: int
    examples: int
    right: int | None = None
    errors: tuple[float, ...] | None = None

    def dumps(self) -> str:
        """The content of its file."""
        if self.right is not None:
            kind, content = "right", self.right.to_bytes(-(-self.examples // 8), "little")
        else:
            kind, content = "errors", _little(array("f", self.errors or ())).tobytes()
        known: dict[str, Any] = {"schema": SCHEMA, "epoch": self.epoch, "examples": self.examples}
        return json.dumps(known | {kind: base64.b64encode(content).decode()}) + "\n"

    @classmethod
    def loads(cls, text: str) -> Answers:
        """What `dumps` gave; ValueError, KeyError or TypeError where it is anything else."""
        table = json.loads(text)
        if table["schema"] != SCHEMA:
            raise ValueError(f"schema is {table['schema']}; wanted {SCHEMA}")
        epoch, examples = int(table["epoch"]), int(table["examples"])
        if "right" in table:
            bits = int.from_bytes(base64.b64decode(table["right"], validate=True), "little")
            if bits.bit_length() > examples:
                raise ValueError(f"more than {examples:,} examples")
            return cls(epoch, examples, right=bits)
        errors = array("f", base64.b64decode(table["errors"], validate=True))
        if len(errors) != examples:
            raise ValueError(f"{len(errors):,} errors of {examples:,} examples")
        return cls(epoch, examples, errors=tuple(_little(errors)))


def right_answers(epoch: int, right: Iterable[bool]) -> Answers:
    """Answers of which it is known whether they are right."""
    digits = "".join("1" if each else "0" for each in right)
    return Answers(epoch, len(digits), right=int(digits[::-1] or "0", 2))


def read_answers(path: Path) -> Answers | None:
    """The answers that a run has kept; None where it has none, ZooError where they can't be read."""
    file = path / ANSWERS
    try:
        return Answers.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ZooError(f"{file} can't be read: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise ZooError(f"{file} is not what a run writes") from None


def _little(numbers: array[float]) -> array[float]:
    """The numbers with their bytes in the file's order, or back from it."""
    import sys

    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers

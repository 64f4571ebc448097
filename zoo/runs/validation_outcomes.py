"""A run's result on each validation example, saved so that runs can be compared in pairs.

Classification: one bit per example, whether the class is right (1.5 KB for 12,000 examples). Regression:
the absolute error as float32. Reading it needs neither Keras, NumPy nor the data.
"""

from __future__ import annotations

import base64
import json
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.runs.directory import VALIDATION
from zoo.runs.record import SCHEMA
from zoo.system import regular

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Outcomes:
    """The results of the model of an epoch, counted from 1, on the examples of a split, in their order.

    `right` has a bit for each correctly classified example, the lowest bit for the first. `errors` has
    the absolute error of each example, averaged over its targets, in the target's units. One of the
    two is None.
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
    def loads(cls, text: str) -> Outcomes:
        """The result of `dumps`, read; raises ValueError, KeyError or TypeError for anything else."""
        table = json.loads(text)
        if table["schema"] != SCHEMA:
            raise ValueError(f"schema is {table['schema']}; wanted {SCHEMA}")
        epoch, examples = int(table["epoch"]), int(table["examples"])
        if "right" in table:
            content = base64.b64decode(table["right"], validate=True)
            bits = int.from_bytes(content, "little")
            if bits.bit_length() > examples or len(content) != -(-examples // 8):
                raise ValueError(f"more or fewer than {examples:,} examples")
            return cls(epoch, examples, right=bits)
        errors = array("f", base64.b64decode(table["errors"], validate=True))
        if len(errors) != examples:
            raise ValueError(f"{len(errors):,} errors of {examples:,} examples")
        return cls(epoch, examples, errors=tuple(_little(errors)))


def class_outcomes(epoch: int, right: Iterable[bool]) -> Outcomes:
    """The outcomes of a classification, from whether each class is right."""
    digits = "".join("1" if each else "0" for each in right)
    return Outcomes(epoch, len(digits), right=int(digits[::-1] or "0", 2))


def read_outcomes(path: Path) -> Outcomes | None:
    """The saved outcomes of a run; None if it has none. Raises ZooError if they can't be read."""
    file = path / VALIDATION
    try:
        return Outcomes.loads(regular.read_text(file))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ZooError(f"{file} can't be read: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise ZooError(f"{file} is not a valid file of validation outcomes") from None


def _little(numbers: array[float]) -> array[float]:
    """Convert between the byte orders of this machine and the file."""
    import sys

    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers

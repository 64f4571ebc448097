"""Sample chapters, made without a model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.zoo.inference.samples import classified
from tests.zoo.runs.records import RECORD
from zoo.reports import Chapter
from zoo.reports.chapter import Misclassified

if TYPE_CHECKING:
    from zoo.runs import RunRecord

ID = "20201122T153012Z-relu-dropout-rmsprop-3f9a"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
"""The smallest picture."""


def record(number: str = "3f9a", **changes: Any) -> RunRecord:
    """A run's record."""
    known = {"id": f"{ID[:-4]}{number}", "input_shape": [784], "fingerprint": {"keras": "3.15.1"}}
    return replace(RECORD, **known | changes)


def chapter(number: str = "3f9a", *, names: tuple[str, str] = ("cat", "dog"), **changes: Any) -> Chapter:
    """A run whose model misclassifies one of three examples."""
    wrong = Misclassified(2, names[1], names[0], 0.25, 0.75, PIXEL)
    found = classified([0, 1, 1], [0, 1, 0], *names)
    return Chapter(record(number, **changes), "kerazoo = 1\n", True, found, (wrong,))

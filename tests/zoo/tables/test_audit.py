"""What an audit proves, in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from zoo.api.audit import Audit
from zoo.runs import RunRecord
from zoo.runs.verdict import Verdict
from zoo.tables.audit import proof

RECORD = RunRecord(
    "20261127T000000Z-a-b-3f9a", "completed", "a", "b", "c", "tensorflow", "loop", 1, 1, 1, 1, 3
)
WHOLE = Audit("a.c", RECORD, RECORD, Verdict("bit-identical", 3, 3, 3), "equal", 1, 3, 1.0)
ONE = Verdict("bit-identical", 1, 3, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {},
            "gives the declared state after each of 3 epochs, and the weights in the file. It does not prove",
        ),
        (
            {"file": "equal when rounded"},
            "and the weights in the file, which are rounded. It does not prove who",
        ),
        (
            {"verdict": ONE, "file": "not compared"},
            "after the first of 3 epochs. It does not prove the other epochs",
        ),
        (
            {"verdict": ONE, "file": "not compared", "first": 2},
            "after epoch 2 of 3 epochs. It does not prove the",
        ),
        ({"file": "different"}, "The file has other weights than this training gives."),
        ({"verdict": Verdict("diverged", 3, 3, 3)}, "Here, the plan leads to other results;"),
        (
            {"verdict": Verdict("within tolerance", 3, 3, 3)},
            "It does not prove that the file has these weights,",
        ),
    ],
)
def test_an_audit_says_what_it_proves_and_what_not(changes: dict[str, Any], said: str) -> None:
    """Less is proved by fewer epochs, and nothing about the file by losses alone."""
    assert said in proof(replace(WHOLE, **changes))

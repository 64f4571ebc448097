"""The saved outcomes of a run on the validation examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoo.errors import ZooError
from zoo.runs.validation_outcomes import Outcomes, class_outcomes, read_outcomes

if TYPE_CHECKING:
    from pathlib import Path


@given(st.lists(st.booleans()))
def test_class_outcomes_are_read_back(right: list[bool]) -> None:
    """Each example has one bit, the first one the lowest."""
    answers = class_outcomes(5, right)
    assert Outcomes.loads(answers.dumps()) == answers
    assert [bool(answers.right >> at & 1) for at in range(answers.examples)] == right  # type: ignore[operator]


@given(st.lists(st.floats(0, width=32, allow_nan=False, allow_infinity=False), min_size=1))
def test_errors_are_read_back(errors: list[float]) -> None:
    """They are saved as float32."""
    answers = Outcomes(5, len(errors), errors=tuple(errors))
    assert Outcomes.loads(answers.dumps()) == answers


def test_12_000_outcomes_take_two_kilobytes() -> None:
    """So that a thousand runs can be kept."""
    assert len(class_outcomes(5, [True, False] * 6_000).dumps()) < 2_100


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"schema": 2, "epoch": 1, "examples": 1, "right": ""}',
        '{"schema": 1, "epoch": 1, "examples": 3, "right": "/w=="}',
        '{"schema": 1, "epoch": 1, "examples": 3, "errors": "AAAA"}',
        '{"schema": 1, "epoch": 1, "examples": 2, "errors": "AAAAAA=="}',
        '{"schema": 1, "epoch": 1, "examples": 1}',
        '{"schema": 1, "epoch": 1e999, "examples": 1, "right": ""}',
        '{"schema": 1, "epoch": 1, "examples": 1000000000000, "right": "AQ=="}',
    ],
)
def test_a_damaged_file_is_an_error(content: str, tmp_path: Path) -> None:
    """A missing file is not an error."""
    assert read_outcomes(tmp_path) is None
    (tmp_path / "validation.json").write_text(content)
    with pytest.raises(ZooError, match=r"validation\.json is not a valid file of validation outcomes"):
        read_outcomes(tmp_path)

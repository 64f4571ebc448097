"""Comparing from Python: arguments that are not two runs."""

from __future__ import annotations

from typing import Any

import pytest

import zoo
from tests.zoo.reports.samples import record


@pytest.mark.parametrize(
    ("runs", "sentence"),
    [
        ([], "there is no run to compare; wanted two or more"),
        ([record()], "there is one run to compare, 3f9a; wanted two or more"),
        ([record(), record()], "there is one run to compare, 3f9a; wanted two or more"),
        (["3f9a", "77e0"], "'3f9a' is not a record of a run; zoo.read_run reads one"),
        ("3f9a", "'3' is not a record of a run; zoo.read_run reads one"),
    ],
)
def test_what_is_not_two_runs_is_an_error(runs: Any, sentence: str) -> None:
    """A run given twice counts once."""
    with pytest.raises(zoo.UsageError) as raised:
        zoo.compare(runs)
    assert str(raised.value) == sentence

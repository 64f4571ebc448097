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
        (record(), "there is one run to compare, 3f9a; wanted two or more"),
        (5, "5 is not a run; wanted an id, a path, a record, or a list of them"),
    ],
)
def test_fewer_than_two_runs_are_an_error(runs: Any, sentence: str) -> None:
    """A run given twice counts once."""
    with pytest.raises(zoo.UsageError) as raised:
        zoo.compare(runs)
    assert str(raised.value) == sentence

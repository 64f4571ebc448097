"""Named weights in a comparison: their models predict the validation examples again."""

from __future__ import annotations

from typing import NoReturn

import pytest

import zoo
from zoo.comparison import predicted
from zoo.errors import DatasetNotFound

NAMES = ("conv-2.fashion-mnist", "relu-dropout.fashion-mnist")


@pytest.mark.long
def test_two_named_weights_are_tested_in_pairs() -> None:
    """On the real examples: the lead is the difference of the accuracies in their cards."""
    found = zoo.compare(NAMES)
    right = [round(12_000 * each.metrics["validation"]["accuracy"]) for each in found.records]
    (pair,) = found.pairs
    assert (pair.leader, pair.other) == tuple(each.id for each in found.records)
    assert (pair.examples, pair.lead) == (12_000, right[0] - right[1])
    assert pair.leader_alone - pair.other_alone == pair.lead
    assert pair.other_alone > 0
    assert found.untested == {}


def test_without_the_data_nothing_is_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is that of the data; the figures are still compared."""

    def gone(_: object) -> NoReturn:
        raise DatasetNotFound("fashion-mnist was not found")

    monkeypatch.setattr(predicted, "prepare", gone)
    found = zoo.compare(NAMES)
    assert (found.leader, found.pairs) == ("", ())
    assert found.untested == dict.fromkeys((each.id for each in found.records), "fashion-mnist was not found")

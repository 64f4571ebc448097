"""Which leads are leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from zoo.sweep.ranking import Row, _placed, p_value

if TYPE_CHECKING:
    from collections.abc import Sequence


def values(*figures: float, first: int = 0) -> dict[int, float]:
    """By seed."""
    return dict(enumerate(figures, start=first))


figures = st.lists(st.integers(0, 1_000).map(lambda n: n / 1_000), min_size=2, max_size=6)


@settings(max_examples=50, deadline=None)
@given(figures, figures)
def test_values_of_other_seeds_are_compared_as_welch_did(
    one: Sequence[float], other: Sequence[float]
) -> None:
    """As SciPy reckons it, wherever there is something to reckon with."""
    mine = p_value(values(*one), values(*other, first=100))
    if np.ptp(one) > 0 and np.ptp(other) > 0:  # SciPy warns of values that are all equal
        assert mine == pytest.approx(scipy.stats.ttest_ind(one, other, equal_var=False).pvalue, abs=1e-9)
    elif np.ptp(one) + np.ptp(other) == 0:
        assert mine == (1.0 if one[0] == other[0] else 0.0)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 1_000)), min_size=2, max_size=6))
def test_values_of_equal_seeds_are_paired(pairs: Sequence[tuple[int, int]]) -> None:
    """Likewise."""
    one, other = ([pair[place] / 1_024 for pair in pairs] for place in (0, 1))
    if len({a - b for a, b in pairs}) > 1:
        wanted = scipy.stats.ttest_rel(one, other).pvalue
        assert p_value(values(*one), values(*other)) == pytest.approx(wanted, abs=1e-9)


def rows(*each: Sequence[float]) -> list[tuple[int | None, bool | None]]:
    """Rank and noise of rows that have these values."""
    made = [Row("net", "sgd", {}, values(*one)) for one in each]
    return [(row.rank, row.is_noise) for row in _placed(made)]


def test_a_rank_counts_the_rows_ahead_beyond_noise() -> None:
    """Two that noise explains share the first; the third is behind both."""
    found = rows([0.90, 0.91, 0.92, 0.91], [0.91, 0.90, 0.91, 0.90], [0.70, 0.72, 0.70, 0.71])
    assert found == [(1, None), (1, True), (3, False)]


def test_one_seed_proves_nothing() -> None:
    """However far apart they are; a row without a complete run has no figures at all."""
    assert rows([0.9], [0.1], []) == [(None, None), (None, None), (None, None)]

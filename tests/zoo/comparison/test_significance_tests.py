"""Significance tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zoo.comparison.significance_tests import LEVEL, holm, least_lead, mcnemar, paired, welch

if TYPE_CHECKING:
    from collections.abc import Callable

counts = st.integers(0, 3_000)


@given(counts, counts)
@settings(max_examples=50)
def test_mcnemar_is_the_exact_binomial_test(one: int, other: int) -> None:
    """P-values equal those of SciPy."""
    from scipy.stats import binomtest

    expected = binomtest(one, one + other).pvalue if one + other else 1.0
    assert mcnemar(one, other) == pytest.approx(expected, rel=1e-6, abs=1e-300)


@pytest.mark.parametrize(
    ("one", "other", "expected"), [(394, 387, 0.83), (298, 229, 0.003), (0, 0, 1.0), (1, 0, 1.0)]
)
def test_known_p_values(one: int, other: int, expected: float) -> None:
    """They are those of a documented example, and of very few examples."""
    assert mcnemar(one, other) == pytest.approx(expected, abs=0.005)


def test_the_paired_test_uses_the_differences_of_each_example() -> None:
    """A small lead on every example is significant; the same lead on average may not be."""
    from scipy.stats import ttest_rel

    hard = [1.0, 5.0, 2.0, 8.0, 4.0, 9.0]
    harder = [each + 0.1 + at / 1000 for at, each in enumerate(hard)]
    assert paired(hard, harder) == pytest.approx(ttest_rel(hard, harder).pvalue)
    assert paired(hard, harder) < 0.001
    assert paired(hard, harder[::-1]) > 0.9
    assert paired(hard, hard) == 1.0


def test_equal_differences_of_a_few_examples_are_noise() -> None:
    """A lead of one of 24 examples with both seeds; the accuracies are computed in float32."""
    one, other = [23 / 24, 0.9583333134651184], [22 / 24, 0.9166666865348816]
    assert paired(one, other, 1 / 24) == pytest.approx(0.3918, abs=1e-4)
    assert welch(one, other, 1 / 24) == pytest.approx(0.4226, abs=1e-4)


@pytest.mark.parametrize("test", [paired, welch])
def test_differences_of_rounding_are_noise(test: Callable[..., float]) -> None:
    """Two runs that differ only in the last bits of float32, in the same direction."""
    assert test([3.0000002, 2.0000002, 4.0000002], [3.0, 2.0, 4.0]) > LEVEL
    assert test([0.0, 0.0], [0.0, 0.0]) == 1.0


def test_holm_adjusts_the_smallest_p_value_most() -> None:
    """Adjusted values are at least as large, in the same order, and at most 1."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([0.04]) == [0.04]
    assert holm([]) == []


@given(st.integers(2, 30), st.integers(2, 10))
@settings(max_examples=50)
def test_the_smallest_significant_lead_is_the_boundary(many: int, values: int) -> None:
    """A slightly larger lead is significant among all pairs of means, a smaller one is not."""
    needed = least_lead(many, values)
    differences = [(-1.0) ** at + at / 10 for at in range(values)]
    middle = sum(differences) / values
    spread = (sum((each - middle) ** 2 for each in differences) / (values - 1)) ** 0.5
    pairs = many * (many - 1) // 2
    for times, is_told in ((1.01, True), (0.99, False)):
        lead = times * needed / 2**0.5  # the deviation of a difference is sqrt(2) times as large
        one = [each - middle + lead * spread for each in differences]
        assert (holm([paired(one, [0.0] * values)] + [1.0] * (pairs - 1))[0] < LEVEL) == is_told

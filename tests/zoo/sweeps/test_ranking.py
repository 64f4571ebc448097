"""Which leads are significant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zoo.runs.records import write_run
from zoo.sweeps import Combination, Sweep
from zoo.sweeps.ranking import Row, _placed, p_value, ranked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def values(*figures: float, first: int = 0) -> dict[int, float]:
    """By seed."""
    return dict(enumerate(figures, start=first))


figures = st.lists(st.integers(0, 1_000).map(lambda n: n / 1_000), min_size=2, max_size=6)


@settings(max_examples=50)
@given(figures, figures)
def test_values_of_different_seeds_are_compared_with_welchs_test(
    one: Sequence[float], other: Sequence[float]
) -> None:
    """P-values equal those of SciPy, where SciPy computes one."""
    mine = p_value(values(*one), values(*other, first=100))
    if np.ptp(one) > 0 and np.ptp(other) > 0:  # SciPy warns of values that are all equal
        assert mine == pytest.approx(scipy.stats.ttest_ind(one, other, equal_var=False).pvalue, abs=1e-9)
    elif np.ptp(one) + np.ptp(other) == 0:
        assert mine == pytest.approx(1.0 if one[0] == other[0] else 0.0, abs=1e-3)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 1_000)), min_size=2, max_size=6))
def test_values_of_equal_seeds_are_paired(pairs: Sequence[tuple[int, int]]) -> None:
    """P-values equal those of SciPy's paired test."""
    one, other = ([pair[place] / 1_024 for pair in pairs] for place in (0, 1))
    if len({a - b for a, b in pairs}) > 1:
        wanted = scipy.stats.ttest_rel(one, other).pvalue
        assert p_value(values(*one), values(*other)) == pytest.approx(wanted, abs=1e-9)


def rows(*each: Sequence[float]) -> list[tuple[int | None, bool | None]]:
    """Rank and noise of rows with these values."""
    made = [Row("net", "sgd", {}, values(*one)) for one in each]
    return [(row.rank, row.is_noise) for row in _placed(made)]


def test_a_rank_counts_the_significantly_better_rows() -> None:
    """Two rows without a significant difference share rank 1; the third is behind both."""
    found = rows([0.90, 0.91, 0.92, 0.91], [0.91, 0.90, 0.91, 0.90], [0.70, 0.72, 0.70, 0.71])
    assert found == [(1, None), (1, True), (3, False)]


def test_one_seed_is_not_ranked() -> None:
    """For any distance; a row without a complete run has no values."""
    assert rows([0.9], [0.1], []) == [(None, None), (None, None), (None, None)]


def test_a_lead_is_adjusted_for_the_number_of_comparisons() -> None:
    """The first pair alone has p = 0.03, but with three comparisons that occurs in 9 % of cases."""
    first, second = [0.90, 0.91, 0.92, 0.93], [0.89, 0.89, 0.915, 0.915]
    assert p_value(values(*first), values(*second)) == pytest.approx(0.0305, abs=1e-4)
    assert rows(first, second) == [(1, None), (2, False)]
    assert rows(first, second, [0.86, 0.94, 0.88, 0.92]) == [(1, None), (1, True), (1, True)]


def test_equal_leads_of_two_seeds_are_noise(tmp_path: Path) -> None:
    """A lead of one of 24 validation examples with both seeds has no deviation, but is noise."""
    found = swept(
        tmp_path,
        *(Combination("net", name, seed) for name in ("sgd", "adam") for seed in (42, 43)),
        **{
            f"run{number}": figures_of("accuracy", 0.5, right / 24, examples={"validation": 24})
            for number, right in enumerate((23, 22, 22, 21))
        },
    )
    assert [(row.rank, row.is_noise) for row in found] == [(1, None), (1, True)]


def swept(path: Path, *combinations: Combination, **records: Any) -> list[Row]:
    """The rows of a sweep; the records are those of run-1, run-2 …, by number."""
    for number, changes in enumerate(records.values(), start=1):
        write_run(path, f"20261122T10000{number}Z-aaa{number}", combination=number, **changes)
    return ranked(Sweep(path, combinations)).rows


def figures_of(metric: str, loss: float, value: float, **others: Any) -> dict[str, Any]:
    """The record of a complete run."""
    return {"metrics": {"validation": {"loss": loss, metric: value}}} | others


def test_a_sweep_is_ranked_by_its_complete_runs(tmp_path: Path) -> None:
    """Each combination has a row with means over its seeds; rows without values are last."""
    found = swept(
        tmp_path,
        Combination("net", "sgd", 42, {"units": 5}),
        Combination("net", "sgd", 43, {"units": 5}),
        Combination("net", "sgd", 42, {"units": 6}),
        Combination("net", "sgd", 43, {"units": 6}),
        Combination("net", "adam", 42, {"units": 5}),
        one=figures_of("accuracy", 0.5, 0.75, epoch_seconds=[1.0, 2.0]),
        two=figures_of("accuracy", 0.25, 0.5, epoch_seconds=[2.0, 3.0]),
        three=figures_of("accuracy", 0.75, 0.875, status="interrupted"),
        four=figures_of("accuracy", 0.125, 0.875, epoch_seconds=[4.0, 4.0]),
    )
    assert found == [
        Row(
            "net",
            "sgd",
            {"units": 6},
            {43: 0.875},
            0.125,
            803,
            8.0,
            combinations=[3, 4],
            best_val_loss=0.3651,
        ),
        Row(
            "net",
            "sgd",
            {"units": 5},
            {42: 0.75, 43: 0.5},
            0.375,
            803,
            4.0,
            rank=1,
            behind=0.25,
            is_noise=True,
            combinations=[1, 2],
            best_val_loss=0.3651,
        ),
        Row("net", "adam", {"units": 5}, {}, combinations=[5]),
    ]


def test_the_smallest_error_is_ranked_first(tmp_path: Path) -> None:
    """A regression has no accuracy; a combination without a value is last."""
    combinations = [Combination(name, "sgd", 42) for name in ("worse", "ahead", "missing")]
    found = swept(
        tmp_path,
        *combinations,
        one=figures_of("mean_absolute_error", 9.0, 3.0),
        two=figures_of("mean_absolute_error", 4.0, 2.0),
    )
    assert [(row.model, row.mean, row.behind) for row in found] == [
        ("ahead", 2.0, None),
        ("worse", 3.0, 1.0),
        ("missing", None, None),
    ]


def test_a_sweep_is_ranked_by_what_its_runs_monitor(tmp_path: Path) -> None:
    """In the direction that the records have."""
    combinations = [Combination(name, "sgd", 42) for name in ("worse", "ahead")]
    monitor = {"metric": "val_own", "direction": "max"}
    found = swept(
        tmp_path,
        *combinations,
        one={"metrics": {"validation": {"loss": 0.1, "accuracy": 0.9, "own": 1.0}}, "monitor": monitor},
        two={"metrics": {"validation": {"loss": 0.2, "accuracy": 0.8, "own": 2.0}}, "monitor": monitor},
    )
    assert [(row.model, row.values) for row in found] == [("ahead", {42: 2.0}), ("worse", {42: 1.0})]

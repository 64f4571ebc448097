"""Filter and sort runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoo.runs.listing import STATUSES
from zoo.runs.selection import select, sort_by
from zoo.runs.summary import Summary


def run(number: int, status: str, model: str, val_loss: float | None, val_accuracy: float | None) -> Summary:
    """A run that began this many minutes after the first; metrics that are None are missing."""
    if status == "unreadable":
        return Summary(Path(), str(number), status, "run.json is empty")
    figures = {"val_loss": val_loss, "val_accuracy": val_accuracy}
    return Summary(
        Path(),
        str(number),
        status,
        "",
        model=model,
        optimizer="sgd",
        dataset="iris",
        epochs=2,
        complete_epochs=1,
        kept={name: value for name, value in figures.items() if value is not None},
    )


RUNS = [
    run(4, "failed", "relu-flatten", 0.4, 0.8),
    run(3, "unreadable", "", None, None),
    run(2, "completed", "Mine", 0.5, None),
    run(1, "completed", "relu-dropout", 0.3, 0.7),
]


@pytest.mark.parametrize(
    ("statuses", "patterns", "ids"),
    [
        ([], {}, "4321"),
        (["failed", "unreadable"], {}, "43"),
        ([], {"model": ["relu-*"]}, "41"),
        ([], {"model": ["RELU-?r*", "mine"]}, "21"),
        (["completed"], {"model": ["relu-*"], "optimizer": ["sgd"]}, "1"),
        ([], {"dataset": ["*"], "optimizer": []}, "421"),
        ([], {"dataset": ["digits"]}, ""),
    ],
)
def test_runs_are_filtered_by_status_and_names(
    statuses: list[str], patterns: dict[str, list[str]], ids: str
) -> None:
    """One of several patterns for a name must match; an unreadable run has no names."""
    assert "".join(each.id for each in select(RUNS, statuses, patterns)) == ids


@pytest.mark.parametrize(
    ("key", "ids"),
    [
        ("began", "4321"),
        ("val_loss", "1423"),
        ("val_accuracy", "4132"),
        ("val_mean_absolute_error", "4321"),
        ("epochs", "4213"),
        ("model", "2143"),
        ("dataset", "4213"),
    ],
)
def test_the_best_is_first_and_runs_without_a_value_are_last(key: str, ids: str) -> None:
    """The lowest loss, the highest accuracy; of equal runs the newest."""
    assert "".join(each.id for each in sort_by(RUNS, key)) == ids


@given(
    st.lists(
        st.builds(
            run,
            st.integers(0, 9),
            st.sampled_from(STATUSES),
            st.sampled_from(["a", "b"]),
            st.none() | st.floats(0, 9),
            st.none() | st.floats(0, 1),
        ),
        unique_by=lambda each: each.id,
    ),
    st.sampled_from(["began", "val_loss", "val_accuracy", "epochs", "model"]),
)
def test_sorting_is_a_stable_permutation(runs: list[Summary], key: str) -> None:
    """Sorting again changes nothing."""
    once = sort_by(runs, key)
    assert sorted(each.id for each in once) == sorted(each.id for each in runs)
    assert sort_by(once, key) == once

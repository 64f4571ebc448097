"""scikit-learn's simple models on a dataset, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.tables.grid import Column, Grid
from zoo.tables.words import count, duration, literal, metric, value

if TYPE_CHECKING:
    from zoo.comparison.baselines import Baseline, Baselines


def baselines(found: Baselines) -> Grid:
    """Each with its metric's mean and deviation."""
    return Grid(
        [
            Column("Baseline"),
            Column("Settings", drop=1),
            Column(found.metric, right=True),
            Column("Time", right=True, drop=2),
        ],
        [
            [literal(each.estimator), settings(each), figure(each), duration(each.seconds)]
            for each in found.baselines
        ],
    ).without_empty()


def settings(baseline: Baseline) -> str:
    """As in "loss=log_loss max_iter=5"."""
    return literal(" ".join(f"{name}={value(each)}" for name, each in baseline.settings.items()))


def figure(baseline: Baseline) -> str:
    """As in "0.8196 ± 0.0061"."""
    return f"{metric(baseline.mean)} ± {metric(baseline.deviation)}"


def explanation(found: Baselines) -> str:
    """What the figures are of."""
    data = f"{count(found.examples)} {literal(found.noun)} of {literal(found.dataset)}"
    return (
        f"Mean ± standard deviation over {found.folds} folds of the {data} that are not for testing; "
        f"scikit-learn {literal(found.version)}."
    )

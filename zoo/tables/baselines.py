"""The baselines of a dataset as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import count, decimals, duration, literal, metric, value

if TYPE_CHECKING:
    from zoo.comparison.baselines import Baseline, Baselines


def baselines(found: Baselines) -> Grid:
    """Each baseline with the mean and the standard deviation of its metric."""
    places = decimals(each.mean for each in found.baselines)
    return Grid(
        [
            GridColumn("Baseline"),
            GridColumn("Settings", drop=1),
            GridColumn(found.metric, right=True),
            GridColumn("Time", right=True, drop=2),
        ],
        [
            [literal(each.estimator), settings(each), figure(each, places), duration(each.seconds)]
            for each in found.baselines
        ],
    ).without_empty()


def settings(baseline: Baseline) -> str:
    """The settings of a baseline: "loss=log_loss max_iter=5"."""
    return literal(" ".join(f"{name}={value(each)}" for name, each in baseline.settings.items()))


def figure(baseline: Baseline, places: int | None = None) -> str:
    """Mean and standard deviation: "0.8196 ± 0.0061"; `places` is the number of decimals."""
    return f"{metric(baseline.mean, places)} ± {metric(baseline.deviation, places)}"


def explanation(found: Baselines) -> str:
    """How the figures were computed."""
    data = (
        f"{count(found.examples)} training and validation {literal(found.noun)} of {literal(found.dataset)}"
    )
    return (
        f"Mean ± standard deviation over {found.folds} folds of the {data}; "
        f"scikit-learn {literal(found.version)}."
    )

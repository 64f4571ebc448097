"""Ranks combinations over their seeds, and tests which leads are significant."""

from __future__ import annotations

import itertools
from dataclasses import asdict, dataclass, field, replace
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any

from zoo.comparison.baselines import baselines_beside
from zoo.comparison.significance_tests import LEVEL, holm, paired, welch
from zoo.runs import figures
from zoo.runs.combination import over_seeds
from zoo.schema.display import html_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zoo.comparison.baselines import Baselines
    from zoo.runs.listing import ListedRun
    from zoo.runs.sweep import Sweep


ACCURACIES = ("accuracy", "binary_accuracy", "subset_accuracy")
"""Shares of what is counted."""


@dataclass(frozen=True)
class Row:
    """A combination over its seeds; `values` has the metric of each completed seed.

    `rank` is 1 + the number of significantly better rows, None with a single seed; `behind` is the distance
    of its mean from the first row's, and `is_noise` whether that is not significant. `seconds` is the time
    of the epochs. Values and `val_loss` are those of the kept epochs; `best_val_loss` is the mean over the
    best epochs, None if all of them are kept.
    """

    model: str
    optimizer: str
    settings: dict[str, Any]
    values: dict[int, float]
    val_loss: float | None = None
    parameters: int | None = None
    seconds: float | None = None
    rank: int | None = None
    behind: float | None = None
    is_noise: bool | None = None
    combinations: list[int] = field(default_factory=list)
    best_val_loss: float | None = None

    @property
    def mean(self) -> float | None:
        """The mean over the seeds."""
        return fmean(self.values.values()) if self.values else None

    @property
    def deviation(self) -> float | None:
        """The standard deviation over two or more seeds."""
        return stdev(self.values.values()) if len(self.values) > 1 else None


@dataclass(frozen=True)
class Ranking:
    """The rows, best first; `metric` is the validation metric by which they are ranked.

    `baselines` are the simple models on the same data, if they were fitted; `remark` says why they can't be
    read.
    """

    metric: str
    rows: list[Row]
    baselines: Baselines | None = None
    remark: str = ""

    def __repr__(self) -> str:
        """As in <Ranking by val_accuracy: 6 rows, first relu-dropout with adam>."""
        first = f", first {self.rows[0].model} with {self.rows[0].optimizer}" if self.rows else ""
        return f"<Ranking by {self.metric}: {len(self.rows)} rows{first}>"

    def _repr_html_(self) -> str:
        return html_of(self)

    def to_json(self) -> list[dict[str, Any]]:
        """The rows as plain data."""
        return [
            asdict(row)
            | {"values": [{"seed": seed, "value": each} for seed, each in row.values.items()]}
            | {"mean": row.mean, "deviation": row.deviation}
            for row in self.rows
        ]


def ranked(sweep: Sweep) -> Ranking:
    """Rank the combinations of a sweep by their completed runs; those without any come last."""
    runs = sweep.runs()
    complete = {number: run for number, run in runs.items() if run.status == "completed"}
    ended = complete.values()
    ranked_by = figures.ranked_by(map(_measured, ended), (run.record.get("monitor") for run in ended))
    metric = ranked_by.metric.removeprefix(figures.VAL)
    rows = [_row(sweep, numbers, complete, metric) for numbers in over_seeds(sweep.combinations)]
    rows.sort(key=lambda row: (row.mean is None, (row.mean or 0.0) * ranked_by.sign))
    resolution = _resolution([run.record for run in complete.values()], metric)
    return Ranking(ranked_by.metric, _placed(rows, resolution), *_baselines(runs.values()))


def _measured(run: ListedRun) -> list[str]:
    return [f"{figures.VAL}{name}" for name in run.record["metrics"]["validation"]]


def _baselines(runs: Iterable[ListedRun]) -> tuple[Baselines | None, str]:
    """The baselines saved next to a sweep, or why they can't be read."""
    run = next((each for each in runs if each.record), None)
    if run is None:
        return None, ""
    return baselines_beside(run.path, run.record)


def _resolution(records: Sequence[Mapping[str, Any]], metric: str) -> float:
    """The smallest difference of two values: for accuracies, one validation example, or one of its labels."""
    if metric not in ACCURACIES:
        return 0.0
    labels = [record["task"].get("outputs", 1) if metric == "binary_accuracy" else 1 for record in records]
    examples = [record.get("examples", {}).get("validation", 0) for record in records]
    counted = [many * each for many, each in zip(examples, labels, strict=True)]
    return 1 / min(counted) if counted and all(counted) else 0.0


def _row(sweep: Sweep, numbers: list[int], complete: Mapping[int, ListedRun], metric: str) -> Row:
    first = sweep.combinations[numbers[0] - 1]
    runs = [complete[number] for number in numbers if number in complete]
    done = {number: complete[number].record for number in numbers if number in complete}
    best = [run.best_metric("val_loss") for run in runs]
    losses = [
        run.kept_metric("val_loss") if loss is None else loss for run, loss in zip(runs, best, strict=True)
    ]
    validation = [record["metrics"]["validation"] for record in done.values()]
    return Row(
        first.model,
        first.optimizer,
        first.settings,
        {
            sweep.combinations[number - 1].seed: row["metrics"]["validation"][metric]
            for number, row in done.items()
        },
        val_loss=fmean(each["loss"] for each in validation) if done else None,
        parameters=next((record["parameters"] for record in done.values()), None),
        seconds=fmean(sum(record["epoch_seconds"]) for record in done.values()) if done else None,
        combinations=numbers,
        best_val_loss=(
            fmean(loss for loss in losses if loss is not None)
            if any(loss is not None for loss in best)
            else None
        ),
    )


def _placed(rows: Sequence[Row], resolution: float = 0.0) -> list[Row]:
    """The sorted rows with their ranks: each pair is tested, with Holm's correction."""
    pairs = [
        pair
        for pair in itertools.combinations(range(len(rows)), 2)
        if _are_testable(*(rows[at] for at in pair))
    ]
    probabilities = holm([p_value(rows[one].values, rows[other].values, resolution) for one, other in pairs])
    beyond = {pair for pair, p in zip(pairs, probabilities, strict=True) if p < LEVEL}
    placed = []
    for at, row in enumerate(rows):
        ranked = row.deviation is not None
        ahead = sum((other, at) in beyond for other in range(at))
        first = rows[0].mean
        behind = None if at == 0 or row.mean is None or first is None else abs(row.mean - first)
        placed.append(
            replace(
                row,
                rank=1 + ahead if ranked else None,
                behind=behind,
                is_noise=None if behind is None or not ranked else (0, at) not in beyond,
            )
        )
    return placed


def _are_testable(one: Row, other: Row) -> bool:
    return one.deviation is not None and other.deviation is not None


def p_value(one: Mapping[int, float], other: Mapping[int, float], resolution: float = 0.0) -> float:
    """The p-value of the difference of two combinations, from two or more values by seed each.

    With equal seeds, the examples are in the same order and the values are paired; otherwise it is Welch's
    t-test (Biometrika 34, 1947). The standard deviation is at least the `resolution` of the values.
    """
    if one.keys() == other.keys():
        return paired([*one.values()], [other[seed] for seed in one], resolution)
    return welch([*one.values()], [*other.values()], resolution)

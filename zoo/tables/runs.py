"""Runs as a table."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from zoo.plan.phrase import phrase
from zoo.runs.figures import monitor_of
from zoo.runs.ids import moment, short_ids
from zoo.runs.labels import labels
from zoo.runs.listed_sweep import ListedSweep
from zoo.tables.grid import Grid, GridColumn, Styled
from zoo.tables.sparkline import sparkline
from zoo.tables.words import NONE, count, literal, metric

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from zoo.runs import RunRecord
    from zoo.runs.summary import Summary

STYLES = {"running": "", "completed": "green", "interrupted": "yellow", "failed": "red", "unreadable": "red"}
SHOWN_ALWAYS = ("val_loss", "val_accuracy")
"""The metrics that have a column in each list of runs."""
SHOWN = 3
"""Up to this many failed runs are listed in one sentence; more get one row each."""


def runs(rows: Sequence[Summary | ListedSweep], ids: Collection[str], now: datetime) -> Grid:
    """Each run with the metrics of its kept epoch, each sweep with those of its best run.

    `ids` are all ids of the folder, for short ids. The settings are those that differ from the defaults, or
    between the runs of a sweep. If the best epoch of some run is not kept, its `val_loss` is shown too.
    """
    short = short_ids(ids)
    others = _monitored(rows)
    return Grid(
        [
            GridColumn("Run", style="cyan"),
            GridColumn("Sweep", style="cyan"),
            GridColumn("Name", wrap=True),
            GridColumn("Status"),
            GridColumn("Model"),
            GridColumn("Optimizer"),
            GridColumn("Dataset", drop=3),
            GridColumn("Settings", drop=1, wrap=True),
            GridColumn("Tags", drop=2, wrap=True),
            GridColumn("Runs", right=True),
            GridColumn("Epochs", right=True, drop=4),
            GridColumn("val_loss", right=True, drop=6),
            GridColumn("val_accuracy", right=True),
            *(GridColumn(literal(name), right=True) for name in others),
            GridColumn("best val_loss", right=True, drop=5),
            GridColumn("Began", right=True, drop=7),
        ],
        [
            [
                short[row.id],
                *(_of_sweep(row, others) if isinstance(row, ListedSweep) else _of_run(row, others)),
                moment(row.began, now),
            ]
            for row in rows
        ],
    ).without_empty()


def _monitored(rows: Sequence[Summary | ListedSweep]) -> list[str]:
    """The metrics that runs monitor, besides those that have a column anyway."""
    runs = [row.best if isinstance(row, ListedSweep) else row for row in rows]
    names = [monitor_of(run.monitor).metric for run in runs if run is not None]
    return [name for name in dict.fromkeys(names) if name not in SHOWN_ALWAYS]


def _of_run(run: Summary, others: Sequence[str]) -> list[str]:
    return [
        run.sweep,
        literal(run.name),
        Styled(run.status, STYLES[run.status]),
        *(literal(name) or NONE for name in (run.model, run.optimizer, run.dataset)),
        literal(", ".join(starmap(phrase, (run.changes or {}).items()))),
        literal(", ".join(run.tags)),
        "",
        f"{count(run.complete_epochs)}/{count(run.epochs)}" if run.is_readable else NONE,
        *_figures(run, others),
    ]


def _of_sweep(sweep: ListedSweep, others: Sequence[str]) -> list[str]:
    seeds = [f"{count(sweep.seeds)} seeds"] if sweep.seeds > 1 else []
    return [
        "",
        literal(sweep.name),
        Styled(sweep.status, STYLES[sweep.status]),
        *(_one_or_many(sweep.words(kind), kind) for kind in ("model", "optimizer", "dataset")),
        literal(", ".join([*sweep.varied, *seeds])),
        literal(", ".join(sweep.words("tag"))),
        f"{count(len(sweep.complete))}/{count(sweep.total)}" if sweep.sweep else NONE,
        "",
        *(_figures(sweep.best, others) if sweep.best else (NONE, NONE, *([""] * len(others)), "")),
    ]


def _one_or_many(words: Sequence[str], kind: str) -> str:
    """The only model, or the number of models."""
    return f"{count(len(words))} {kind}s" if len(words) > 1 else literal(words[0]) if words else NONE


def _figures(run: Summary, others: Sequence[str]) -> list[str]:
    kept = [metric(run.kept_metric(name)) for name in SHOWN_ALWAYS]
    monitored = [run.kept_metric(name) for name in others]
    return [
        *kept,
        *("" if value is None else metric(value) for value in monitored),
        "" if run.best_val_loss is None else metric(run.best_val_loss),
    ]


def curves(records: Sequence[RunRecord]) -> Grid:
    """Each validation metric: its value for the kept model, and all epochs as a sparkline."""
    metrics = [name for name in records[0].history if name.startswith("val_")]
    line = GridColumn("by epoch", drop=2, block="by epoch")
    names = (GridColumn(literal(name), right=True) for name in metrics)
    return Grid(
        [
            *(GridColumn("Run", style="cyan"), GridColumn("Label", wrap=True)),
            *(GridColumn("Model", drop=3), GridColumn("Optimizer", drop=4)),
            GridColumn("Epochs", right=True, drop=1),
            *(each for name in names for each in (name, line)),
        ],
        [
            [
                record.id[-4:],
                literal(label),
                literal(record.model),
                literal(record.optimizer),
                f"{count(record.complete_epochs)}/{count(record.epochs)}",
                *(cell for name in metrics for cell in _cells(record, name)),
            ]
            for record, label in zip(records, _labels(records), strict=True)
        ],
    ).without_empty()


def _labels(records: Sequence[RunRecord]) -> list[str]:
    """What differs between several runs; the name of a single run."""
    return labels(records) if len(records) > 1 else [each.name for each in records]


def _cells(record: RunRecord, name: str) -> tuple[str, str]:
    return metric(record.kept_metric(name)), sparkline(record.history[name])


def remarks(rows: Sequence[Summary | ListedSweep], ids: Collection[str]) -> tuple[str, list[tuple[str, str]]]:
    """Why runs failed or can't be read: a sentence, and rows below it if they are many."""
    short = short_ids(ids)
    reasons = [(short[row.id], _reason(row)) for row in rows if row.error]
    if len(reasons) > SHOWN:
        return f"{len(reasons):,} runs failed or can't be read", reasons
    return "; ".join(
        f"{name} {why}" if why.startswith("failed") else f"{name}: {why}" for name, why in reasons
    ), []


def _reason(row: Summary | ListedSweep) -> str:
    is_failed = row.status == "failed" and not isinstance(row, ListedSweep)
    return f"failed: {row.error}" if is_failed else row.error

"""Runs as a table."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from zoo.plan.phrase import phrase
from zoo.runs.ids import moment, short_ids
from zoo.runs.labels import labels
from zoo.tables.grid import Grid, GridColumn, Styled
from zoo.tables.sparkline import sparkline
from zoo.tables.words import NONE, count, literal, metric

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from zoo.runs import RunRecord
    from zoo.runs.summary import Summary

STYLES = {"running": "", "completed": "green", "interrupted": "yellow", "failed": "red", "unreadable": "red"}
SHOWN = 3
"""Up to this many failed runs are listed in one sentence; more get one row each."""


def runs(rows: Sequence[Summary], ids: Collection[str], now: datetime) -> Grid:
    """Each run with the metrics of its kept epoch; `ids` are all ids of the folder, for short ids.

    The settings are those that differ from the defaults. If the best epoch of some run is not kept, its
    `val_loss` is shown too.
    """
    short = short_ids(ids)
    best = ["" if (value := row.best_val_loss) is None else metric(value) for row in rows]
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
            GridColumn("Epochs", right=True, drop=4),
            GridColumn("val_loss", right=True, drop=6),
            GridColumn("val_accuracy", right=True),
            GridColumn("best val_loss", right=True, drop=5),
            GridColumn("Began", right=True, drop=7),
        ],
        [
            [
                short[row.id],
                row.sweep,
                literal(row.name),
                Styled(row.status, STYLES[row.status]),
                *(literal(name) or NONE for name in (row.model, row.optimizer, row.dataset)),
                literal(", ".join(starmap(phrase, (row.changes or {}).items()))),
                literal(", ".join(row.tags)),
                f"{count(row.complete_epochs)}/{count(row.epochs)}" if row.is_readable else NONE,
                metric(row.kept_metric("val_loss")),
                metric(row.kept_metric("val_accuracy")),
                best_loss,
                moment(row.began, now),
            ]
            for row, best_loss in zip(rows, best, strict=True)
        ],
    ).without_empty()


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


def remarks(rows: Sequence[Summary], ids: Collection[str]) -> tuple[str, list[tuple[str, str]]]:
    """Why runs failed or can't be read: a sentence, and rows below it if they are many."""
    short = short_ids(ids)
    reasons = [
        (short[row.id], f"failed: {row.error}" if row.status == "failed" else row.error)
        for row in rows
        if row.error
    ]
    if len(reasons) > SHOWN:
        return f"{len(reasons):,} runs failed or can't be read", reasons
    return "; ".join(
        f"{name} {why}" if why.startswith("failed") else f"{name}: {why}" for name, why in reasons
    ), []

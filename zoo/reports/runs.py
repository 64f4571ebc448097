"""All runs in one table, which a page's program makes sortable and filterable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.reports.html import element, joined, table
from zoo.reports.sortable import Column, Figure, measured, setting, sortable
from zoo.tables import baselines as tables
from zoo.tables.words import NONE, count, duration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zoo.comparison.baselines import Baselines
    from zoo.reports.html import Markup
    from zoo.runs import RunRecord

    Columns = list[Column[RunRecord]]

LABEL = "Runs"
VALIDATION = "val_"


def runs_table(records: Sequence[RunRecord], columns: Columns) -> Markup:
    """A row for each run, with the kept epoch's figures, and a field that leaves rows out."""
    caption = f"{LABEL}, with the figures of the kept epoch"
    return joined([_filter(len(records)), sortable(LABEL, caption, columns, records, class_="runs")])


def of_runs(records: Sequence[RunRecord]) -> Columns:
    """What is said of each of several runs; its name leads to its part of the page."""
    names = (name for each in records for name in each.metrics.get("test", {}))
    tested = [name for name in dict.fromkeys(names) if name != "loss"]
    return [
        Column("Run", lambda record: element("a", record.id[-4:], href=f"#{record.id}")),
        *(Column(name.capitalize(), _text(name)) for name in ("status", "model", "optimizer", "dataset")),
        Column("Backend", _text("backend")),
        *_trained(records),
        *(Column(f"test {name}", _tested(name)) for name in tested),
        *_cost(),
    ]


def of_sweep(
    records: Sequence[RunRecord], paths: Sequence[str], settings: Callable[[RunRecord], Mapping[str, Any]]
) -> Columns:
    """What is said of each run of a sweep; `settings` has what it has otherwise than others, at `paths`.

    Nothing is said of the test split: who chooses by it has none any more.
    """
    return [
        Column("Run", lambda record: record.id[-4:]),
        *(Column(name.capitalize(), _text(name)) for name in ("status", "model", "optimizer")),
        *(Column(path, _set(path, settings)) for path in paths),
        *_trained(records),
        *_cost(),
    ]


def simple_models(found: Baselines) -> Markup:
    """What scikit-learn's reach on the same data."""
    label = f"scikit-learn's simple models on {found.dataset}"
    return joined([table(tables.baselines(found), label), element("p", tables.explanation(found))])


def _trained(records: Sequence[RunRecord]) -> Columns:
    metrics = dict.fromkeys(name for each in records for name in each.history if VALIDATION in name)
    return [
        Column("Seed", lambda record: Figure(str(record.seed), record.seed)),
        Column(
            "Epochs",
            lambda record: Figure(
                f"{count(record.complete_epochs)}/{count(record.epochs)}", record.complete_epochs
            ),
        ),
        *(Column(name, _kept(name)) for name in metrics),
    ]


def _cost() -> Columns:
    return [
        Column("Parameters", lambda record: Figure(count(record.parameters), record.parameters)),
        Column("Whole time", lambda record: Figure(duration(record.seconds), record.seconds)),
        Column(
            "Began",
            lambda record: Figure(record.began[:16].replace("T", " ") or NONE, record.began or None),
        ),
    ]


def _text(name: str) -> Callable[[RunRecord], str]:
    return lambda record: str(getattr(record, name))


def _set(path: str, settings: Callable[[RunRecord], Mapping[str, Any]]) -> Callable[[RunRecord], Figure]:
    return lambda record: setting(settings(record).get(path))


def _tested(name: str) -> Callable[[RunRecord], Figure]:
    return lambda record: measured(record.metrics.get("test", {}).get(name))


def _kept(name: str) -> Callable[[RunRecord], Figure]:
    def of(record: RunRecord) -> Figure:
        values, epoch = record.history.get(name), record.kept_epoch
        return measured(values[epoch - 1] if values and epoch else None)

    return of


def _filter(many: int) -> Markup:
    """Hidden as long as no program can filter; there is nothing to choose from one run."""
    field = element("input", type="search", autocomplete="off", spellcheck="false")
    label = element("label", "Show runs with ", field)
    return (
        element("p", label, " ", element("span", role="status"), class_="filter", hidden=True)
        if many > 1
        else joined([])
    )

"""All runs in one table, which a page's program makes sortable and filterable."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zoo.report.html import element, joined, region
from zoo.tables.words import NONE, count, duration, metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.report.html import Markup
    from zoo.run import RunRecord

LABEL = "Runs"
VALIDATION = "val_"


class Cell(NamedTuple):
    """What is shown, and what it is sorted by where that is a number; None is last."""

    shown: str
    key: float | str | None


def runs_table(records: Sequence[RunRecord]) -> Markup:
    """A row for each run, with the kept epoch's figures; its name leads to its part of the page."""
    metrics = list(dict.fromkeys(name for each in records for name in each.history if VALIDATION in name))
    tested = list(
        dict.fromkeys(name for each in records for name in each.metrics.get("test", {}) if name != "loss")
    )
    titles = [
        *("Run", "Status", "Model", "Optimizer", "Dataset", "Backend", "Seed", "Epochs"),
        *metrics,
        *(f"test {name}" for name in tested),
        *("Parameters", "Time", "Began"),
    ]
    head = element("tr", *(element("th", title, scope="col") for title in titles))
    rows = [element("tr", *_row(each, metrics, tested)) for each in records]
    body = element(
        "table",
        element("caption", f"{LABEL}, with the figures of the kept epoch"),
        element("thead", head),
        element("tbody", *rows),
        class_="runs",
    )
    return joined([_filter(len(records)), region(LABEL, body)])


def _filter(many: int) -> Markup:
    """Hidden as long as no program can filter; there is nothing to choose from one run."""
    field = element("input", type="search", autocomplete="off", spellcheck="false")
    label = element("label", "Show runs with ", field)
    return (
        element("p", label, " ", element("span", role="status"), class_="filter", hidden=True)
        if many > 1
        else joined([])
    )


def _row(record: RunRecord, metrics: Sequence[str], tested: Sequence[str]) -> list[Markup]:
    words = (record.status, record.model, record.optimizer, record.dataset, record.backend)
    figures = [
        Cell(str(record.seed), record.seed),
        Cell(f"{count(record.complete_epochs)}/{count(record.epochs)}", record.complete_epochs),
        *(_figure(_kept(record, name)) for name in metrics),
        *(_figure(record.metrics.get("test", {}).get(name)) for name in tested),
        Cell(count(record.parameters), record.parameters),
        Cell(duration(record.seconds), record.seconds),
        Cell(record.began[:16].replace("T", " ") or NONE, record.began or None),
    ]
    name = element("a", record.id[-4:], href=f"#{record.id}")
    return [
        element("th", name, scope="row"),
        *(element("td", word) for word in words),
        *(
            element("td", each.shown, class_="figure", data_key="" if each.key is None else each.key)
            for each in figures
        ),
    ]


def _figure(value: float | None) -> Cell:
    return Cell(metric(value), value)


def _kept(record: RunRecord, name: str) -> float | None:
    values, epoch = record.history.get(name), record.kept_epoch
    return values[epoch - 1] if values and epoch else None

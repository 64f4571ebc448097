"""All runs in one table, which the page's script makes sortable and filterable."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING, Any

from zoo.plan.phrase import phrase
from zoo.reports.html import element, joined, table
from zoo.reports.sortable import Cell, SortableColumn, measured, setting, sortable
from zoo.tables import baselines as tables
from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import NONE, count, duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from zoo.comparison.baselines import Baselines
    from zoo.reports.html import Markup
    from zoo.runs import RunRecord

    Columns = list[SortableColumn[RunRecord]]

LABEL = "Runs"
VALIDATION = "val_"


def runs_table(records: Sequence[RunRecord], columns: Columns) -> Markup:
    """A row for each run, with the metrics of the kept model, and a field that filters rows.

    What all runs share is not a column but a sentence, and a single run is shown as rows: so a table has the
    width of what differs.
    """
    if len(records) == 1:
        rows = [[each.title, _shown(each.cell(records[0]))] for each in columns]
        known = Grid([GridColumn("Property"), GridColumn("Value")], [row for row in rows if row[1] != NONE])
        return table(known, "Run, with the metrics of the kept model")
    first, *rest = columns
    values = {each.title: {_shown(each.cell(record)) for record in records} for each in rest}
    shared = [f"{title} {value}" for title, found in values.items() if len(found) == 1 for value in found
              if value != NONE]  # fmt: skip
    said = element("p", f"All runs: {', '.join(shared)}.") if shared else joined([])
    caption = f"{LABEL}, with the metrics of the kept model"
    differing = [first, *(each for each in rest if len(values[each.title]) > 1)]
    return joined([said, _filter(len(records)), sortable(LABEL, caption, differing, records, class_="runs")])


def _shown(cell: Cell | str) -> str:
    """The text of a cell."""
    return cell.shown if isinstance(cell, Cell) else cell


def of_runs(records: Sequence[RunRecord]) -> Columns:
    """The columns for several runs; a run's name links to its part of the page."""
    names = (name for each in records for name in each.metrics.get("test", {}))
    tested = [name for name in dict.fromkeys(names) if name != "loss"]
    return [
        SortableColumn("Run", lambda record: _link(record) if len(records) > 1 else record.short),
        *(
            SortableColumn(name.capitalize(), _text(name))
            for name in ("status", "model", "optimizer", "dataset")
        ),
        SortableColumn("Name", lambda record: record.name or NONE),
        SortableColumn("Settings", _changed),
        SortableColumn("Backend", _text("backend")),
        *_trained(records),
        *(SortableColumn(f"test {name}", _tested(name)) for name in tested),
        *_cost(),
    ]


def _changed(record: RunRecord) -> str:
    """The settings that differ from the defaults, as `zoo runs` has them."""
    return ", ".join(starmap(phrase, record.changes.items())) or NONE


def _link(record: RunRecord) -> Markup:
    """A link to the run's part of the page."""
    return element("a", record.short, href=f"#{record.id}")


def of_sweep(
    records: Sequence[RunRecord], paths: Sequence[str], settings: Callable[[RunRecord], Mapping[str, Any]]
) -> Columns:
    """The columns for the runs of a sweep; `settings` has the values that differ between runs, at `paths`.

    There are no test metrics: choosing a model by them would make the test split useless.
    """
    return [
        SortableColumn("Run", lambda record: record.short),
        *(SortableColumn(name.capitalize(), _text(name)) for name in ("status", "model", "optimizer")),
        *(SortableColumn(path, _set(path, settings)) for path in paths),
        *_trained(records),
        *_cost(),
    ]


def simple_models(found: Baselines) -> Markup:
    """The baselines on the same data."""
    label = f"Baselines on {found.dataset}"
    return joined([table(tables.baselines(found), label), element("p", tables.explanation(found))])


def _trained(records: Sequence[RunRecord]) -> Columns:
    metrics = dict.fromkeys(name for each in records for name in each.history if VALIDATION in name)
    return [
        SortableColumn("Seed", lambda record: Cell(str(record.seed), record.seed)),
        SortableColumn(
            "Epochs",
            lambda record: Cell(
                f"{count(record.complete_epochs)}/{count(record.epochs)}", record.complete_epochs
            ),
        ),
        *(SortableColumn(name, _kept(name)) for name in metrics),
        *_best(records),
    ]


def _best(records: Sequence[RunRecord]) -> Iterator[SortableColumn[RunRecord]]:
    """The loss of the best epoch, where another is kept."""
    if any(record.best_metric("val_loss") is not None for record in records):
        yield SortableColumn("best val_loss", lambda record: measured(record.best_metric("val_loss")))


def _cost() -> Columns:
    return [
        SortableColumn("Parameters", lambda record: Cell(count(record.parameters), record.parameters)),
        SortableColumn("Total time", lambda record: Cell(duration(record.seconds), record.seconds)),
        SortableColumn(
            "Began",
            lambda record: Cell(record.began[:16].replace("T", " ") or NONE, record.began or None),
        ),
    ]


def _text(name: str) -> Callable[[RunRecord], str]:
    return lambda record: str(getattr(record, name))


def _set(path: str, settings: Callable[[RunRecord], Mapping[str, Any]]) -> Callable[[RunRecord], Cell]:
    return lambda record: setting(settings(record).get(path))


def _tested(name: str) -> Callable[[RunRecord], Cell]:
    return lambda record: measured(record.metrics.get("test", {}).get(name))


def _kept(name: str) -> Callable[[RunRecord], Cell]:
    return lambda record: measured(record.kept_metric(name))


def _filter(many: int) -> Markup:
    """The filter field, hidden without a script; none for one run."""
    field = element("input", type="search", autocomplete="off", spellcheck="false")
    label = element("label", "Show runs with ", field)
    return (
        element("p", label, " ", element("span", role="status"), class_="filter", hidden=True)
        if many > 1
        else joined([])
    )

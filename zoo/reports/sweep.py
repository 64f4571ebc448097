"""The report on a sweep: the ranking, the curves, the runs, and how to reproduce it."""

from __future__ import annotations

import contextlib
import shlex
from collections import Counter
from typing import TYPE_CHECKING

from zoo.drawing import curves, intervals
from zoo.drawing.intervals import Spread
from zoo.reports.document import document
from zoo.reports.html import Markup, element, folded, paragraphs, region, table
from zoo.reports.provenance import command_block, facts, origins
from zoo.reports.runs import of_sweep, runs_table, simple_models
from zoo.reports.sortable import Cell, SortableColumn, measured, setting, sortable
from zoo.runs.directory import PLAN
from zoo.system import regular
from zoo.tables import sweep as tables
from zoo.tables import training
from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import NONE, count, duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zoo.runs import RunRecord
    from zoo.runs.sweep import Sweep
    from zoo.sweeps.ranking import Ranking, Row
    from zoo.sweeps.result import SweepResult

DRAWN = 30
"""Number of rows of a ranking that fit into one picture."""
CURVES = 12
"""Number of lines in one picture, unless there are more models or optimizers: each has a line at least."""


def write_sweep(swept: SweepResult, remarks: Sequence[str] = ()) -> str:
    """The report on a sweep; `remarks` are sentences below its heading."""
    found, records = swept.ranking, swept.records
    paths = tables.paths_of([row.settings for row in found.rows])
    runs = runs_table(records, of_sweep(records, paths, swept.settings))
    parts = {
        "Ranking": [*_ranking(found, paths)],
        "Curves": [*_curves(swept)],
        "Runs": [runs, *_failures(swept)],
        "Provenance": [*_provenance(records)],
        "Reproduce": [*_again(swept)],
    }
    sections = [element("section", *_summary(swept), paragraphs(remarks), aria_label="Summary")]
    sections += [
        element("section", element("h2", title), *content, id=_address(title))
        for title, content in parts.items()
    ]
    links = [(f"#{_address(title)}", title) for title in parts]
    return document(f"{_title(swept.sweep)}: {_what(swept)}", sections, links)


def _address(title: str) -> str:
    return title.lower().replace(" ", "-")


def _title(sweep: Sweep) -> str:
    return f"Sweep {sweep.name} ({sweep.short_id})" if sweep.name else f"Sweep {sweep.short_id}"


def _what(swept: SweepResult) -> str:
    known = swept.sweep.combinations
    models, optimizers = (
        dict.fromkeys(getattr(each, kind) for each in known) for kind in ("model", "optimizer")
    )
    named = [
        next(iter(names)) if len(names) == 1 else f"{len(names):,} {kind}"
        for names, kind in ((models, "models"), (optimizers, "optimizers"))
    ]
    data = {each.dataset for each in swept.records}
    return " with ".join(named) + (f" on {data.pop()}" if len(data) == 1 else "")


def _summary(swept: SweepResult) -> Iterator[Markup]:
    known = swept.sweep.combinations
    statuses = Counter(each.status for each in swept.records)
    said = [f"{count(statuses['completed'])} of {count(len(known))} runs are complete"]
    said += [f"{count(many)} {status}" for status, many in statuses.items() if status != "completed"]
    ended = statuses["completed"] == len(known)
    goes_on = "." if ended else f"; zoo resume {swept.sweep.short_id} trains the rest."
    yield paragraphs(
        [
            f"{tables.extent(known)}.",
            f"{', '.join(said)}{goes_on}",
            *(training.beginning(swept.records[0])[1:] if swept.records else []),
            *(f"{each}; it is left out." for each in swept.unreadable),
        ]
    )


def _ranking(found: Ranking, paths: Sequence[str]) -> Iterator[Markup]:
    places = {id(row): place for place, row in enumerate(found.rows, start=1)}
    columns: list[SortableColumn[Row]] = [
        SortableColumn("Row", lambda row: Cell(count(places[id(row)]), places[id(row)])),
        SortableColumn("Rank", lambda row: Cell(NONE if row.rank is None else str(row.rank), row.rank)),
        SortableColumn("Model", lambda row: row.model),
        SortableColumn("Optimizer", lambda row: row.optimizer),
        *map(_set, paths),
        SortableColumn("Seeds", lambda row: Cell(count(len(row.values)), len(row.values))),
        SortableColumn(found.metric, lambda row: Cell(tables.spread(row), row.mean)),
        SortableColumn("Behind", lambda row: Cell(tables.behind(row), row.behind)),
        SortableColumn("val_loss", lambda row: measured(row.val_loss)),
        *_best(found),
        SortableColumn("Parameters", lambda row: Cell(count(row.parameters), row.parameters)),
        SortableColumn(
            "Time", lambda row: Cell(NONE if row.seconds is None else duration(row.seconds), row.seconds)
        ),
    ]
    yield paragraphs(tables.explained(found))
    yield sortable("Ranking", "Ranking, by the validation examples", columns, found.rows)
    rows = [row for row in found.rows if row.values]
    if rows:
        several = f"the first {DRAWN} of {count(len(rows))}" if len(rows) > DRAWN else "all"
        title = f"{found.metric} of {several}: ticks are seeds, dot and bar are mean and standard deviation"
        spreads = [
            Spread(f"{places[id(row)]}  {_name(row)}", [*row.values.values()], tables.behind(row))
            for row in rows[:DRAWN]
        ]
        yield region(
            f"{found.metric} of each row",
            Markup(intervals.draw(title, found.metric, spreads)),
            class_="picture",
        )
    if found.baselines is not None:
        yield simple_models(found.baselines)


def _best(found: Ranking) -> Iterator[SortableColumn[Row]]:
    """The loss of the best epochs, where others are kept."""
    if any(row.best_val_loss is not None for row in found.rows):
        yield SortableColumn("best val_loss", lambda row: measured(row.best_val_loss))


def _set(path: str) -> SortableColumn[Row]:
    return SortableColumn(path, lambda row: setting(row.settings.get(path)))


def _name(row: Row) -> str:
    """The name of a row: "relu-dropout with adam, hidden.units=50"."""
    changed = [f"{path}={value}" for path, value in row.settings.items()]
    return ", ".join([f"{row.model} with {row.optimizer}", *changed])


def _curves(swept: SweepResult) -> Iterator[Markup]:
    """The curves of rows, each the mean over its seeds."""
    rows = {place: row for place, row in enumerate(swept.ranking.rows, start=1) if swept.of_row(row)}
    if not rows:
        yield element("p", "No run is complete.")
        return
    drawn = []
    for place in drawn_rows(rows):
        row, records = rows[place], swept.of_row(rows[place])
        seeds = f"mean of {len(records):,} seeds" if len(records) > 1 else f"seed {records[0].seed}"
        runs = [curves.curves_of(each) for each in records]
        drawn.append(curves.mean_of(f"row {place}", f"{_name(row)}, {seeds}", runs))
    if len(drawn) < len(rows):
        yield element("p", f"{count(len(drawn))} of {count(len(rows))} rows: the first of each model and of "
                      "each optimizer, and those that follow in the ranking.")  # fmt: skip
    yield region(
        "Learning curves", Markup(curves.draw(drawn, "Learning curves", is_titled=False)), class_="picture"
    )


def drawn_rows(rows: Mapping[int, Row]) -> list[int]:
    """The places of the rows whose curves are drawn: first those of each model and each optimizer."""
    first: dict[tuple[str, str], int] = {}
    for place, row in rows.items():
        for part in (("model", row.model), ("optimizer", row.optimizer)):
            first.setdefault(part, place)
    chosen = dict.fromkeys([*first.values(), *rows])
    most = max(CURVES, len({*first.values()}))
    return sorted([*chosen][:most])


def _failures(swept: SweepResult) -> Iterator[Markup]:
    rows = [[each.id[-4:], str(swept.sweep.combinations[each.combination - 1]), each.error]
            for each in swept.records if each.status == "failed" and each.combination]  # fmt: skip
    if rows:
        yield table(
            Grid([GridColumn(title) for title in ("Run", "Combination", "Error")], rows), "Failed runs"
        )


def _provenance(records: Sequence[RunRecord]) -> Iterator[Markup]:
    if not records:
        yield element("p", "No run has started.")
        return
    yield table(origins(records), "Origins")
    alike: dict[tuple[tuple[str, str], ...], int] = Counter(
        tuple((each.fingerprint or each.versions).items()) for each in records
    )
    for fingerprint, many in alike.items():
        runs = f" of {count(many)} runs" if len(alike) > 1 else ""
        yield facts(f"Environment{runs}", dict(fingerprint))
    yield facts("Digests", {"dataset": ", ".join(dict.fromkeys(each.dataset_digest for each in records))})


def _again(swept: SweepResult) -> Iterator[Markup]:
    if swept.sweep.command:
        yield element("p", "Original command:")
        yield command_block(shlex.join(swept.sweep.command))
    number = swept.ranking.rows[0].combinations[0]
    path = swept.sweep.plan_path(number)
    yield element("p", "A single run, with the sweep's folder:")
    yield command_block(f"zoo train {path}")
    with contextlib.suppress(OSError, UnicodeDecodeError):
        plan = regular.read_text(path)
        title = f"Plan of {swept.sweep.combinations[number - 1]}"
        yield element("p", f"With only this page: save its plan as {PLAN}, then run")
        yield command_block(f"zoo train --plan {PLAN}")
        yield folded(title, region(title, element("pre", element("code", plan))))

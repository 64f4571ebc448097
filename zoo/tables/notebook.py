"""Records, comparisons and sweeps as HTML for a notebook: the tables of the command line."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from zoo.tables import baselines as baseline_tables
from zoo.tables import comparison, sweep, training

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from zoo.comparison import Comparison
    from zoo.comparison.baselines import Baselines
    from zoo.runs import RunRecord
    from zoo.sweeps.ranking import Ranking
    from zoo.sweeps.result import SweepResult
    from zoo.tables.grid import Grid, GridColumn


def html(value: Any) -> str:
    """A value as HTML; all text in it is escaped."""
    return f"<div>{''.join(_PARTS[type(value).__name__](value))}</div>"


def _record(record: RunRecord) -> Iterator[str]:
    yield _paragraph(training.heading(record))
    for grid, is_known in (
        (training.layers, bool(record.layers)),
        (training.epochs, bool(record.history)),
        (training.splits, bool(record.metrics)),
    ):
        if is_known:
            yield table(grid(record))
    yield _paragraph(training.ending(record))


def _comparison(found: Comparison) -> Iterator[str]:
    yield table(comparison.side_by_side(found, blocks=True))
    for said in comparison.verdicts(found):
        yield _paragraph(said.in_one)
    if found.baselines is not None:
        yield from _baselines(found.baselines)


def _ranking(found: Ranking) -> Iterator[str]:
    yield table(sweep.ranking(found))
    for line in sweep.explained(found):
        yield _paragraph(line)
    if found.baselines is not None:
        yield from _baselines(found.baselines)


def _sweep(found: SweepResult) -> Iterator[str]:
    yield _paragraph(f"{sweep.extent(found.sweep.combinations)}, in {found.path}")
    yield from _ranking(found.ranking)
    for number, reason in found.failed.items():
        yield _paragraph(f"{found.sweep.combinations[number - 1]} failed: {reason}")


def _baselines(found: Baselines) -> Iterator[str]:
    yield table(baseline_tables.baselines(found))
    yield _paragraph(baseline_tables.explanation(found))


_PARTS: dict[str, Any] = {
    "RunRecord": _record,
    "Comparison": _comparison,
    "Ranking": _ranking,
    "SweepResult": _sweep,
    "Baselines": _baselines,
}
"""By the name of a value's class, so that none of them need be imported."""


def table(grid: Grid) -> str:
    """A table; figures are aligned to the right."""
    head = _row([column.title for column in grid.columns], grid.columns, "th")
    rows = "".join(_row(row, grid.columns, "td") for row in grid.rows)
    total = f"<tfoot>{_row(grid.total, grid.columns, 'th')}</tfoot>" if grid.total else ""
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody>{total}</table>"


def _row(cells: Sequence[str | Text], columns: Sequence[GridColumn], tag: str) -> str:
    parts = (
        f'<{tag} style="text-align: {"right" if column.right else "left"}">{escape(str(cell))}</{tag}>'
        for cell, column in zip(cells, columns, strict=True)
    )
    return f"<tr>{''.join(parts)}</tr>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"

"""The measured results of a name: tables, curves, and the commands that measure them again."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from zoo.drawing.curves import Curves, draw
from zoo.errors import enumerated
from zoo.pages.blocks import Code, Heading, Paragraph, Picture, Table
from zoo.pages.measured import KINDS, SPLITS
from zoo.pages.stale import UNKNOWN, changed
from zoo.specs.metrics import direction
from zoo.tables.grid import Grid, GridColumn, Styled
from zoo.tables.words import NONE, count, metric

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zoo.pages.blocks import Block
    from zoo.pages.measured import Measured, Spread

DRAWN = 6
"""The most curves in one picture."""
AGAIN = "python benchmarks/catalogue.py --write"
"""What measures changed rows again."""


def results(kind: str, rows: Sequence[Measured], data: Mapping[str, str] = UNKNOWN) -> Iterator[Block]:
    """The results of a model, an optimizer or a dataset: by dataset, the best first.

    `data` has the digests of the datasets whose examples are known.
    """
    if not rows:
        return
    ordered = sorted(best_first(rows), key=lambda row: row.dataset)
    stale = {row.how: found for row in ordered if (found := changed(row, data))}
    yield Heading("Results")
    for name, group in groupby(sorted(ordered, key=lambda row: row.metric), key=lambda row: row.metric):
        yield Table(f"Results: {name}", _grid(kind, name, [*group], stale))
    if stale:
        yield Paragraph(f"What a stale figure was measured with has changed; {AGAIN} measures it again.")
    yield Paragraph(_how_measured(ordered))
    for dataset, group in groupby(ordered, key=lambda row: row.dataset):
        yield from _curves(kind, dataset, [*group])
    yield Heading("Measure again")
    yield Paragraph("Each command trains one row of the table, in its order, over all seeds.")
    yield Code(tuple(row.command for row in ordered))


def spread(found: Spread | None) -> str:
    """As in "0.8811 ± 0.0030"."""
    return NONE if found is None else f"{metric(found.mean)} ± {metric(found.deviation)}"


def best_first(rows: Iterable[Measured]) -> list[Measured]:
    """The rows by the mean of their main metric on the test split."""

    def order(row: Measured) -> float:
        found = row.spread(row.metric)
        assert found is not None
        return -found.mean if direction(row.metric) == "max" else found.mean

    return sorted(rows, key=order)


def _grid(kind: str, name: str, rows: Sequence[Measured], stale: dict[str, list[str]]) -> Grid:
    others = [each for each in KINDS if each != kind]
    states = [GridColumn("State", wrap=True)] if any(row.how in stale for row in rows) else []
    return Grid(
        [
            *(GridColumn(each.capitalize()) for each in others),
            GridColumn("Parameters", right=True, drop=3),
            GridColumn("Epochs", right=True, drop=2),
            *(GridColumn(f"{split.capitalize()} {name}", right=True) for split in SPLITS),
            *states,
        ],
        [
            [
                *(getattr(row, each) for each in others),
                count(row.parameters),
                count(row.train["epochs"]),
                *(spread(row.spread(name, split)) for split in SPLITS),
                *(_state(stale.get(row.how, ())) for _ in states),
            ]
            for row in rows
        ],
    )


def _state(parts: Sequence[str]) -> str:
    if not parts:
        return "current"
    return Styled(f"stale: {enumerated(parts)} changed", "yellow")


def _how_measured(rows: Sequence[Measured]) -> str:
    seeds = sorted({seed for row in rows for seed in row.seeds})
    versions = {f"Keras {row.versions['keras']} on TensorFlow {row.versions['tensorflow']}" for row in rows}
    return (
        f"Mean ± standard deviation over {len(seeds)} seeds, {seeds[0]} to {seeds[-1]}, "
        "of the weights after the last epoch. "
        f"{'; '.join(sorted(versions))}, one thread for each run."
    )


def _curves(kind: str, dataset: str, rows: Sequence[Measured]) -> Iterator[Block]:
    """One picture of the best rows on a dataset."""
    shown = rows[:DRAWN]
    title = f"Learning curves on {dataset}: mean of {shown[0].many} seeds"
    if len(rows) > DRAWN:
        title += f", the {DRAWN} best of {len(rows)}"
    yield Picture(
        title, f"curves-{dataset}", lambda: draw([_drawn(kind, shown, row) for row in shown], title)
    )


def _drawn(kind: str, rows: Sequence[Measured], row: Measured) -> Curves:
    """The curves of a row, named after what tells it from the others."""
    parts = [each for each in KINDS if len({getattr(other, each) for other in rows}) > 1]
    parts = parts or [each for each in KINDS if each not in (kind, "dataset")]
    name = " ".join(getattr(row, each) for each in parts)
    bands = {key: [(low, high) for low, high in values] for key, values in row.bands.items()}
    return Curves(name, f"{row.how}, {row.many} seeds", row.history, row.best_epoch, bands)

"""The learning curves of runs: training and validation loss and metric by epoch."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING

from zoo.drawing import panel, svg
from zoo.drawing.panel import HEIGHT, LEFT, RIGHT, WIDTH, Line, Panel
from zoo.drawing.strokes import STYLE, stroke
from zoo.runs.figures import DEFAULT, RATE
from zoo.runs.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from zoo.runs import RunRecord
    from zoo.specs.metrics import Monitor

GAP = 12
ROW = 20
"""Height of a line of text in pixels."""
ABOVE, BELOW = 44, 44
"""Pixels above a panel for its title and the best epoch, and below it for its axis."""
COLUMN = LEFT + WIDTH + RIGHT
ACROSS = 2 * COLUMN + 2 * GAP
VALIDATION = "val_"
SIDE_BY_SIDE = 2
"""The panels of one run in a row."""
RINGS = "A ring is around the best epoch of each run."
BAND = "A band is from the lowest to the highest of the seeds."


@dataclass(frozen=True)
class Curves:
    """A run's history, which maps each metric to its values by epoch, and the run's name.

    `name` labels the end of a line, where a long one is shortened. If the values are means over seeds,
    `bands` has the lowest and the highest value of each.
    """

    name: str
    title: str
    history: Mapping[str, Sequence[float]]
    best_epoch: int | None
    bands: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)
    monitor: Monitor = DEFAULT

    @property
    def metrics(self) -> list[str]:
        """The names of loss and metric, without the prefix of validation."""
        return list(dict.fromkeys(name.removeprefix(VALIDATION) for name in self.history))

    @property
    def epochs(self) -> int:
        """The number of epochs."""
        return max(map(len, self.history.values()), default=0)


def curves_of(record: RunRecord) -> Curves:
    """The curves of a run that is drawn alone."""
    title = f"{record.name}: {_title(record)}" if record.name else _title(record)
    return Curves(record.short, title, record.history, record.best_epoch, monitor=record.monitored)


def labelled(records: Sequence[RunRecord]) -> list[Curves]:
    """The curves of runs that are drawn together, labelled by what differs between them."""
    if len(records) == 1:
        return [curves_of(records[0])]
    return [
        Curves(
            label,
            f"{_title(each)}, {each.short}",
            each.history,
            each.best_epoch,
            monitor=each.monitored,
        )
        for label, each in zip(labels(records), records, strict=True)
    ]


def names_of(record: RunRecord) -> str:
    """As in "relu-dropout with adam on iris"."""
    return f"{record.model} with {record.optimizer} on {record.dataset}"


def _title(record: RunRecord) -> str:
    return f"{names_of(record)}, seed {record.seed}"


def mean_of(name: str, title: str, runs: Sequence[Curves]) -> Curves:
    """The means of several runs with the same metrics, up to the last epoch that all of them have."""
    by_epoch = {
        metric: [*zip(*(run.history[metric] for run in runs), strict=False)] for metric in runs[0].history
    }
    history = {metric: [*map(fmean, values)] for metric, values in by_epoch.items()}
    bands = {metric: [(min(each), max(each)) for each in values] for metric, values in by_epoch.items()}
    monitor = runs[0].monitor
    values = history.get(monitor.metric)
    best = values.index(monitor.best(values)) + 1 if values else None
    return Curves(name, title, history, best, bands if len(runs) > 1 else {}, monitor)


def draw(runs: Sequence[Curves], title: str = "", *, is_titled: bool = True) -> str:
    """A picture of the curves of one or more runs, each with at least one epoch.

    One run has a panel for its loss and one for its metric. Several runs share panels: each run has a colour,
    dashes and a marker, and training and validation are side by side, each on its own scale. `title` is used
    for several runs; it is left out of the picture itself if this is part of a page that has it.
    """
    rows = _one(runs[0]) if len(runs) == 1 else _several(runs)
    if len(runs) == 1:
        title = f"{runs[0].title} ({runs[0].name})"
    title = title or f"Learning curves of {len(runs)} runs"
    drawn = [svg.ground(), *(_heading(title) if is_titled else ())]
    top = GAP + ROW if is_titled else 0
    for row in rows:
        for column, each in enumerate(row):
            drawn += panel.draw(each, GAP + COLUMN * column, top + ABOVE)
        top += ABOVE + HEIGHT + BELOW
    if len(runs) > 1:
        drawn += _legend(runs, top)
        top += ROW * (len(runs) + len(_explained(runs)))
    elif runs[0].bands:
        drawn.append(svg.text(GAP + LEFT, top + ROW / 2, BAND))
        top += ROW
    return svg.document((ACROSS, top + GAP), title, " ".join(map(_described, runs)), drawn, STYLE)


def _one(run: Curves) -> list[list[Panel]]:
    row: list[Panel] = []
    for metric in sorted(run.metrics, key=RATE.__eq__):  # the learning rate is the last
        kinds = ((metric, "training", 1), (VALIDATION + metric, "validation", 0))
        lines = [
            Line("" if key == RATE else name, run.history[key], place, band=run.bands.get(key, ()))
            for key, name, place in kinds
            if key in run.history
        ]
        row.append(Panel(metric, tuple(lines), run.epochs, best_epoch=run.best_epoch))
    return [row[at : at + SIDE_BY_SIDE] for at in range(0, len(row), SIDE_BY_SIDE)]


def _several(runs: Sequence[Curves]) -> list[list[Panel]]:
    metrics = dict.fromkeys(metric for run in runs for metric in run.metrics)
    epochs = max(run.epochs for run in runs)
    rows = []
    for metric in metrics:
        keys = (metric, VALIDATION + metric)
        row = []
        for key in keys[: 1 if metric == RATE else 2]:
            lines = [
                Line(
                    run.name,
                    run.history[key],
                    place,
                    run.best_epoch if key != metric else None,
                    run.bands.get(key, ()),
                )
                for place, run in enumerate(runs)
                if key in run.history
            ]
            row.append(Panel(key, tuple(lines), epochs))
        rows.append(row)
    return rows


def _explained(runs: Sequence[Curves]) -> list[str]:
    """How to read the picture, one sentence each."""
    monitors = {run.monitor for run in runs}
    ring = f"A ring is around the epoch of the {_best_of(runs[0].monitor)}." if len(monitors) == 1 else RINGS
    return [ring, BAND] if any(run.bands for run in runs) else [ring]


def _best_of(monitor: Monitor) -> str:
    """As in "lowest val_loss"."""
    return f"{'highest' if monitor.direction == 'max' else 'lowest'} {monitor.metric}"


def _heading(title: str) -> Iterator[Element]:
    shown = svg.shortened(title, ACROSS - 2 * GAP)
    yield svg.text(GAP, GAP + ROW / 2, shown, weight="bold")


def _legend(runs: Sequence[Curves], top: float) -> Iterator[Element]:
    """The legend: each run's line and full name."""
    left, right = GAP + LEFT, GAP + LEFT + 60
    for place, run in enumerate(runs):
        y = top + ROW * (place + 0.5)
        yield from stroke([(left, y), (right, y)], place, marked=[((left + right) / 2, y)])
        said = f"{run.name}: {run.title}"
        yield svg.text(right + GAP, y, svg.shortened(said, ACROSS - right - 2 * GAP), whole=said)
    for place, said in enumerate(_explained(runs), start=len(runs)):
        yield svg.text(right + GAP, top + ROW * (place + 0.5), said)


def _described(run: Curves) -> str:
    """A run's curves in a sentence, for screen readers."""
    ranges = [
        f"{name} from {values[0]:.4g} to {values[-1]:.4g}" for name, values in run.history.items() if values
    ]
    what = "lowest validation loss" if run.monitor == DEFAULT else _best_of(run.monitor)
    best = f", the {what} in epoch {run.best_epoch}" if run.best_epoch else ""
    many = f"{run.epochs:,} epoch{'' if run.epochs == 1 else 's'}"
    return f"{run.title} ({run.name}): {many}; {', '.join(ranges)}{best}."

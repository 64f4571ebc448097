"""The learning curves of runs: loss and metric of each epoch, in training and validation."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from zoo.drawing import panel, svg
from zoo.drawing.panel import HEIGHT, LEFT, RIGHT, WIDTH, Line, Panel
from zoo.drawing.strokes import STYLE, stroke
from zoo.errors import UsageError, enumerated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from zoo.runs import RunRecord

GAP = 12
ROW = 20
"""Pixels from one line of text to the next."""
ABOVE, BELOW = 44, 44
"""Pixels over a panel for its title and the best epoch, and under it for its axis."""
COLUMN = LEFT + WIDTH + RIGHT
ACROSS = 2 * COLUMN + 2 * GAP
VALIDATION = "val_"
RING = "A ring is around the epoch of the lowest val_loss."


@dataclass(frozen=True)
class Curves:
    """A run's history, a list of a value for each epoch by metric, and what the run is called.

    `name` is short enough to stand at the end of a line.
    """

    name: str
    title: str
    history: Mapping[str, Sequence[float]]
    best_epoch: int | None

    @property
    def metrics(self) -> list[str]:
        """Loss and metric, by their names in training."""
        return list(dict.fromkeys(name.removeprefix(VALIDATION) for name in self.history))

    @property
    def epochs(self) -> int:
        """How many there are."""
        return max(map(len, self.history.values()), default=0)


def curves_of(record: RunRecord) -> Curves:
    """The curves of a run."""
    names = f"{record.model} with {record.optimizer} on {record.dataset}"
    return Curves(record.id[-4:], f"{names}, seed {record.seed}", record.history, record.best_epoch)


def mean_of(name: str, title: str, runs: Sequence[Curves]) -> Curves:
    """The means of several runs that were measured alike, as far as all of them go."""
    history = {
        metric: [fmean(values) for values in zip(*(run.history[metric] for run in runs), strict=False)]
        for metric in runs[0].history
    }
    losses = history.get(f"{VALIDATION}loss")
    return Curves(name, title, history, losses.index(min(losses)) + 1 if losses else None)


def draw_curves(records: Sequence[RunRecord]) -> str:
    """The learning curves of runs as SVG, those of several over each other.

    Each has a complete epoch at least. Raises UsageError where they are of two kinds of task.
    """
    _refuse_two_tasks(records)
    return draw([curves_of(each) for each in records])


def draw(runs: Sequence[Curves], title: str = "") -> str:
    """A picture of one run's curves, or of several runs' over each other; each has an epoch at least.

    `title` stands above several.

    One run has a panel for its loss and one for its metric. Of several each has its own colour, dashes
    and marker, and training and validation stand side by side on one scale.
    """
    rows = _one(runs[0]) if len(runs) == 1 else _several(runs)
    if len(runs) == 1:
        title = f"{runs[0].title} ({runs[0].name})"
    title = title or f"Learning curves of {len(runs)} runs"
    drawn = [*_heading(title)]
    top = GAP + ROW
    for row in rows:
        for column, each in enumerate(row):
            drawn += panel.draw(each, GAP + COLUMN * column, top + ABOVE)
        top += ABOVE + HEIGHT + BELOW
    if len(runs) > 1:
        drawn += _legend(runs, top)
        top += ROW * (len(runs) + 1)
    return svg.document((ACROSS, top + GAP), title, " ".join(map(_told, runs)), drawn, STYLE)


def _one(run: Curves) -> list[list[Panel]]:
    row = []
    for metric in run.metrics:
        kinds = ((metric, "training", 1), (VALIDATION + metric, "validation", 0))
        lines = [Line(name, run.history[key], place) for key, name, place in kinds if key in run.history]
        row.append(Panel(metric, tuple(lines), run.epochs, best_epoch=run.best_epoch))
    return [row]


def _several(runs: Sequence[Curves]) -> list[list[Panel]]:
    metrics = dict.fromkeys(metric for run in runs for metric in run.metrics)
    epochs = max(run.epochs for run in runs)
    rows = []
    for metric in metrics:
        keys = (metric, VALIDATION + metric)
        known = [value for run in runs for key in keys for value in run.history.get(key, ())]
        row = []
        for key in keys:
            lines = [
                Line(run.name, run.history[key], place, run.best_epoch if key != metric else None)
                for place, run in enumerate(runs)
                if key in run.history
            ]
            row.append(Panel(key, tuple(lines), epochs, (min(known), max(known))))
        rows.append(row)
    return rows


def _heading(title: str) -> Iterator[Element]:
    shown = svg.shortened(title, ACROSS - 2 * GAP)
    yield svg.element("rect", width="100%", height="100%", fill="#fff", class_="ground")
    yield svg.text(GAP, GAP + ROW / 2, shown, weight="bold")


def _legend(runs: Sequence[Curves], top: float) -> Iterator[Element]:
    """Which line is which run's, all of them by their whole names."""
    left, right = GAP + LEFT, GAP + LEFT + 60
    for place, run in enumerate(runs):
        y = top + ROW * (place + 0.5)
        yield from stroke([(left, y), (right, y)], place, marked=[((left + right) / 2, y)])
        said = f"{run.name}  {run.title}"
        yield svg.text(right + GAP, y, svg.shortened(said, ACROSS - right - 2 * GAP), whole=said)
    yield svg.text(right + GAP, top + ROW * (len(runs) + 0.5), RING)


def _told(run: Curves) -> str:
    """A run's curves in a sentence, for who can't see them."""
    told = [
        f"{name} from {values[0]:.4g} to {values[-1]:.4g}" for name, values in run.history.items() if values
    ]
    best = f", the lowest validation loss in epoch {run.best_epoch}" if run.best_epoch else ""
    many = f"{run.epochs:,} epoch{'' if run.epochs == 1 else 's'}"
    return f"{run.title} ({run.name}): {many}; {', '.join(told)}{best}."


def _refuse_two_tasks(records: Sequence[RunRecord]) -> None:
    """The losses of two kinds of task have nothing in common that an axis could show."""
    first = records[0]
    for each in records:
        if each.history.keys() != first.history.keys():
            one, other = _beyond(first, each), _beyond(each, first)
            raise UsageError(
                f"{first.id[-4:]} has {one} and {each.id[-4:]} {other}; wanted runs of one kind of task"
            )


def _beyond(run: RunRecord, other: RunRecord) -> str:
    """What a run has the values of, and another one has not."""
    names = [name.removeprefix("val_") for name in run.history if name not in other.history]
    return enumerated([*dict.fromkeys(names)] or ["nothing else"])

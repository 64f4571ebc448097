"""What `zoo watch` shows: a display that is redrawn in a terminal, else a line for each epoch or run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from rich.console import Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from zoo.cli import console, sweep_progress
from zoo.runs.figures import measured, usual
from zoo.system import stream
from zoo.tables import training as tables
from zoo.tables.sparkline import sparkline
from zoo.tables.words import count, duration, literal, metric

if TYPE_CHECKING:
    from rich.console import RenderableType

    from zoo.runs import RunRecord
    from zoo.runs.watch import Observed, Observer
    from zoo.sweeps.watch import SweepObserver

POLL = 0.5
"""Seconds between two looks at the files."""
BAR, LINE = 32, 40
"""Width of the bar, and of a sparkline, in cells."""
OTHERS, FEWEST = 14, 3
"""Number of lines beside the table of epochs, and the fewest epochs in it."""
SILENT = 30.0
"""Seconds without a new epoch from which on they are shown."""


class View(Protocol):
    """A run or a sweep, looked at again and again."""

    def look(self) -> bool:
        """Look at the files, and return whether the training has ended."""

    def say(self) -> None:
        """Print what is new in lines."""

    def render(self) -> RenderableType:
        """All that is shown in a terminal."""


def watch(view: View) -> None:
    """Look until the training ends, or nobody reads the output."""
    out = console.out()
    if not console.moves(out):
        while True:
            is_over = view.look()
            view.say()
            if is_over or stream.lost() is not None:
                return
            time.sleep(POLL)
    with Live(
        console=out, transient=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
    ) as live:
        try:
            while not view.look():
                live.update(view.render(), refresh=True)
                time.sleep(POLL)
        except BaseException:
            live.transient = False  # what was shown stays on the screen
            raise


class SweepView:
    """The runs of a sweep: bars, or a line for each that has ended."""

    def __init__(self, observer: SweepObserver) -> None:
        """`observer` looks at the sweep."""
        self.observer = observer
        self._heading = literal(sweep_progress.heading(observer.progress.sweep))
        self._lines: sweep_progress.SweepLines | None = None

    def look(self) -> bool:
        """Look at all runs."""
        self.observer.look()
        return self.observer.is_over

    def say(self) -> None:
        """Print the heading once, and the runs that have ended since."""
        if self._lines is None:
            console.say(self._heading)
            self._lines = sweep_progress.SweepLines("plain", console.say)
        self._lines.watch(self.observer.progress)

    def render(self) -> RenderableType:
        """The current runs, and all of them as one bar."""
        return Group(Text(self._heading), "", sweep_progress.rendered(self.observer.progress))


class RunView:
    """The epochs of a run: a table with curves, or a line for each."""

    def __init__(self, observer: Observer) -> None:
        """`observer` looks at the run."""
        self.observer = observer
        self.seen = observer.look()
        self._said: int | None = None

    def look(self) -> bool:
        """Look at the record."""
        self.seen = self.observer.look()
        return self.seen.is_over

    def say(self) -> None:
        """Print the first lines of the training once, and the epochs since."""
        record = self.seen.record
        if self._said is None:
            for each in tables.beginning(record):
                console.say(each)
        first = min(self._said or 0, record.complete_epochs)  # a resumed run may repeat some
        for epoch in range(first + 1, record.complete_epochs + 1):
            console.say(tables.epoch_line(record, epoch))
        self._said = record.complete_epochs

    def render(self) -> RenderableType:
        """The newest epochs, a curve of each metric, and the progress."""
        return rendered(self.seen)


def rendered(seen: Observed) -> RenderableType:
    """The epochs so far, a curve of each metric, and the progress."""
    record, out = seen.record, console.out()
    lines: list[RenderableType] = [*map(Text, tables.beginning(record)), ""]
    if record.history:
        newest = max(FEWEST, out.height - OTHERS - len(lines))
        lines += [tables.epochs(record, newest=newest).fit(out.width).render(), ""]
        lines += [_curves(record), ""] if console.has_blocks() else []
    return Group(*lines, _bar(seen))


def _curves(record: RunRecord) -> Table:
    rows = Table.grid(padding=(0, 2, 0, 0))
    for name in measured(record.history):
        values = record.history[name]
        best = (record.monitored if record.monitored.metric == name else usual(name)).best(values)
        rows.add_row(
            Text(literal(name)), Text(sparkline(values, LINE)), Text(metric(values[-1])),
            Text(f"best {metric(best)} in epoch {count(values.index(best) + 1)}", style="dim"),
        )  # fmt: skip
    return rows


def _bar(seen: Observed) -> Table:
    record, left = seen.record, seen.left()
    said = [f"{duration(left)} left" if left is not None else "in the first epoch"]
    if seen.quiet > max(SILENT, 2 * max(record.epoch_seconds, default=0.0)):
        said = [f"nothing new for {duration(seen.quiet)}"]
    row = Table.grid(padding=(0, 2, 0, 0))
    row.add_row(
        Text(literal(record.id[-4:]), style="cyan"),
        ProgressBar(total=record.epochs, completed=record.complete_epochs, width=BAR, complete_style="cyan"),
        Text(f"{count(record.complete_epochs)}/{count(record.epochs)} epochs"),
        Text(said[0] if record.status == "running" else record.status),
    )
    return row

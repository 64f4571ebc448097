"""The progress of a training on stderr: a live display, lines, JSON lines, or nothing."""

from __future__ import annotations

import contextlib
import json
import time
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from zoo.cli import console
from zoo.cli.loading import Stage, begin, in_lines
from zoo.data.progress import Encoding
from zoo.tables import training as tables
from zoo.tables.words import duration, metric
from zoo.training.events import (
    Began,
    EpochDone,
    Event,
    Importing,
    Prepared,
    Stepped,
    Stopping,
    Substituted,
    Working,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from zoo.runs import RunRecord
    from zoo.training.events import Watch

NEWEST = 8
"""Number of epochs in the live display."""
BAR = 32
DATA = "Loading data"
EVERY = 10.0
"""Seconds between two lines about an encoding."""


@contextlib.contextmanager
def watching(how: str) -> Iterator[Watch]:
    """The callback for the training; `auto` means a live display in a terminal, else lines."""
    err = console.err()
    if how == "auto":
        how = "bar" if console.moves(err) else "plain"
    if how == "bar":
        display = Display()
        with Live(get_renderable=display.render, console=err, transient=True, refresh_per_second=8) as live:
            display.draw = live.refresh
            try:
                yield display.watch
            except BaseException:
                live.transient = False  # what was reached stays on the screen
                raise
    elif how == "plain":
        lines = Lines()
        with in_lines(lambda: lines.stage):
            yield lines.watch
    else:
        yield {"jsonl": _json_row, "off": _nothing}[how]


class Lines:
    """A line for each epoch."""

    said = 0.0
    """When the progress of an encoding was said last."""

    def __init__(self) -> None:
        """Begin with the data."""
        self.stage: Stage | None = begin(DATA)

    def watch(self, event: Event) -> None:
        """Print what the event says."""
        self.stage = _stage(event, self.stage)
        if isinstance(event, Prepared):
            for each in tables.beginning(event.record):
                line(each)
        elif isinstance(event, Encoding):
            if event.done == 0:
                line(tables.encoding(event))
            elif time.monotonic() - self.said >= EVERY:
                line(f"{tables.share_encoded(event)} encoded")
            else:
                return
            self.said = time.monotonic()
        elif isinstance(event, Began) and _is_resumed(event.record):
            line(tables.promise(event.record))
        elif isinstance(event, EpochDone):
            line(tables.epoch_line(event.record, event.record.complete_epochs))
        else:
            say_aside(event)


class Display:
    """The live display: the epochs so far, and a bar for the current one."""

    def __init__(self) -> None:
        """Start without a record."""
        self.record: RunRecord | None = None
        self.stage: Stage | None = begin(DATA)
        self.steps = 0
        self.stepped: Stepped | None = None
        self.epoch_began = time.monotonic()
        self.draw: Callable[[], None] = lambda: None

    def watch(self, event: Event) -> None:
        """Store what the event says; the display is redrawn several times a second."""
        self.stage = _stage(event, self.stage)
        if isinstance(event, (Importing, Working)):
            self.draw()  # now, because nothing can be drawn during the import
        elif isinstance(event, Stepped):
            self.stepped = event
        elif isinstance(event, (Prepared, Began, EpochDone)):
            self.record = event.record
            self.epoch_began, self.stepped = time.monotonic(), None
            if isinstance(event, Began):
                self.steps = event.steps
        else:
            say_aside(event)

    def render(self) -> RenderableType:
        """The current state."""
        if self.record is None:
            return Text(str(self.stage or ""), style="dim")
        lines: list[RenderableType] = [*map(Text, tables.beginning(self.record))]
        if self.steps and _is_resumed(self.record):
            lines.append(Text(tables.promise(self.record)))
        if self.stage is not None:
            return Group(*lines, Text(str(self.stage)))
        if self.record.history:
            lines += ["", tables.epochs(self.record, newest=NEWEST).fit(console.err().width).render()]
        if self.steps and self.record.complete_epochs < self.record.epochs:
            lines += ["", self._bar()]
        return Group(*lines)

    def _bar(self) -> Table:
        assert self.record is not None
        step = self.stepped.step if self.stepped else 0
        figures = (
            "  ".join(f"{k} {metric(v)}" for k, v in self.stepped.metrics.items()) if self.stepped else ""
        )
        row = Table.grid(padding=(0, 2, 0, 0))
        row.add_row(
            Text(f"{self.record.complete_epochs + 1:>5}"),
            ProgressBar(total=self.steps, completed=step, width=BAR, complete_style="cyan"),
            Text(f"{step:,}/{self.steps:,} steps"),
            Text(figures),
            Text(self._left(step)),
        )
        return row

    def _left(self, step: int) -> str:
        """The remaining time, estimated from the complete epochs and the speed of this one."""
        assert self.record is not None
        elapsed = time.monotonic() - self.epoch_began
        pace = elapsed / step if step else None
        if self.record.epoch_seconds:
            newest = self.record.epoch_seconds[-1] / self.steps
            pace = newest if pace is None else min(pace, 2 * newest)
        if pace is None:
            return "compiling"
        steps = self.steps * (self.record.epochs - self.record.complete_epochs) - step
        return f"{duration(max(pace * steps, 0.0))} left"


def _stage(event: Event, before: Stage | None) -> Stage | None:
    """What is being done after the event; None in the epochs of a training, which are shown."""
    if isinstance(event, Importing):
        return begin(f"Importing {event.title}")
    if isinstance(event, Working):
        return begin(event.doing)
    if isinstance(event, Encoding):
        doing = f"{tables.encoding(event)}  {tables.share_encoded(event)}"
        return Stage(doing, before.began) if before else begin(doing)
    return before if isinstance(event, (Substituted, Stopping)) else None


def _is_resumed(record: RunRecord) -> bool:
    """Whether the run is resumed after an epoch."""
    return bool(record.resumed and record.resumed[-1]["epoch"])


def _json_row(event: Event) -> None:
    if isinstance(event, EpochDone):
        record = event.record
        row: dict[str, Any] = {"epoch": record.complete_epochs, "epochs": record.epochs}
        row |= {name: values[-1] for name, values in record.history.items()}
        line(json.dumps(row | {"seconds": record.epoch_seconds[-1]}))


def _nothing(event: Event) -> None:
    if isinstance(event, Substituted):
        say_aside(event)


def say_aside(event: Event) -> None:
    """Print messages beside the progress: a replaced dataset, or a signal."""
    if isinstance(event, Substituted):
        console.note(
            f"{event.missing} was not found; using {event.instead}; --dataset {event.missing} shows why"
        )
    elif isinstance(event, Encoding) and event.done == 0:
        line(tables.encoding(event))
    elif isinstance(event, Stopping):
        console.error("stopping after these steps; press Ctrl-C again to stop immediately", prefix="")


def line(text: str) -> None:
    """Print a line on stderr."""
    console.err().print(Text(text), soft_wrap=True)

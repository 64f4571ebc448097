"""The progress of a sweep on stderr: bars, lines, JSON lines, or nothing."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from zoo.cli import console
from zoo.cli.progress import line, say_aside
from zoo.tables.sweep import extent
from zoo.tables.words import duration, metric
from zoo.training.events import Stopping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from zoo.runs.listing import ListedRun
    from zoo.sweeps import Sweep
    from zoo.sweeps.execute import Progress

BAR = 28


@contextlib.contextmanager
def watching(
    sweep: Sweep, how: str, workers: int = 0
) -> Iterator[tuple[Callable[[Progress], None], Callable[[], None]]]:
    """The callbacks for progress and for signals; `auto` means bars in a terminal, else lines.

    `workers` is the number of processes of an executor, 0 for processes on this machine.
    """
    err = console.err()
    if how == "auto":
        how = "bar" if console.moves(err) else "plain"
    if how in ("bar", "plain"):
        line(heading(sweep, workers))
    if how != "bar":
        lines = SweepLines(how)
        yield lines.watch, _say_stopping
        return
    with Live(console=err, transient=True, refresh_per_second=4) as live:
        yield lambda progress: live.update(rendered(progress)), _say_stopping


def say_unreadable(sweep: Sweep) -> None:
    """Name the runs that can't be read; their combinations are trained again."""
    found = sweep.unreadable()
    if found:
        many = "a run" if len(found) == 1 else f"{len(found):,} runs"
        text = f"{many} of sweep {sweep.short_id} can't be read; their combinations are trained again"
        console.error(text, [(run.id, run.error) for run in found], prefix="note")


def heading(sweep: Sweep, workers: int = 0) -> str:
    """As in "30 runs: 2 models × 3 optimizers × 5 seeds, 2 at a time; sweep 8b1e in runs/"."""
    what = extent(sweep.combinations)
    pace = f"on {workers:,} worker{'' if workers == 1 else 's'}" if workers else f"{sweep.jobs} at a time"
    return f"{what}, {pace}; sweep {sweep.short_id} in {sweep.path.parent}/"


class SweepLines:
    """One line, or one line of JSON, for each run that has ended."""

    def __init__(self, how: str, say: Callable[[str], None] = line) -> None:
        """`how` is plain, jsonl or off; `say` prints a line."""
        self.how, self.say, self.said = how, say, set[int]()

    def watch(self, progress: Progress) -> None:
        """Print the runs that have ended since the last call."""
        for number in (*progress.completed, *progress.failed):
            if number not in self.said and self.how != "off":
                self.said.add(number)
                self.say(self._line(progress, number))

    def _line(self, progress: Progress, number: int) -> str:
        combination, error = progress.sweep.combinations[number - 1], progress.failed.get(number, "")
        done, of = len(self.said) + progress.before, len(progress.sweep.combinations)
        if self.how == "jsonl":
            row = {"combination": number, "status": "failed" if error else "completed", "error": error}
            return json.dumps(row | {"done": done, "of": of})
        return f"{done}/{of}  {combination}  {error or 'completed'}"


def rendered(progress: Progress) -> RenderableType:
    """A bar for each active run, and one for the whole sweep."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for number, run in progress.running.items():
        epoch, epochs, figure = _newest(run)
        table.add_row(
            Text(str(progress.sweep.combinations[number - 1])),
            ProgressBar(total=epochs, completed=epoch, width=BAR, complete_style="cyan"),
            Text(f"epoch {epoch}/{epochs}" if epochs else "starting"),
            Text(figure),
        )
    of, left = len(progress.sweep.combinations), progress.left()
    said = [f"{progress.ended:,}/{of:,} runs"]
    said += [f"{len(progress.failed):,} failed"] if progress.failed else []
    said += [f"{duration(left)} left"] if left is not None else []
    bar = ProgressBar(total=of, completed=progress.ended, width=BAR, complete_style="cyan")
    table.add_row(Text("All", style="bold"), bar, Text(said[0]), Text(", ".join(said[1:])))
    return Group(table)


def _newest(run: ListedRun | None) -> tuple[int, int, str]:
    """The number of complete epochs, of all epochs, and the latest metric of a run."""
    if run is None or not run.record:
        return 0, 0, ""
    history: dict[str, list[Any]] = run.record["history"]
    names = [name for name in history if name.startswith("val_") and name != "val_loss" and history[name]]
    figure = f"{names[0]} {metric(history[names[0]][-1])}" if names else ""
    return run.complete_epochs, run.record["epochs"], figure


def _say_stopping() -> None:
    say_aside(Stopping())

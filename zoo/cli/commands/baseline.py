"""`zoo baseline`."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any

import click

from zoo.cli.command import Command
from zoo.cli.options import json_option, runs_dir_option
from zoo.cli.own_data_options import own_data_options
from zoo.cli.parameters import EntryName, Numbers, WholeNumber, runs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from zoo.comparison.baselines import Baselines
    from zoo.comparison.fit_baselines import Fitted

BAR = 32


@click.command(
    "baseline",
    cls=Command,
    short_help="Fit simple scikit-learn models to a dataset.",
    examples=(
        "zoo baseline iris --folds 10",
        "zoo baseline flowers.csv --target species --max-iter 100 --json",
    ),
)
@click.argument("dataset", type=EntryName("dataset"))
@own_data_options
@click.option("--folds", type=WholeNumber(), help="Number of folds. [default: 5]")
@click.option(
    "--max-iter", type=Numbers(), help="Numbers of epochs of SGDClassifier. [default: 5,9,20, as in the book]"
)
@click.option(
    "-j",
    "--jobs",
    type=WholeNumber(),
    help="Number of fits at the same time. [default: number of processors]",
)
@runs_dir_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    dataset: str,
    target: str | None,
    task: Any,
    folds: Any,
    max_iter: Any,
    jobs: Any,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
    as_json: bool,
    **columns: Any,
) -> None:
    """Fit simple scikit-learn models to a dataset, and report their cross-validation scores.

    DATASET is a registered name, a table, an .npz file, or a folder of images with one folder per
    class. For classification, the models are DummyClassifier (most frequent class) and SGDClassifier
    with logistic loss after --max-iter epochs, with one SGDClassifier for each of several labels; for
    regression, DummyRegressor (mean) and LinearRegression. Results are saved next to the runs, and zoo
    compare shows them.
    """
    from zoo.cli import console

    with _progress() as watch:
        from zoo.comparison.fit_baselines import baseline

        given = {"folds": folds, "max_iter": max_iter, "jobs": jobs}
        known = {name: value for name, value in given.items() if value is not None}
        found = baseline(
            dataset, target=target, task=task, **columns, **known, runs_dir=runs_of(ctx), watch=watch
        )
    if as_json:
        console.document(found.to_json())
        return
    print_baselines(found)


def print_baselines(found: Baselines) -> None:
    """Print the baselines, and an explanation of the scores."""
    from zoo.cli import console
    from zoo.tables import baselines as tables

    console.answer(tables.baselines(found))
    console.say(tables.explanation(found))


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[Fitted], None]]:
    """Show each fit: a transient line in a terminal, else one line for each baseline."""
    from rich.live import Live
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    from zoo.cli import console
    from zoo.tables import baselines as tables
    from zoo.tables.words import duration

    began, last = time.monotonic(), None

    def render() -> RenderableType:
        seconds = duration(time.monotonic() - began)
        if last is None:
            return Text(f"Loading data, fitting  {seconds}", style="dim")
        row = Table.grid(padding=(0, 2, 0, 0))
        bar = ProgressBar(total=last.of, completed=last.done, width=BAR, complete_style="cyan")
        row.add_row(bar, Text(f"{last.done}/{last.of} fits"), Text(seconds))
        return row

    def tell(step: Fitted) -> None:
        nonlocal last
        last = step
        if not console.moves(console.err()) and step.baseline is not None:
            parts = (step.baseline.estimator, tables.settings(step.baseline), tables.figure(step.baseline))
            console.progress("  ".join(filter(None, (*parts, f"{step.done}/{step.of} fits"))))

    if not console.moves(console.err()):
        yield tell
        return
    with Live(console=console.err(), get_renderable=render, transient=True, refresh_per_second=4):
        yield tell

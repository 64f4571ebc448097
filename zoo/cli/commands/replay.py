"""`zoo replay`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zoo.cli.command import Command
from zoo.cli.options import (
    data_option,
    json_option,
    moved_from_option,
    moved_teacher_option,
    progress_option,
)
from zoo.cli.parameters import Run, WholeNumber

if TYPE_CHECKING:
    from zoo.api.replay import Replay


@click.command(
    "replay",
    cls=Command,
    short_help="Train a run again, and compare the results.",
    examples=("zoo replay last", "zoo replay 3f9a -e 2 --json"),
)
@click.argument("run", type=Run())
@click.option("-e", "--epochs", type=WholeNumber(), help="Train and compare only the first N epochs.")
@data_option
@moved_from_option
@moved_teacher_option
@progress_option
@click.option(
    "--runs-dir",
    type=click.Path(),
    help="Folder of the runs, and of the new one. [default: runs, and that of RUN]",
)
@json_option
def command(
    *,
    run: str,
    epochs: Any,
    data: str | None,
    start: str | None,
    teacher: str | None,
    progress: str,
    runs_dir: str | None,
    as_json: bool,
) -> int:
    """Train again from the plan of a run, and compare every epoch with those of the run.

    RUN is a run's folder, its name, its id, the last four characters of its id, or `last`. The verdict
    is bit-identical, within tolerance or diverged; diverged exits with 1. The new run is saved next to
    RUN, or in the folder of --runs-dir.
    """
    from zoo.api.replay import replay
    from zoo.cli import console
    from zoo.cli.run_output import watched

    with watched(progress, as_json=as_json) as watch:
        given: dict[str, Any] = {"data": data, "start": start, "teacher": teacher, "runs_dir": runs_dir}
        done = replay(run, epochs=epochs, watch=watch, **given)
    if as_json:
        console.document(done.record.to_json() | {"verdict": done.verdict.to_json()})
    else:
        _print(done)
    return int(done.verdict.kind == "diverged")


def _print(done: Replay) -> None:
    from rich.text import Text

    from zoo.cli import console
    from zoo.tables.verdict import reasons, title
    from zoo.tables.words import literal

    colours = {"bit-identical": "green", "within tolerance": "yellow", "diverged": "red"}
    verdict = (f"{title(done.verdict)}.", f"bold {colours[done.verdict.kind]}")
    said = literal(reasons(done.verdict, done.of.id[-4:]))
    console.say(Text.assemble(("Verdict: ", "bold"), verdict, f" {said}"))

"""`zoo curves`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zoo.cli.command import Command
from zoo.cli.options import force_option, output_option, runs_dir_option
from zoo.cli.parameters import Trained, runs_of
from zoo.errors import ZooError, enumerated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zoo.runs import RunRecord

OVERLAY = "curves.svg"
"""The default file for the curves of several runs."""


@click.command(
    "curves",
    cls=Command,
    short_help="Draw the learning curves of runs or of a sweep.",
    examples=("zoo curves last", "zoo curves last 3f9a -o both.svg", "zoo curves last -o curves.png"),
)
@click.argument("runs", metavar="RUN...", type=Trained(sweeps=True), nargs=-1, required=True)
@output_option("FILE.svg|FILE.png", f"File to write. [default: the run's folder; {OVERLAY} for several runs]")
@force_option
@runs_dir_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    runs: tuple[str, ...],
    output: str | None,
    force: bool,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
) -> None:
    """Draw the metrics of each epoch as SVG or PNG, and print the path of the file.

    RUN is a run or a sweep: its folder, its name, its id, the last four characters of its id, or `last`;
    or the name of trained weights. The curves of several runs are drawn in the same axes. A sweep has a
    curve for each combination: the mean of its complete runs, with a band from the lowest to the highest
    of the seeds.
    """
    from zoo.cli import console
    from zoo.drawing.groups import draw_groups
    from zoo.drawing.png import ENDINGS, in_format
    from zoo.runs.named_runs import find_records
    from zoo.system.output import checked_output, write_output

    found = find_records(runs, runs_of(ctx))
    records = [each for each in found.records if each.complete_epochs]
    empty = [each.short for each in found.records if not each.complete_epochs]
    if not records:
        raise ZooError(f"{enumerated(empty)} {_has(empty)} no complete epoch to draw")
    drawn = [[each for each in group if each.complete_epochs] for group in found.groups]
    picture = draw_groups([*filter(None, drawn)])
    own = output is None and len(records) == 1
    path = None if own else checked_output(output or OVERLAY, force=force, endings=ENDINGS)
    if path is None:
        path = _into_its_folder(records[0], picture)
    else:
        write_output(path, in_format(picture, path))
    if console.moves(console.out()) and console.has_blocks():
        from zoo.tables.runs import curves

        console.answer(curves(records))
        console.say()
    console.say(str(path))
    for each in found.unreadable:
        console.warning(f"{each}; it is left out")
    if empty:
        console.note(f"{enumerated(empty)} {_has(empty)} no complete epoch and {_is(empty)} left out")


def _into_its_folder(record: RunRecord, picture: str) -> Path:
    """Write the curves into the run's folder; ZooError if the run is still running."""
    from pathlib import Path

    from zoo.runs import RunDirectory
    from zoo.runs.directory import CURVES

    if record.status == "running":
        raise ZooError(f"{record.short} is running, and draws its curves when it ends; name a file with -o")
    with RunDirectory(Path(record.path)) as folder:
        folder.write(CURVES, picture)
        return folder.path / CURVES


def _has(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 else "have"


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"

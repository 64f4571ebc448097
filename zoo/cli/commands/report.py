"""`zoo report`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zoo.cli.command import Command
from zoo.cli.options import force_option, output_option, runs_dir_option
from zoo.cli.parameters import Trained, runs_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REPORT = "report.html"
"""The default file."""


@click.command(
    "report",
    cls=Command,
    short_help="Write an HTML report of runs or of a sweep.",
    examples=("zoo report last", "zoo report last 3f9a -o both.html"),
)
@click.argument("runs", metavar="RUN...", type=Trained(sweeps=True), nargs=-1, required=True)
@output_option("FILE.html", f"File to write. [default: {REPORT}]", REPORT)
@force_option
@runs_dir_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    runs: tuple[str, ...],
    output: str,
    force: bool,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
) -> None:
    """Write a self-contained HTML report of runs or of a sweep, and print the path of the file.

    RUN is a run or a sweep: its folder, its id, the last four characters of the id, a run's name, or
    `last`; or the name of trained weights. The report of runs has their learning curves, the evaluation
    of each model on its test split, its most confident errors, its layers and its environment. The report
    of a sweep has the ranking, the curves of the best runs, and all runs. A sweep that is named with
    others stands for its complete runs.
    """
    from zoo.cli import console
    from zoo.system.output import checked_output, write_output

    path = checked_output(output, force=force, endings=(".html", ".htm"))
    sweep = _sweep(runs, runs_of(ctx))
    write_output(path, _about_runs(runs, runs_of(ctx)) if sweep is None else _about_sweep(sweep))
    console.say(str(path))


def _sweep(named: Sequence[str], folder: Path) -> Path | None:
    """The sweep that is named alone; None otherwise: among others, a sweep stands for its runs."""
    from zoo.runs.find_trained import find_trained_sweep

    return find_trained_sweep(named[0], folder) if len(named) == 1 else None


def _about_sweep(path: Path) -> str:
    from zoo.cli import console
    from zoo.reports import write_sweep
    from zoo.runs.sweep import Sweep
    from zoo.sweeps.result import read_result

    swept = read_result(Sweep.read(path))
    for each in filter(None, (*swept.unreadable, swept.ranking.remark)):
        console.warning(f"{each}; it is left out")
    return write_sweep(swept)


def _about_runs(named: Sequence[str], folder: Path) -> str:
    from zoo.cli import console
    from zoo.cli.run_output import watched
    from zoo.runs.named_runs import find_records

    found = find_records(named, folder)
    for each in found.unreadable:
        console.warning(f"{each}; it is left out")
    from zoo.reports import gather, verdicts, write

    with watched("auto", as_json=False) as watch:
        chapters = gather(found.records, watch)
    for chapter in chapters:
        if chapter.evaluation is None:
            console.warning(f"{chapter.record.short} is not evaluated: {chapter.reason}")
    damaged = dict.fromkeys(each.remark for each in chapters if each.remark)
    for each in damaged:
        console.warning(f"{each}; it is left out")
    left_out = [f"{each}; it is left out" for each in (*found.unreadable, *damaged)]
    remarks = [*left_out, *verdicts(found.records)]
    return write(chapters, remarks)

"""`zoo report`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zoo.cli.parameters import Run, force_option, runs_dir_option, runs_of
from zoo.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REPORT = "report.html"
"""Where the page goes if nothing else is said."""


@click.command("report", short_help="Write one HTML page about runs or a sweep.")
@click.argument("runs", metavar="RUN...", type=Run(), nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    default=REPORT,
    metavar="FILE.html",
    help=f"Where to write. [default: {REPORT}]",
)
@force_option
@runs_dir_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    runs: tuple[str, ...],
    output: str,
    force: bool,
    runs_dir: str | None,  # noqa: ARG001 - runs_of reads it
) -> None:
    """Write a page about runs, or about a sweep, that needs no other file, and print where.

    RUN is a folder, a run's id, the last four characters of one, or `last`; a sweep is named likewise,
    and alone. The page about runs has their curves, what each model is worth on its test split, its
    surest mistakes, its layers, and where it comes from; that about a sweep its ranking, the curves of
    the first rows, and all its runs.
    """
    from zoo.cli import console
    from zoo.system.output import checked_output, write_output

    path = checked_output(output, force=force, endings=(".html", ".htm"))
    sweep = _sweep(runs, runs_of(ctx))
    write_output(path, _about_runs(runs, runs_of(ctx)) if sweep is None else _about_sweep(sweep))
    console.say(str(path))


def _sweep(named: Sequence[str], folder: Path) -> Path | None:
    """The sweep that is meant, which stands alone; None where none is."""
    from zoo.sweeps.directory import find_sweep

    found = {name: path for name in named if (path := find_sweep(name, folder)) is not None}
    if found and len(named) > 1:
        raise UsageError(f"'{next(iter(found))}' is a sweep; wanted runs, or one sweep alone")
    return next(iter(found.values()), None)


def _about_sweep(path: Path) -> str:
    from zoo.cli import console
    from zoo.reports import write_sweep
    from zoo.sweeps.directory import Sweep
    from zoo.sweeps.result import read_result

    swept = read_result(Sweep.read(path))
    for each in filter(None, (*swept.unreadable, swept.ranking.remark)):
        console.warning(f"{each}; it is left out")
    return write_sweep(swept)


def _about_runs(named: Sequence[str], folder: Path) -> str:
    from zoo.cli import console
    from zoo.cli.run_output import watched
    from zoo.runs.find import find_records

    found = find_records(named, folder)
    for each in found.unreadable:
        console.warning(f"{each}; it is left out")
    from zoo.reports import gather, verdicts, write

    with watched("auto", as_json=False) as watch:
        chapters = gather(found.records, watch)
    for chapter in chapters:
        if chapter.evaluation is None:
            console.warning(f"{chapter.record.id[-4:]} is not evaluated: {chapter.reason}")
    damaged = dict.fromkeys(each.remark for each in chapters if each.remark)
    for each in damaged:
        console.warning(f"{each}; it is left out")
    left_out = [f"{each}; it is left out" for each in (*found.unreadable, *damaged)]
    remarks = [*left_out, *verdicts(found.records)]
    return write(chapters, remarks)

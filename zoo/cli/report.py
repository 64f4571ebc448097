"""`zoo report`."""

from __future__ import annotations

import click

from zoo.cli.parameters import Run, force_option, runs_dir_option, runs_of

REPORT = "report.html"
"""Where the page goes if nothing else is said."""


@click.command("report", short_help="Write one HTML page about runs.")
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
    """Write a page about runs that needs no other file, and print where.

    RUN is a folder, a run's id, the last four characters of one, or `last`. The page has the curves,
    what each model is worth on its test split, its surest mistakes, its layers, and where it comes from.
    """
    from zoo.cli import console  # noqa: PLC0415 - nothing heavier than Click before it is needed
    from zoo.cli.outcome import watched  # noqa: PLC0415 - Rich
    from zoo.output import checked_output, write_output  # noqa: PLC0415 - it is needed
    from zoo.run.find import find_records  # noqa: PLC0415

    path = checked_output(output, force=force, endings=(".html", ".htm"))
    found = find_records(runs, runs_of(ctx))
    for each in found.unreadable:
        console.warning(f"{each}; it is left out")
    from zoo.report import gather, verdicts, write  # noqa: PLC0415 - NumPy

    with watched("auto", as_json=False) as watch:
        chapters = gather(found.records, watch)
    for chapter in chapters:
        if chapter.evaluation is None:
            console.warning(f"{chapter.record.id[-4:]} is not evaluated: {chapter.reason}")
    remarks = [*verdicts(found.records), *(f"{each}; it is left out" for each in found.unreadable)]
    write_output(path, write(chapters, remarks))
    console.say(str(path))

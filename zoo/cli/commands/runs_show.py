"""`zoo runs show`."""

from __future__ import annotations

import click

from zoo.cli.command import Command
from zoo.cli.options import json_option, runs_dir_option
from zoo.cli.parameters import Run, runs_of
from zoo.errors import ZooError


@click.command(
    "show",
    cls=Command,
    short_help="Show the layers, epochs and results of a run.",
    examples=("zoo runs show last", "zoo runs show 3f9a --json"),
)
@click.argument("run", type=Run())
@runs_dir_option
@json_option
@click.pass_context
def show(ctx: click.Context, *, run: str, runs_dir: str | None, as_json: bool) -> None:  # noqa: ARG001 - read by runs_of
    """Show the layers, epochs and results of a run, as zoo train prints them.

    RUN is a run's folder, its name, its id, the last four characters of its id, or `last`.
    """
    from zoo.cli import console
    from zoo.cli.run_output import print_run
    from zoo.runs import read_record
    from zoo.runs.find import find_run
    from zoo.runs.listing import Unreadable, read

    path = find_run(run, runs_of(ctx))
    try:
        read(path)
    except Unreadable as unreadable:
        raise ZooError(f"{path} can't be shown: {unreadable}") from None
    record = read_record(path)
    if as_json or (ctx.parent and ctx.parent.params["as_json"]):
        console.document(record.to_json())
        return
    print_run(record)
    if record.error:
        console.note(f"{record.id[-4:]} {record.status}: {record.error}")

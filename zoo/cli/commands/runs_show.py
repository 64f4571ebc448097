"""`zoo runs show`."""

from __future__ import annotations

import click

from zoo.cli.command import Command
from zoo.cli.options import json_option, runs_dir_option
from zoo.cli.parameters import Run, runs_of
from zoo.cli.sweep_run import show_sweep
from zoo.errors import ZooError


@click.command(
    "show",
    cls=Command,
    short_help="Show the layers, epochs and results of a run, or the ranking of a sweep.",
    examples=("zoo runs show last", "zoo runs show 3f9a --json"),
)
@click.argument("run", type=Run(sweeps=True))
@runs_dir_option
@json_option
@click.pass_context
def show(ctx: click.Context, *, run: str, runs_dir: str | None, as_json: bool) -> None:  # noqa: ARG001 - read by runs_of
    """Show the layers, epochs and results of a run, or the ranking of a sweep.

    They are those that `zoo train` and `zoo sweep` print. RUN is a run or a sweep: its folder, its name,
    its id, the last four characters of its id, or `last`.
    """
    from zoo.cli import console
    from zoo.cli.run_output import print_run
    from zoo.runs import read_record
    from zoo.runs.find import find_folder
    from zoo.runs.listing import Unreadable, read
    from zoo.runs.sweep import Sweep, is_sweep

    path = find_folder(run, runs_of(ctx))
    as_json = as_json or bool(ctx.parent and ctx.parent.params["as_json"])
    if is_sweep(path):
        show_sweep(Sweep.read(path), as_json=as_json)
        return
    try:
        read(path)
    except Unreadable as unreadable:
        raise ZooError(f"{path} can't be shown: {unreadable}") from None
    record = read_record(path)
    if as_json:
        console.document(record.to_json())
        return
    print_run(record)
    if record.error:
        console.note(f"{record.id[-4:]} {record.status}: {record.error}")

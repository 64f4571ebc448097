"""`zoo runs rename`."""

from __future__ import annotations

import click

from zoo.cli.command import Command
from zoo.cli.options import runs_dir_option
from zoo.cli.parameters import Run, runs_of


@click.command(
    "rename",
    cls=Command,
    short_help="Give a run or a sweep a name.",
    examples=("zoo runs rename last baseline", "zoo runs rename 3f9a 'without dropout'"),
)
@click.argument("run", type=Run(sweeps=True))
@click.argument("name")
@runs_dir_option
@click.pass_context
def rename(ctx: click.Context, *, run: str, name: str, runs_dir: str | None) -> None:  # noqa: ARG001 - read by runs_of
    """Give a run or a sweep a name, by which commands find it. Its folder and its id stay as they are.

    RUN is a run or a sweep: its folder, its name, its id, the last four characters of its id, or `last`.
    What is still running is not renamed.
    """
    from zoo.cli import console
    from zoo.runs.find import find_folder
    from zoo.runs.rename import rename as rename_run
    from zoo.runs.sweep import is_sweep
    from zoo.tables.words import literal

    path = find_folder(run, runs_of(ctx))
    rename_run(path, name)
    console.say(f"{'Sweep' if is_sweep(path) else 'Run'} {path.resolve().name[-4:]} renamed: {literal(name)}")

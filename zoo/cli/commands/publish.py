"""`zoo publish`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from zoo.cli.command import Command
from zoo.cli.options import data_option, force_option, json_option, progress_option, runs_dir_option
from zoo.cli.parameters import Run, runs_of
from zoo.errors import UsageError

if TYPE_CHECKING:
    from zoo.runs.publishable import PrivateData
    from zoo.scaffold.publish import PublishedWeights


@click.command(
    "publish",
    cls=Command,
    short_help="Publish weights in a package, under a name.",
    examples=(
        "zoo publish last --name relu-dropout.boots --licence CC-BY-4.0",
        "zoo publish 3f9a --name mlp.mine --licence MIT --into zoo-tiny",
    ),
)
@click.argument("runs", metavar="RUN...", type=Run(), nargs=-1, required=True)
@click.option(
    "--name", "names", metavar="MODEL.TAG", multiple=True, required=True, help="Name, one for each RUN."
)
@click.option("--licence", "--license", metavar="ID", required=True, help="Licence: an SPDX identifier.")
@click.option("--into", metavar="PLUGIN", help="Folder of a package to extend or make. [default: zoo-NAME]")
@click.option("--url", metavar="URL", help="Where the weights will be downloaded, if not in the package.")
@click.option("--checkpoints", is_flag=True, help="Train again, and include states for zoo audit --spot.")
@click.option("--summary", metavar="TEXT", help="One line that describes the weights.")
@click.option("-y", "--yes", is_flag=True, help="Include what tells of private data; do not ask.")
@force_option
@data_option
@progress_option
@runs_dir_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    runs: tuple[str, ...],
    names: tuple[str, ...],
    yes: bool,
    progress: str,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
    as_json: bool,
    **settings: Any,
) -> int:
    """Write the weights of runs into a package that pip can install, with their recipe and results.

    RUN is a run's folder, its name, its id, the last four characters of its id, or `last`. The package is
    written, or the one in the folder of --into gets the weights. Runs that failed, diverged or were trained
    from an edited plan are refused. Classes, columns, words and paths of your own data are included only
    after a confirmation.
    """
    from zoo.cli import console
    from zoo.cli.run_output import watched
    from zoo.runs.publishable import PrivateData
    from zoo.scaffold.publish import publish

    known = {"name": names, "runs_dir": runs_of(ctx), **settings}
    try:
        with watched(progress, as_json=False) as watch:
            done = publish(runs, allow_private=yes, watch=watch, **known)
    except PrivateData as found:
        if not _confirmed(found):
            console.note("nothing was written")
            return 1
        with watched(progress, as_json=False) as watch:
            done = publish(runs, allow_private=True, watch=watch, **known)
    if as_json:
        console.document(done.to_json())
    else:
        _print(done)
    return 0


def _confirmed(found: PrivateData) -> bool:
    """Ask for a confirmation; UsageError without a terminal."""
    if sys.stdin is None or not sys.stdin.isatty():  # None if the caller closed it
        what = "the weights would tell of private data, and there is no terminal to confirm on; pass --yes"
        raise UsageError(what, found.details)
    from zoo.cli import console
    from zoo.tables.words import literal

    for what, value in found.details:
        console.note(f"{what}: {literal(value)}")
    return click.confirm("Publish all of this?", err=True)


def _print(done: PublishedWeights) -> None:
    from zoo.cli import console
    from zoo.tables.words import literal

    console.say(f"{literal(str(done.path))}: {len(done.files):,} files written")
    for each in done.files:
        console.say(f"  {literal(str(each))}")
    for url, path in done.upload.items():
        console.say(f"Upload {literal(str(path))} to {literal(url)}")
    console.then(f"pip install -e {literal(str(done.path))} && zoo evaluate {literal(done.names[0])}")

"""`zoo runs`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from zoo.cli.commands.runs_rename import rename
from zoo.cli.commands.runs_show import show
from zoo.cli.options import json_option, runs_dir_option
from zoo.cli.parameters import EntryName, Run, WholeNumber, Word, long_name, runs_of
from zoo.cli.runs_group import Runs
from zoo.errors import UsageError, ZooError, enumerated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from zoo.runs.summary import Summary

STATUSES = ("running", "completed", "interrupted", "failed", "unreadable")
FILTERS = ("statuses", "names", "models", "optimizers", "datasets", "tags", "sweeps", "sort", "limit")
ORDERS = (
    "began",
    "val_loss",
    "val_accuracy",
    "val_mean_absolute_error",
    "epochs",
    "model",
    "optimizer",
    "dataset",
)


@click.group(
    "runs",
    cls=Runs,
    short_help="List runs; show, rename or remove some of them.",
    invoke_without_command=True,
    subcommand_metavar="[COMMAND [ARGS]...]",
    examples=(
        "zoo runs",
        'zoo runs --model "relu-*" --sort val_accuracy',
        "zoo runs --tag paper",
        "zoo runs list --status failed --json",
    ),
)
@click.option("--status", "statuses", type=Word(*STATUSES), multiple=True, help="Only runs with this status.")
@click.option(
    "--name", "names", metavar="NAME", multiple=True, help='Only runs of this name, or pattern as "base*".'
)
@click.option(
    "--model",
    "models",
    type=EntryName("model"),
    multiple=True,
    help='Only runs of this model, or pattern as "relu-*".',
)
@click.option(
    "--optimizer",
    "optimizers",
    type=EntryName("optimizer"),
    multiple=True,
    help="Only runs with this optimizer.",
)
@click.option(
    "-d",
    "--dataset",
    "datasets",
    type=EntryName("dataset"),
    multiple=True,
    help="Only runs on this dataset.",
)
@click.option(
    "--tag",
    "tags",
    metavar="TAG",
    multiple=True,
    help="Only runs with this tag; given several times, with all of these tags.",
)
@click.option("--all", "sweeps", is_flag=True, help="List the runs of sweeps, too.")
@click.option("--sort", type=Word(*ORDERS), help="Sort by this column, the best first. [default: began]")
@click.option(
    "--limit",
    type=WholeNumber(),
    help="List at most N runs, after filtering and sorting. [default: 50 in a terminal, else all]",
)
@runs_dir_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    statuses: tuple[str, ...],
    names: tuple[str, ...],
    models: tuple[str, ...],
    optimizers: tuple[str, ...],
    datasets: tuple[str, ...],
    tags: tuple[str, ...],
    sweeps: bool,
    sort: str | None,
    limit: int | None,
    runs_dir: str | None,
    as_json: bool,
) -> None:
    """List runs, the newest first, with the metrics of their kept epochs.

    Settings are those that differ from the defaults, such as "epochs 10, lr 0.01".

    Names, tags, models, optimizers and datasets may have the wildcards * and ?. `zoo runs list` and
    `zoo runs ls` are the same as `zoo runs`, and `rm` is the same as `remove`.
    """
    if ctx.invoked_subcommand is not None:
        _refuse_filters(ctx)
        return
    from zoo.cli import console, runs_list
    from zoo.runs.listing import look_at
    from zoo.runs.selection import KINDS, select, sort_by

    most = runs_list.checked_limit(limit)
    folder = runs_of(ctx)
    everything = _summaries(folder, may_lack=runs_dir is None, sweeps=sweeps)
    patterns = dict(zip(KINDS, (names, models, optimizers, datasets, tags), strict=True))
    rows = sort_by(select(everything, statuses, patterns), sort or "began")
    is_hidden = any(patterns.values()) and not statuses
    left_out = [each for each in everything if not each.is_readable] if is_hidden else []
    if as_json:
        console.document([look_at(each.path).to_json() for each in rows[:most]])
        runs_list.say_remarks(left_out, everything)
        return
    most = most or (runs_list.SHOWN if console.moves(console.out()) else None)
    runs_list.say(rows[:most], everything, patterns, folder, _now())
    runs_list.say_remarks([*rows[:most], *left_out], everything)
    runs_list.say_more(rows, most, is_sorted=sort is not None)
    if not sweeps:
        runs_list.say_sweeps(folder)


def _refuse_filters(ctx: click.Context) -> None:
    """UsageError if options that filter the list are given to a command."""
    given = [name for name in FILTERS if ctx.params[name] not in (None, False, ())]
    if given:
        options = {each.name: long_name(each) for each in ctx.command.params}
        asked = enumerated([options[name] for name in given])
        raise UsageError(
            f"{asked} can't be used with {ctx.command_path} {ctx.invoked_subcommand}; wanted RUN"
        )


def _summaries(folder: Path, *, may_lack: bool, sweeps: bool) -> list[Summary]:
    """All runs; the default folder may be missing."""
    from zoo.runs.index import summaries

    return [] if may_lack and not folder.exists() else summaries(folder, sweeps=sweeps)


def _now() -> datetime:
    from datetime import datetime

    return datetime.now().astimezone()


@command.command(
    "remove",
    short_help="Remove runs and their folders.",
    examples=("zoo runs remove last", "zoo runs rm 3f9a --yes"),
)
@click.argument("runs", metavar="RUN...", type=Run(), nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask for a confirmation.")
@runs_dir_option
@click.pass_context
def remove(ctx: click.Context, *, runs: tuple[str, ...], yes: bool, runs_dir: str | None) -> int:  # noqa: ARG001 - read by runs_of
    """Remove runs: their folders, and nothing else.

    RUN is a run's folder, its name, its id, the last four characters of its id, or `last`. A run that
    is still running is not removed.
    """
    from zoo.cli import console
    from zoo.runs import removal
    from zoo.runs.find import find_run
    from zoo.runs.listing import described, look_at
    from zoo.tables.words import literal

    paths = [removal.checked(find_run(run, runs_of(ctx))) for run in runs]
    once: dict[Path, Path] = {}
    for path in paths:
        once.setdefault(path.resolve(), path)
    found = [look_at(path) for path in once.values()]
    running = [described(each, _now()) for each in found if each.status == "running"]
    if running:
        still = f"{enumerated(running)} {'is' if len(running) == 1 else 'are'} running"
        raise ZooError(f"{still} and nothing was removed; Ctrl-C stops a training")
    if not yes and not _confirmed([described(each, _now()) for each in found]):
        console.note("nothing was removed")
        return 1
    for each in found:
        removal.remove(each.path)
        console.say(f"Run {each.id[-4:]} removed: {literal(str(each.path))}")
    return 0


def _confirmed(named: Sequence[str]) -> bool:
    """Ask for a confirmation; UsageError without a terminal."""
    if sys.stdin is None or not sys.stdin.isatty():  # None if the caller closed it
        raise UsageError("there is no terminal to confirm on; pass --yes")
    from zoo.tables.words import literal

    return click.confirm(f"Remove {literal(enumerated(named))}?", err=True)


command.add_command(show)
command.add_command(rename)

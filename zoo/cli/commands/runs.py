"""`zoo runs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zoo.cli.commands.runs_remove import remove
from zoo.cli.commands.runs_rename import rename
from zoo.cli.commands.runs_show import show
from zoo.cli.options import json_option, runs_dir_option
from zoo.cli.parameters import RUNS, EntryName, Word, long_name, runs_of
from zoo.cli.runs_group import Runs
from zoo.errors import UsageError, enumerated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from zoo.runs.listed_sweep import ListedSweep
    from zoo.runs.listing import ListedRun

    Listed = ListedRun | ListedSweep

STATUSES = ("running", "completed", "interrupted", "failed", "unreadable")
FILTERS = ("statuses", "names", "models", "optimizers", "datasets", "tags", "sweeps", "sort")
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
    short_help="List runs and sweeps; show, rename or remove some of them.",
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
    runs_dir: str | None,
    as_json: bool,
) -> None:
    """List runs, the newest first, with the metrics of their kept epochs.

    Settings are those that differ from the defaults, such as "epochs 10, lr 0.01". A sweep has one row,
    with the number of its complete runs and the metrics of the best one; --all lists its runs, too.

    Names, tags, models, optimizers and datasets may have the wildcards * and ?. `zoo runs list` and
    `zoo runs ls` are the same as `zoo runs`, and `rm` is the same as `remove`.
    """
    if ctx.invoked_subcommand is not None:
        _refuse_filters(ctx)
        return
    from zoo.cli import console
    from zoo.runs.selection import KINDS, select, sort_by

    folder = runs_of(ctx)
    everything = _listed(folder, may_lack=runs_dir is None, inside=sweeps)
    patterns = dict(zip(KINDS, (names, models, optimizers, datasets, tags), strict=True))
    rows = sort_by(select(everything, statuses, patterns), sort or "began")
    is_hidden = any(patterns.values()) and not statuses
    left_out = [each for each in everything if each.status == "unreadable"] if is_hidden else []
    if as_json:
        console.document([each.to_json() for each in rows])
        _say_remarks(left_out, everything)
        return
    if rows:
        _print(rows, everything)
    elif everything:
        console.note(f"none of {_many(everything)} in {folder}/ matches{_meant(everything, patterns)}")
    else:
        console.note(f"there is no run in {folder}/; zoo train makes one")
    _say_remarks([*rows, *left_out], everything)
    if not sweeps and any(_is_sweep(each) for each in rows):
        console.then("zoo runs --all" + ("" if str(folder) == RUNS else f" --runs-dir {folder}"))


def _is_sweep(row: Listed) -> bool:
    from zoo.runs.listed_sweep import ListedSweep

    return isinstance(row, ListedSweep)


def _many(rows: Sequence[Listed]) -> str:
    return f"{len(rows):,} {'runs and sweeps' if any(map(_is_sweep, rows)) else 'runs'}"


def _refuse_filters(ctx: click.Context) -> None:
    """UsageError if options that filter the list are given to a command."""
    given = [name for name in FILTERS if ctx.params[name]]
    if given:
        options = {each.name: long_name(each) for each in ctx.command.params}
        asked = enumerated([options[name] for name in given])
        raise UsageError(
            f"{asked} can't be used with {ctx.command_path} {ctx.invoked_subcommand}; wanted RUN"
        )


def _listed(folder: Path, *, may_lack: bool, inside: bool) -> list[Listed]:
    """All runs and sweeps, with `inside` also the runs of these; the default folder may be missing."""
    from zoo.runs.listed_sweep import listed_sweeps
    from zoo.runs.listing import listed

    if may_lack and not folder.exists():
        return []
    runs = listed(folder, sweeps=True)
    return [*(run for run in runs if inside or not run.sweep), *listed_sweeps(folder, runs)]


def _print(rows: Sequence[Listed], everything: Sequence[Listed]) -> None:
    from zoo.cli import console
    from zoo.tables import runs as tables

    console.answer(tables.runs(rows, [each.id for each in everything], _now()))


def _say_remarks(rows: Sequence[Listed], everything: Sequence[Listed]) -> None:
    from zoo.cli import console
    from zoo.tables import runs as tables

    sentence, details = tables.remarks(rows, [each.id for each in everything])
    if sentence:
        console.error(sentence, details, prefix="note")


def _meant(everything: Sequence[Listed], patterns: Mapping[str, Sequence[str]]) -> str:
    """A suggestion for a pattern that matches no name."""
    from zoo.registry import nearest
    from zoo.runs.selection import fits, words

    for kind, wanted in patterns.items():
        names = {word for each in everything for word in words(each, kind)}
        if wanted and not any(fits(name, wanted) for name in names):
            meant = nearest(wanted[0].rstrip("*"), sorted(names))
            return f"; did you mean --{kind} {meant}?" if meant else ""
    return ""


def _now() -> datetime:
    from datetime import datetime

    return datetime.now().astimezone()


for each in (show, rename, remove):
    command.add_command(each)

"""`zoo runs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zoo.cli.commands.runs_remove import remove
from zoo.cli.commands.runs_rename import rename
from zoo.cli.commands.runs_show import show
from zoo.cli.options import json_option, runs_dir_option
from zoo.cli.parameters import EntryName, WholeNumber, Word, long_name, runs_of
from zoo.cli.runs_group import Runs
from zoo.errors import UsageError, enumerated

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from zoo.runs.selection import Listed

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


class Order(Word):
    """A column to sort by; of metrics, the command knows which ones the runs have."""

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - Click's signature
        """As in the help: there are too many for a list."""
        return "COLUMN"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name."""
        return value if value.startswith("val_") else super().convert(value, param, ctx)


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
@click.option(
    "--sort",
    type=Order(*ORDERS),
    help="Sort by this column or by another metric, as val_auc, the best first. [default: began]",
)
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

    Settings are those that differ from the defaults, such as "epochs 10, lr 0.01". A sweep has one row,
    with the number of its complete runs and the metrics of the best one; --all lists its runs, too.

    Names, tags, models, optimizers and datasets may have the wildcards * and ?. `zoo runs list` and
    `zoo runs ls` are the same as `zoo runs`, and `rm` is the same as `remove`.
    """
    if ctx.invoked_subcommand is not None:
        _refuse_filters(ctx)
        return
    from zoo.cli import console, runs_list
    from zoo.runs.listed_sweep import ListedSweep
    from zoo.runs.listing import look_at
    from zoo.runs.selection import KINDS, select, sort_by

    most = runs_list.checked_limit(limit)
    folder = runs_of(ctx)
    everything = _listed(folder, may_lack=runs_dir is None, inside=sweeps)
    patterns = dict(zip(KINDS, (names, models, optimizers, datasets, tags), strict=True))
    runs_list.check_order(sort, ORDERS, everything)
    rows = sort_by(select(everything, statuses, patterns), sort or "began")
    is_hidden = any(patterns.values()) and not statuses
    left_out = [each for each in everything if each.status == "unreadable"] if is_hidden else []
    if as_json:
        found = [each if isinstance(each, ListedSweep) else look_at(each.path) for each in rows[:most]]
        console.document([each.to_json() for each in found])
        runs_list.say_remarks(left_out, everything)
        return
    most = most or (runs_list.SHOWN if console.moves(console.out()) else None)
    runs_list.say(rows[:most], everything, patterns, folder, _now())
    runs_list.say_remarks([*rows[:most], *left_out], everything)
    runs_list.say_more(rows, most, is_sorted=sort is not None)
    if not sweeps:
        runs_list.say_all(rows[:most], folder)


def _refuse_filters(ctx: click.Context) -> None:
    """UsageError if options that filter the list are given to a command."""
    given = [name for name in FILTERS if ctx.params[name] not in (None, False, ())]
    if given:
        options = {each.name: long_name(each) for each in ctx.command.params}
        asked = enumerated([options[name] for name in given])
        raise UsageError(
            f"{asked} can't be used with {ctx.command_path} {ctx.invoked_subcommand}; wanted RUN"
        )


def _listed(folder: Path, *, may_lack: bool, inside: bool) -> list[Listed]:
    """All runs and sweeps, with `inside` also the runs of these; the default folder may be missing."""
    from zoo.runs.index import summaries
    from zoo.runs.listed_sweep import listed_sweeps

    if may_lack and not folder.exists():
        return []
    runs = summaries(folder, sweeps=True)
    alone = (run for run in runs if inside or run.place == run.id)
    return [*alone, *listed_sweeps(folder, runs)]


def _now() -> datetime:
    from datetime import datetime

    return datetime.now().astimezone()


for each in (show, rename, remove):
    command.add_command(each)

"""`zoo sweep`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zoo.cli.parameters import (
    DATA,
    Name,
    Value,
    Word,
    json_option,
    progress_option,
    quiet_option,
    runs_dir_option,
    runs_of,
    target_option,
    task_option,
)
from zoo.cli.sweep_run import carry_on, form_of
from zoo.errors import UsageError, shorten
from zoo.schema.toml import parse_value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zoo.sweeps import Asked, Combination, Sweep
    from zoo.sweeps.run import Planned

MANY = 1_000
"""Combinations from which on it asks."""
MOST = 100_000
"""Combinations that a sweep can have: each has a plan of its own."""
MOST_SEEDS = 10_000


def lists(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, list[Any]]:  # noqa: ARG001 - Click hands it over
    """`--set PATH=VALUE,VALUE …` as a list of values for each path."""
    from zoo.sweeps.combinations import alternatives

    settings = {}
    for text in given:
        path, equals, values = text.partition("=")
        if not equals or not path.strip():
            raise UsageError(
                f"--set {text} has no value; wanted PATH=VALUE,VALUE, as hidden.units=50,100,200"
            )
        parts = alternatives(values)
        if "" in parts:
            raise UsageError(f"--set {shorten(text)} has an empty part; wanted PATH=VALUE,VALUE")
        settings[path.strip()] = [parse_value(each) for each in parts]
    return settings


@click.command("sweep", short_help="Train every combination of models, optimizers and settings.")
@click.argument("models", metavar="MODEL...", type=Name("model"), nargs=-1, required=True)
@click.option(
    "--optimizer",
    "optimizers",
    type=Name("optimizer"),
    multiple=True,
    help='Names or patterns, as rmsprop,adam or "*". [default: rmsprop]',
)
@click.option("--dataset", type=Name("dataset"), help=f"A name, or {DATA}. [default: fashion-mnist]")
@target_option
@task_option
@click.option(
    "--set",
    "settings",
    metavar="PATH=VALUE,...",
    multiple=True,
    callback=lists,
    allow_from_autoenv=False,
    help="Try each of these values, as hidden.units=50,100,200.",
)
@click.option("--seeds", type=Value("N"), default=1, help="Train each with so many seeds. [default: 1]")
@click.option("--seed", type=Value("N"), default=42, help="The first of the seeds. [default: 42]")
@click.option("--epochs", type=Value("N"), help="How often to go through the training examples. [default: 5]")
@click.option("--batch-size", type=Value("N"), help="Examples a step. [default: 32]")
@click.option("--backend", type=Value("NAME"), help="[default: $KERAS_BACKEND, or tensorflow]")
@click.option("--patience", type=Value("N"), help="Stop after N epochs in which val_loss did not fall.")
@click.option(
    "--keep", type=Value("WHICH"), help="Keep the last epoch's weights, or the best's. [default: last]"
)
@click.option("--execution", type=Value("HOW"), help="plain, loop or loop+xla; auto chooses. [default: auto]")
@click.option("--threads", type=Value("N"), default=1, help="Processor threads of each run. [default: 1]")
@click.option("--jobs", type=Value("N"), help="Runs at a time; as many as there are processors.")
@click.option("--dry-run", is_flag=True, help="Show what would be trained.")
@click.option("--yes", is_flag=True, help=f"Don't ask before more than {MANY:,} runs.")
@click.option(
    "--format", "form", type=Word("table", "markdown", "csv"), default="table", help="How to print."
)
@progress_option
@runs_dir_option
@json_option
@quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    models: tuple[str, ...],
    optimizers: tuple[str, ...],
    dataset: str | None,
    target: str | None,
    task: str | None,
    settings: dict[str, list[Any]],
    seeds: Any,
    seed: Any,
    jobs: Any,
    dry_run: bool,
    yes: bool,
    form: str,
    progress: str,
    runs_dir: str | None,  # noqa: ARG001 - runs_of reads it
    as_json: bool,
    quiet: bool,
    **train_settings: Any,
) -> None:
    """Train every combination, several at a time, and rank them by their validation metric.

    MODEL is a name, a pattern as "relu-*", or a TOML file. The runs are kept in a folder of their own;
    an interrupted sweep goes on with zoo resume.
    """
    from zoo.plan.plan import DEFAULT_OPTIMIZER
    from zoo.schema.arguments import checked
    from zoo.schema.fields import Integer
    from zoo.sweeps import Asked
    from zoo.sweeps.directory import JOBS
    from zoo.system.machine import processors

    first = checked("train.seed", Integer(0, 2**32 - 1), seed)
    last = first + checked("seeds", Integer(1, MOST_SEEDS), seeds)
    jobs = processors() if jobs is None else checked("jobs", JOBS, jobs)
    asked = Asked(
        _words("MODEL", models),
        _words("--optimizer", optimizers) or (DEFAULT_OPTIMIZER,),
        tuple(range(first, last)),
        dataset,
        settings,
        {name: value for name, value in train_settings.items() if value is not None},
        target,
        task,
    )
    form = form_of(form, as_json=as_json, quiet=quiet)
    _look_before(asked, yes=yes or dry_run)
    combined = _combined(asked)
    if dry_run:
        _print([each for each, plan in combined if not isinstance(plan, Exception)], form)
    else:
        carry_on(_begun(asked, combined, runs_of(ctx), jobs), progress, form)


def _words(where: str, given: tuple[str, ...]) -> tuple[str, ...]:
    """Names, of which several may stand between commas."""
    words = tuple(word.strip() for text in given for word in text.split(","))
    if "" in words:
        raise UsageError(f"{where} {shorten(','.join(given))} has an empty part; wanted names between commas")
    return words


def _look_before(asked: Asked, *, yes: bool) -> None:
    """Ask before very many runs; where nobody can answer, --yes is wanted."""
    import sys

    many = asked.count()
    if many > MOST:
        raise UsageError(f"{many:,} runs are more than {MOST:,}, the most that a sweep can have")
    if many <= MANY or yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():  # None where whoever called us has closed it
        raise UsageError(f"{many:,} runs are more than {MANY:,}; --yes trains them, --dry-run shows them")
    click.confirm(f"Train {many:,} runs?", abort=True, err=True)


def _combined(asked: Asked) -> Planned:
    """All combinations; what a pattern finds and no plan can have is named."""
    from zoo.cli import console
    from zoo.sweeps import left_out, planned

    combined = planned(asked)
    for reason in left_out(combined):
        console.note(f"left out: {reason}")
    return combined


def _print(rows: Sequence[Combination], form: str) -> None:
    """What would be trained."""
    from zoo.cli import console
    from zoo.sweeps.directory import SCHEMA, numbered
    from zoo.tables import sweep as tables

    if form == "json":
        console.document({"schema": SCHEMA, "combinations": numbered(rows)})
    elif form == "csv":
        console.raw(tables.combinations_csv(rows))
    elif form == "markdown":
        console.raw(tables.markdown(tables.combinations(rows)))
    else:
        console.answer(tables.combinations(rows))
        console.aside(f"{len(rows):,} runs; nothing was trained")


def _begun(asked: Asked, combined: Planned, runs: Path, jobs: int) -> Sweep:
    from zoo.cli.progress import say_aside
    from zoo.sweeps import begin

    return begin(asked, combined, runs, jobs, say_aside)

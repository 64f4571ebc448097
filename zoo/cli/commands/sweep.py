"""`zoo sweep`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zoo.cli.adaptation_options import adaptation_options
from zoo.cli.assignments import RATE
from zoo.cli.command import Command
from zoo.cli.lists import lists, rates, schedules, words
from zoo.cli.options import (
    augment_option,
    backend_option,
    batch_size_option,
    dask_option,
    dataset_option,
    deterministic_option,
    ending_options,
    epochs_option,
    execution_option,
    executor_option,
    json_option,
    log_option,
    precision_option,
    progress_option,
    quiet_option,
    runs_dir_option,
    tag_option,
)
from zoo.cli.own_data_options import own_data_options
from zoo.cli.parameters import EntryName, WholeNumber, Word, runs_of
from zoo.cli.sweep_place import Place
from zoo.cli.sweep_run import carry_on, form_of, print_combinations
from zoo.errors import UsageError

if TYPE_CHECKING:
    from zoo.sweeps import Asked
    from zoo.sweeps.planned import Planned

MANY = 1_000
"""More combinations than this need a confirmation."""
MOST = 100_000
"""The largest number of combinations in a sweep: each of them has its own plan."""
MOST_SEEDS = 10_000


@click.command(
    "sweep",
    cls=Command,
    short_help="Train every combination of models, optimizers and settings.",
    examples=(
        "zoo sweep relu-dropout relu-flatten --seeds 3 -d iris",
        'zoo sweep relu-dropout --optimizer "sgd,adam" --lr 0.001,0.01 -d digits -e 2 -j 2',
        "zoo sweep relu-dropout --set hidden.units=50,100,200 --dry-run",
    ),
)
@click.argument("models", metavar="MODEL...", type=EntryName("model"), nargs=-1, required=True)
@click.option(
    "--optimizer",
    "optimizers",
    type=EntryName("optimizer"),
    multiple=True,
    help='Names or patterns, for example rmsprop,adam or "*". [default: rmsprop]',
)
@click.option(
    "--lr",
    metavar="RATE,...",
    callback=rates,
    help=f"Try each learning rate; short for --set {RATE}=RATE,...",
)
@click.option(
    "--schedule",
    metavar="NAME,...",
    callback=schedules,
    allow_from_autoenv=False,
    help="Try each learning rate schedule: cosine, warmup-cosine, one-cycle, exponential, step or plateau; "
    'with arguments as {type="cosine", end=0.01}.',
)
@augment_option
@adaptation_options
@dataset_option
@own_data_options
@click.option(
    "--set",
    "settings",
    metavar="PATH=VALUE,...",
    multiple=True,
    callback=lists,
    allow_from_autoenv=False,
    help="Try each value of a setting, for example hidden.units=50,100,200.",
)
@click.option(
    "--seeds", type=WholeNumber(), default=1, help="Number of seeds for each combination. [default: 1]"
)
@click.option("--seed", type=WholeNumber(), default=42, help="First random seed. [default: 42]")
@epochs_option
@batch_size_option
@backend_option
@ending_options
@execution_option
@precision_option
@deterministic_option
@click.option("--threads", type=WholeNumber(), default=1, help="Processor threads of each run. [default: 1]")
@click.option(
    "-j",
    "--jobs",
    type=WholeNumber(),
    help="Number of runs at the same time. [default: number of processors]",
)
@dask_option
@executor_option
@log_option
@click.option("--name", metavar="NAME", help="Name of the sweep, by which commands find it.")
@tag_option
@click.option("--dry-run", is_flag=True, help="List the combinations, and train nothing.")
@click.option("-y", "--yes", is_flag=True, help=f"Do not ask before training more than {MANY:,} runs.")
@click.option(
    "--format",
    "form",
    type=Word("table", "markdown", "csv"),
    default="table",
    help="Output format. [default: table]",
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
    task: Any,
    lr: list[Any] | None,
    schedule: list[Any] | None,
    settings: dict[str, list[Any]],
    seeds: Any,
    seed: Any,
    jobs: Any,
    dask: str | None,
    executor: str | None,
    callbacks: tuple[str, ...],
    start: str | None,
    partial: bool,
    teacher: str | None,
    phases: Any,
    name: str | None,
    tags: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    form: str,
    progress: str,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
    as_json: bool,
    quiet: bool,
    **train_settings: Any,
) -> None:
    """Train every combination, several at the same time, and rank them by their validation metric.

    MODEL is a registered name, a pattern such as "relu-*", or a TOML file. The runs are saved in the
    folder of the sweep. Resume an interrupted sweep with `zoo resume`.
    """
    from zoo.cli.progress import say_aside
    from zoo.plan.given_once import merged
    from zoo.plan.plan import DEFAULT_OPTIMIZER, Plan
    from zoo.plan.schedule import SCHEDULE
    from zoo.runs.names import checked_name, checked_tags
    from zoo.runs.start import begun_from
    from zoo.runs.sweep import JOBS
    from zoo.runs.teacher import taught_by
    from zoo.schema.arguments import checked
    from zoo.schema.fields import Integer
    from zoo.specs.data_options import OPTIONS, DataOptions
    from zoo.sweeps import Asked, begin, check
    from zoo.system.machine import processors

    lists = {name: train_settings.pop(name) for name in OPTIONS}
    options = DataOptions.of(target, task, **lists)
    first = checked("train.seed", Integer(0, 2**32 - 1), seed)
    last = first + checked("seeds", Integer(1, MOST_SEEDS), seeds)
    place = Place(executor, dask)
    if place and jobs is not None:
        raise UsageError(f"--jobs and {place} are both given; wanted one of them")
    jobs = processors() if jobs is None else checked("jobs", JOBS, jobs)
    runs = runs_of(ctx)
    asked = Asked(
        words("MODEL", models),
        words("--optimizer", optimizers) or (DEFAULT_OPTIMIZER,),
        tuple(range(first, last)),
        dataset,
        merged(settings, {RATE: lr, SCHEDULE: schedule}),
        {setting: value for setting, value in train_settings.items() if value is not None},
        options,
        callbacks,
        begun_from(start, runs, partial=partial),
        taught_by(teacher, runs),
        phases,
    )
    about: dict[str, Any] = {"name": checked_name(name), "tags": checked_tags(tags)}
    form = form_of(form, as_json=as_json, quiet=quiet)
    _look_before(asked, yes=yes or dry_run)
    combined = _combined(asked)
    if dry_run:
        check(asked, combined, say_aside)
        print_combinations([each for each, plan in combined if not isinstance(plan, Exception)], form)
        return
    with place.opened([plan for _, plan in combined if isinstance(plan, Plan)], runs) as workers:
        begun = begin(asked, combined, runs, jobs, say_aside, **about)
        carry_on(begun, progress, form, workers=workers)


def _look_before(asked: Asked, *, yes: bool) -> None:
    """Ask for a confirmation of many runs; UsageError without a terminal and --yes."""
    import sys

    many = asked.count()
    if many > MOST:
        raise UsageError(f"{many:,} runs are more than {MOST:,}, the largest sweep")
    if many <= MANY or yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():  # None if the caller closed it
        raise UsageError(
            f"{many:,} runs are more than {MANY:,}; pass --yes to train them, or --dry-run to list them"
        )
    click.confirm(f"Train {many:,} runs?", abort=True, err=True)


def _combined(asked: Asked) -> Planned:
    """All combinations; notes name those that are left out because no plan is possible."""
    from zoo.cli import console
    from zoo.sweeps import left_out, planned

    combined = planned(asked)
    for reason in left_out(combined):
        console.note(f"left out: {reason}")
    return combined

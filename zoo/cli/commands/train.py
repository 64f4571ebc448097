"""`zoo train`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from zoo.cli.adaptation_options import adaptation_options
from zoo.cli.assignments import RATE
from zoo.cli.command import Command
from zoo.cli.options import (
    augment_option,
    backend_option,
    batch_size_option,
    dataset_option,
    deterministic_option,
    ending_options,
    epochs_option,
    execution_option,
    json_option,
    log_option,
    lr_option,
    precision_option,
    progress_option,
    quiet_option,
    runs_dir_option,
    schedule_option,
    set_option,
    tag_option,
)
from zoo.cli.own_data_options import own_data_options
from zoo.cli.parameters import EntryName, WholeNumber, runs_of


@click.command(
    "train",
    cls=Command,
    short_help="Train a model.",
    examples=(
        "zoo train relu-dropout",
        "zoo train relu-dropout -d digits -e 10 --optimizer sgd --lr 0.05 --set hidden.units=200",
        "zoo train relu-flatten -d flowers.csv --target species --patience 3",
    ),
)
@click.argument("model", type=EntryName("model"), required=False)
@click.option("--plan", type=click.Path(), metavar="FILE", help="Train this plan.toml instead of MODEL.")
@click.option(
    "--optimizer",
    type=EntryName("optimizer"),
    help="Registered optimizer, or a TOML file that declares one. [default: rmsprop]",
)
@lr_option
@schedule_option
@augment_option
@adaptation_options
@dataset_option
@own_data_options
@epochs_option
@batch_size_option
@click.option("--seed", type=WholeNumber(), help="Random seed. [default: 42]")
@set_option
@backend_option
@ending_options
@execution_option
@precision_option
@deterministic_option
@click.option(
    "--threads",
    type=WholeNumber(),
    help="Processor threads. [default: number of processors; 1 for small models on torch]",
)
@click.option("--checkpoint-every", type=WholeNumber(), help="Save a checkpoint every N epochs. [default: 1]")
@log_option
@click.option("--name", metavar="NAME", help="Name of the run, by which commands find it.")
@tag_option
@click.option(
    "--dry-run",
    "is_dry_run",
    is_flag=True,
    help="Print the layers, the steps and the memory, and train nothing; with --quiet, the plan as TOML.",
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
    model: str | None,
    plan: str | None,
    optimizer: str | None,
    dataset: str | None,
    target: str | None,
    task: Any,
    lr: Any,
    settings: dict[str, Any],
    callbacks: tuple[str, ...],
    start: str | None,
    partial: bool,
    teacher: str | None,
    phases: Any,
    name: str | None,
    tags: tuple[str, ...],
    is_dry_run: bool,
    progress: str,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
    as_json: bool,
    quiet: bool,
    **train_settings: Any,
) -> None:
    """Train a model on a dataset, and save the run in its own folder.

    MODEL is a registered name, for example relu-dropout, or a TOML file that declares a model or a
    plan, for example ./mine.toml.
    """
    from zoo.api import train as api
    from zoo.api.dry_run import dry_run
    from zoo.cli.run_output import note_taken_name, print_expected, print_outcome, watched
    from zoo.errors import DeclarationError, UsageError
    from zoo.plan.given_once import merged
    from zoo.specs.data_options import OPTIONS, DataOptions

    if model is None and plan is None:
        raise UsageError("argument MODEL is missing; see `zoo list`, or pass --plan FILE")
    if model is not None and plan is not None:
        raise UsageError(f"MODEL and --plan are both given: {model} and {plan}; wanted one of them")
    columns = {name: train_settings.pop(name) for name in OPTIONS}
    wanted: dict[str, Any] = {
        "settings": merged(settings, {RATE: lr}),
        "callbacks": callbacks,
        "start": start,
        "partial": partial,
        "teacher": teacher,
        "phases": phases,
    }
    what = str(model) if plan is None else Path(plan)
    try:
        with watched("off" if quiet and progress == "auto" else progress, as_json=as_json) as watch:
            if is_dry_run:
                options = DataOptions.of(target, task, **columns)
                wanted |= {"runs": Path(runs_of(ctx)), "options": options, "watch": watch}
                foreseen = dry_run(what, optimizer, dataset, train_settings, **wanted)
            else:
                note_taken_name(name, runs_of(ctx))
                record = api.train(
                    what,
                    optimizer,
                    dataset,
                    name=name,
                    tags=tags,
                    runs_dir=runs_of(ctx),
                    watch=watch,
                    target=target,
                    task=task,
                    **columns,
                    **wanted,
                    **train_settings,
                )
    except DeclarationError as error:
        error.add_note("nothing was trained")
        raise
    if is_dry_run:
        print_expected(foreseen, as_json=as_json, quiet=quiet)
    else:
        print_outcome(record, as_json=as_json, quiet=quiet, progress=progress)

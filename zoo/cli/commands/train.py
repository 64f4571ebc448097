"""`zoo train`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from zoo.cli.parameters import (
    DATA,
    Name,
    Value,
    json_option,
    progress_option,
    quiet_option,
    runs_dir_option,
    runs_of,
    set_option,
    target_option,
    task_option,
)


@click.command("train", short_help="Train a model.")
@click.argument("model", type=Name("model"), required=False)
@click.option("--plan", type=click.Path(), help="Train what a plan's file says, in place of MODEL.")
@click.option(
    "--optimizer", type=Name("optimizer"), help="A name, or a TOML file with an optimizer. [default: rmsprop]"
)
@click.option("--dataset", type=Name("dataset"), help=f"A name, or {DATA}. [default: fashion-mnist]")
@target_option
@task_option
@click.option("--epochs", type=Value("N"), help="How often to go through the training examples. [default: 5]")
@click.option("--batch-size", type=Value("N"), help="Examples a step. [default: 32]")
@click.option("--seed", type=Value("N"), help="What weights, order and dropout are drawn from. [default: 42]")
@set_option
@click.option("--backend", type=Value("NAME"), help="[default: $KERAS_BACKEND, or tensorflow]")
@click.option("--patience", type=Value("N"), help="Stop after N epochs in which val_loss did not fall.")
@click.option(
    "--keep", type=Value("WHICH"), help="Keep the last epoch's weights, or the best's. [default: last]"
)
@click.option("--execution", type=Value("HOW"), help="plain, loop or loop+xla; auto chooses. [default: auto]")
@click.option("--threads", type=Value("N"), help="Processor threads; as many as there are processors.")
@click.option("--checkpoint-every", type=Value("N"), help="Keep the state of every Nth epoch. [default: 1]")
@click.option(
    "--callback",
    "--log",
    "callbacks",
    type=Name("callback"),
    multiple=True,
    allow_from_autoenv=False,
    help="Add a callback: tensorboard, mlflow, or a plugin's.",
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
    settings: dict[str, Any],
    callbacks: tuple[str, ...],
    progress: str,
    runs_dir: str | None,  # noqa: ARG001 - runs_of reads it
    as_json: bool,
    quiet: bool,
    **train_settings: Any,
) -> None:
    """Train a model on a dataset, and keep what came of it in a folder of its own.

    MODEL is a name, as relu-dropout, or a TOML file with a model or a plan, as ./mine.toml.
    """
    from zoo.api.train import train
    from zoo.cli.run_output import print_outcome, watched
    from zoo.errors import DeclarationError, UsageError

    if (model is None) == (plan is None):
        raise UsageError("zoo train takes either MODEL or --plan FILE; wanted one of them")
    try:
        with watched("off" if quiet and progress == "auto" else progress, as_json=as_json) as watch:
            record = train(
                str(model) if plan is None else Path(plan),
                optimizer,
                dataset,
                target=target,
                task=task,
                settings=settings,
                callbacks=callbacks,
                runs_dir=runs_of(ctx),
                watch=watch,
                **train_settings,
            )
    except DeclarationError as error:
        error.add_note("nothing was trained")
        raise
    print_outcome(record, as_json=as_json, quiet=quiet)

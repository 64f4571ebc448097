"""`zoo gradients`."""

from __future__ import annotations

from typing import Any

import click

from zoo.cli.command import Command
from zoo.cli.options import (
    backend_option,
    batch_size_option,
    class_weight_option,
    dataset_option,
    force_option,
    json_option,
    loss_option,
    output_option,
    precision_option,
    set_option,
)
from zoo.cli.own_data_options import own_data_options
from zoo.cli.parameters import EntryName, WholeNumber


@click.command(
    "gradients",
    cls=Command,
    short_help="Measure the gradients of a model by layer.",
    examples=(
        "zoo gradients sigmoid-2layer",
        "zoo gradients sigmoid-2layer relu-flatten -d digits -o gradients.svg",
        "zoo gradients relu-flatten -d digits --after 100 --optimizer sgd",
    ),
)
@click.argument("models", type=EntryName("model"), nargs=-1, required=True, metavar="MODEL...")
@dataset_option
@own_data_options
@batch_size_option
@click.option("--seed", type=WholeNumber(), help="Random seed. [default: 42]")
@set_option
@loss_option
@class_weight_option
@backend_option
@precision_option
@click.option("--threads", type=WholeNumber(), help="Processor threads. [default: number of processors]")
@click.option(
    "--batches", type=WholeNumber(), default=10, help="Number of batches, up to an epoch. [default: 10]"
)
@click.option("--after", type=WholeNumber(), default=0, help="Steps to train before. [default: 0]")
@click.option(
    "--optimizer",
    type=EntryName("optimizer"),
    help="Optimizer of these steps, by name or as a TOML file. [default: rmsprop]",
)
@output_option("FILE.svg|FILE.png", "Also draw the gradients, as SVG or PNG.")
@force_option
@json_option
def command(
    *,
    models: tuple[str, ...],
    dataset: str | None,
    settings: dict[str, Any],
    output: str | None,
    force: bool,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Measure the gradient of the loss for each layer, before a model is trained or after its first steps.

    MODEL is a registered name, or a TOML file that declares a model; several are drawn in the same axes. If
    the gradients become smaller and smaller towards the input, they vanish, and the first layers hardly
    learn. Frozen layers have none. Nothing is saved but the picture.
    """
    from zoo.api.gradients import gradients
    from zoo.cli import console
    from zoo.cli.progress import say_aside
    from zoo.drawing.png import ENDINGS, in_format
    from zoo.system.output import checked_output, write_output
    from zoo.tables import gradients as tables

    path = None if output is None else checked_output(output, force=force, endings=ENDINGS)
    found = [gradients(model, dataset, settings=settings, watch=say_aside, **chosen) for model in models]
    if path is not None:
        write_output(path, in_format(found[0].to_svg(*found[1:]), path))
    if as_json:
        picture = None if path is None else str(path)
        console.document({"schema": 1, "models": [each.to_json() for each in found], "picture": picture})
        return
    for at, each in enumerate(found):
        console.say(f"\n{each.title}" if at else each.title)
        console.answer(tables.gradients(each.layers, each.frozen))
    if path is not None:
        console.say(str(path))

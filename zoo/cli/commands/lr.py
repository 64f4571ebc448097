"""`zoo lr`."""

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
from zoo.cli.parameters import EntryName, Raw, WholeNumber

PICTURE = "lr.svg"
"""The default file."""


@click.command(
    "lr",
    cls=Command,
    short_help="Propose a learning rate.",
    examples=("zoo lr relu-dropout", "zoo lr relu-dropout -d digits --optimizer sgd -o rates.png"),
)
@click.argument("model", type=EntryName("model"))
@click.option(
    "--optimizer",
    type=EntryName("optimizer"),
    help="Registered optimizer, or a TOML file that declares one. [default: rmsprop]",
)
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
@click.option("--steps", type=WholeNumber(), default=200, help="Number of steps. [default: 200]")
@click.option(
    "--min-rate", type=Raw("RATE"), default=1e-6, help="Learning rate of the first step. [default: 1e-06]"
)
@click.option(
    "--max-rate", type=Raw("RATE"), default=10.0, help="Learning rate of the last step. [default: 10]"
)
@output_option("FILE.svg|FILE.png", f"File to write. [default: {PICTURE}]", PICTURE)
@force_option
@json_option
def command(
    *,
    model: str,
    optimizer: str | None,
    dataset: str | None,
    settings: dict[str, Any],
    output: str,
    force: bool,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Train for some steps with a rising learning rate, and draw the loss against it.

    MODEL is a registered name, or a TOML file that declares a model. The proposed learning rate is the one
    at which the smoothed loss falls fastest. No run is saved, only the picture.
    """
    from zoo.api.range_test import range_test
    from zoo.cli import console
    from zoo.cli.progress import say_aside
    from zoo.drawing.png import ENDINGS, in_format
    from zoo.system.output import checked_output, write_output

    path = checked_output(output, force=force, endings=ENDINGS)
    found = range_test(model, optimizer, dataset, settings=settings, watch=say_aside, **chosen)
    write_output(path, in_format(found.to_svg(), path))
    if as_json:
        console.document({"schema": 1, **found.to_json(), "picture": str(path)})
        return
    if found.suggestion is None:
        console.note(f"the loss does not fall between {found.rates[0]:.2g} and {found.rates[-1]:.2g}")
    else:
        console.say(f"{found.title}: the loss falls fastest at ", f"--lr {found.suggestion:.2g}")
    console.say(str(path))

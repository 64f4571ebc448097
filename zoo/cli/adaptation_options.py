"""The options for how a model's layers are adapted to new data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from zoo.cli.parameters import Raw

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

lr_decay_option = click.option(
    "--lr-decay",
    type=Raw("FACTOR"),
    help="Learning rate of each layer, as a multiple of that of the layer above it. [default: 1]",
)
lora_option = click.option(
    "--lora",
    type=Raw("RANK"),
    help="Train matrices of this rank in place of the kernels (LoRA), and the head; they are merged into the "
    "kernels of the saved model.",
)


def adaptation_options(command: F) -> F:
    """The options of `zoo train` that say which layers are trained, and how fast."""
    for option in (lora_option, lr_decay_option):
        command = option(command)
    return command

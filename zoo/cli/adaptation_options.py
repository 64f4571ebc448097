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
teacher_option = click.option(
    "--teacher",
    metavar="RUN",
    help="Learn from the outputs of a trained classifier, too: a run, or named weights (distillation).",
)
temperature_option = click.option(
    "--temperature",
    type=Raw("T"),
    help="What logits of model and teacher are divided by before their softmax. [default: 4]",
)
teacher_weight_option = click.option(
    "--teacher-weight", type=Raw("SHARE"), help="The teacher's share of the loss. [default: 0.9]"
)


def adaptation_options(command: F) -> F:
    """The options of `zoo train` that say how layers are trained, and by whom."""
    of_teacher = teacher_weight_option, temperature_option, teacher_option
    for option in (*of_teacher, lora_option, lr_decay_option):
        command = option(command)
    return command

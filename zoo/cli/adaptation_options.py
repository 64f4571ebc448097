"""The options for how a training begins from weights, and how a model's layers are adapted to new data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from zoo.cli.lists import phases
from zoo.cli.parameters import Raw
from zoo.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def _refuse_alone(ctx: click.Context, param: click.Parameter, given: bool) -> bool:  # noqa: ARG001, FBT001 - Click's signature
    """--partial, which says how weights are taken; UsageError without --from, which is read before it."""
    if given and ctx.params.get("start") is None:
        raise UsageError("--partial is given without --from; wanted --from SOURCE --partial")
    return given


from_option = click.option(
    "--from",
    "start",
    metavar="SOURCE",
    is_eager=True,
    help="Begin from the weights of a run, from named weights, from a .keras, .weights.h5, .h5 or "
    ".safetensors file, or from a model of Keras Applications in Keras's cache, as MobileNetV2. A head for "
    "other classes is new.",
)
partial_option = click.option(
    "--partial",
    is_flag=True,
    callback=_refuse_alone,
    help="With --from, take only the weights that fit by name and shape.",
)
freeze_option = click.option(
    "--freeze",
    metavar="LAYERS",
    help="Layers that keep their weights: names or patterns, as 'conv*,stage'; a block is all of its layers.",
)
train_only_option = click.option(
    "--train-only", metavar="LAYERS", help="The only layers that are trained: names or patterns, as output."
)
phase_option = click.option(
    "--phase",
    "phases",
    metavar="SETTINGS",
    multiple=True,
    callback=phases,
    allow_from_autoenv=False,
    help="Add a phase of the training, as 'epochs=3 freeze=stem,stage' and then 'epochs=5 unfreeze=stage "
    "lr=1e-5'; also train_only, schedule and optimizer.SETTING.",
)
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
    """The options that say which weights a training begins from, how its layers are trained, and by whom."""
    options = (
        *(from_option, partial_option, freeze_option, train_only_option, phase_option),
        *(lr_decay_option, lora_option, teacher_option, temperature_option, teacher_weight_option),
    )
    for option in reversed(options):
        command = option(command)
    return command

"""What is checked of a plan before it is trained, beside what the plan itself checks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zoo.errors import SettingError, UsageError, ZooError, shorten
from zoo.plan.backends import BACKENDS
from zoo.system.machine import in_gigabytes, machine_memory

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.specs.architecture import Architecture
    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named

FRAMEWORK = {"tensorflow": 650 * 2**20, "jax": 950 * 2**20, "torch": 950 * 2**20}
"""Peak memory of the command that trains a tiny model with a backend; Keras imports TensorFlow with each."""
FEWEST_COPIES = 9
"""float32 values per parameter at the peak of a training by plain SGD: weight, gradient, and what steps and
files of a run are made from. Measured with up to 50 million parameters, as the next."""
COPIES = 14
"""The same for an optimizer with one slot, such as rmsprop."""


def registered(model: Named[ModelSpec]) -> None:
    """Raise UsageError if a model is built by code that is not registered: a plan only has its name."""
    builder = model.value.builder
    if builder is None or model.distribution is not None:
        return
    name = getattr(builder, "__qualname__", type(builder).__name__)
    msg = (
        f"the builder {shorten(name)} is not registered, so the run's model could not be rebuilt; "
        "wanted a model made of layers, or the name under which a plugin registers it (see zoo new)"
    )
    raise UsageError(msg)


def memory(plan: Plan, known: Architecture) -> None:
    """Raise ZooError if the parameters need more memory than the machine or its container has for them."""
    available = machine_memory()
    needed = 4 * FEWEST_COPIES * known.parameters
    if available is not None and needed + FRAMEWORK[plan.train.backend] > available:
        backend = BACKENDS[plan.train.backend]
        msg = (
            f"{plan.model.name} has {known.parameters:,} parameters, which need {in_gigabytes(needed)} "
            f"to be trained, beside {backend}; this machine has {in_gigabytes(available)}"
        )
        raise ZooError(msg)


def updates(plan: Plan, examples: int) -> None:
    """Raise SettingError if gradients are accumulated over more steps than a training on `examples` has."""
    accumulated = plan.optimizer.value.optimizer.gradient_accumulation_steps
    steps = math.ceil(examples / plan.train.batch_size) * plan.train.epochs
    if accumulated is not None and accumulated > steps:
        wanted = f"at most {steps:,}" if steps > 1 else "none"
        reason = f"is more than the training has steps, {steps:,}, so no weight would change; wanted {wanted}"
        raise SettingError("optimizer.gradient_accumulation_steps", accumulated, reason)

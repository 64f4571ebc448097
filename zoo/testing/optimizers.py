"""The checks of an optimizer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.plan.schedule import in_steps
from zoo.schema.declaration import settings_of
from zoo.specs.layers import Dense, Flatten, Head
from zoo.specs.model import ModelSpec
from zoo.specs.named import Named
from zoo.specs.schedules.span import Run
from zoo.testing import samples
from zoo.testing.backends import works_on_other_backends
from zoo.testing.imports import imports_cleanly, imports_no_framework
from zoo.testing.toml import round_trips

if TYPE_CHECKING:
    from zoo.testing.subject import Subject

NET = Named("small", ModelSpec(layers=(Flatten(), Dense(32, activation="relu", name="hidden"), Head())))

ANY_RUN = Run(samples.EPOCHS, steps_per_epoch=100)
"""A run for schedules with lengths in epochs or shares of it."""


def builds(subject: Subject) -> str:
    """Keras constructs it with all its settings."""
    from zoo.training.build import build_optimizer

    preset = subject.part.value
    schedule = in_steps(preset.learning_rate, None, ANY_RUN)
    build_optimizer(preset if schedule is None else preset.at_rate(schedule.learning_rate))
    declared = preset.optimizer
    return f"keras.optimizers.{declared.type}, {len(settings_of(type(declared)))} settings"


def learns(subject: Subject) -> str:
    """Two epochs with it lower the loss of a small model on digits."""
    from zoo.testing.learning import learnt

    return learnt(samples.plan_for(NET, samples.dataset("digits"), subject.part))


CHECKS = {
    "builds": builds,
    "learns": learns,
    "works on other backends": works_on_other_backends,
    "imports no framework": imports_no_framework,
    "imports cleanly": imports_cleanly,
    "round-trips TOML": round_trips,
}

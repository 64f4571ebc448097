"""A subject's Keras model, built for its own shape and task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.testing.data import own_task

if TYPE_CHECKING:
    import keras

    from zoo.specs.task import Task
    from zoo.testing.subject import Subject


def built_with_task(subject: Subject) -> tuple[keras.Model, Task]:
    """The model, newly built with a fixed seed, and its task."""
    from zoo.training import conformance

    task = own_task(subject.part)
    return conformance.built(subject.part, subject.part.value.input_shape, task), task


def many(count: int, noun: str) -> str:
    """As in "1 layer", "2 layers"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"

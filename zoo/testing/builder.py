"""The checks of a model's builder: what it changes, what it ignores, and whether it can be repeated."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from zoo.system.temporary import temporary_folder
from zoo.testing import behaviour, inputs
from zoo.testing.built import built_with_task, many
from zoo.testing.data import TASKS, own_task, takes
from zoo.testing.result import Failed

if TYPE_CHECKING:
    import keras

    from zoo.testing.subject import Subject

OTHER = 4
"""How much longer the axes of the other shape are; the channels of images are kept."""
IMAGE = 3
"""The axes of an image with channels."""


def leaves_no_trace(subject: Subject) -> str:
    """The builder changes no global setting or seed, writes no files, and uses no network."""
    from zoo.training import conformance

    model = subject.part
    if model.value.builder is None:
        return "built from its declaration"
    with temporary_folder() as folder, contextlib.chdir(folder):
        found = conformance.traces(model, model.value.input_shape, own_task(model))
    if found:
        raise Failed(f"the builder {'; it '.join(found)}")
    return "no settings, seeds, files or connections"


def fits_shape_and_task(subject: Subject) -> str:
    """A builder makes a model for each shape and task, or refuses it with an exception."""
    from zoo.training.build import UnfitModel

    model = subject.part
    if model.value.builder is None:
        return "built from its declaration"
    shape, task = model.value.input_shape, own_task(model)
    try:
        tasks = [each for each in dict.fromkeys((task, *TASKS)) if takes(model, shape, each)]
    except UnfitModel as unfit:
        raise Failed(f"the builder ignores the task, or part of it: {unfit}") from unfit
    other = _other(shape)
    try:
        is_taken = takes(model, other, task)
    except UnfitModel as unfit:
        raise Failed(f"the builder ignores the input shape: {unfit}") from unfit
    return f"{many(len(tasks), 'task')}; {shape}" + (f" and {other}" if is_taken else " alone")


def builds_reproducibly(subject: Subject) -> str:
    """Two builds with one seed are different objects with equal weights and equal predictions."""
    from zoo.training import conformance
    from zoo.training.state import Variables

    (one, _), (other, _) = built_with_task(subject), built_with_task(subject)
    _require_new(one, other)
    first, second = Variables.of(one), Variables.of(other)
    if len(first) != len(second):
        raise Failed(f"{len(first)} variables in one build, {len(second)} in another")
    apart = conformance.differing(first, second)
    if apart:
        differ = f"{len(apart)} of {many(len(first), 'variable')} differ with one seed: {apart[0]}"
        raise Failed(f"{differ}, drawn from random numbers that the seed does not set")
    x = inputs.examples(subject.part, one, behaviour.BATCH)
    if not behaviour.close(conformance.outputs(one, x), conformance.outputs(other, x)):
        layer = behaviour.first_difference(one, other, x)
        why = "it holds numbers that are not variables of Keras, so they are neither seeded nor saved"
        raise Failed(f"two builds with one seed have equal variables but predict differently{layer}: {why}")
    return f"{many(len(first), 'variable')}, equal in two builds"


def _require_new(one: keras.Model, other: keras.Model) -> None:
    """Raise Failed if two builds are the same object or share layers."""
    if one is other:
        raise Failed("two builds return the same model, as from a cache; wanted a new one each time")
    known = {id(variable) for variable in one.variables}
    shared = [variable.path for variable in other.variables if id(variable) in known]
    if shared:
        raise Failed(
            f"two builds share {many(len(shared), 'variable')}: {shared[0]}; wanted new layers each time"
        )


def _other(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Another shape with the same number of axes."""
    kept = shape[-1:] if len(shape) >= IMAGE else ()
    return (*(size + OTHER for size in shape[: len(shape) - len(kept)]), *kept)

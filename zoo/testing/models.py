"""The checks of a model."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zoo.specs.architecture import is_static, trace
from zoo.testing import samples
from zoo.testing.fit import own_task, takes, tiny_data
from zoo.testing.imports import imports_no_framework
from zoo.testing.result import Failed, Skipped
from zoo.testing.toml import round_trips

if TYPE_CHECKING:
    from collections.abc import Callable

    import keras

    from zoo.specs.architecture import LayerRow
    from zoo.specs.task import Task
    from zoo.testing.subject import Subject

BATCHES = (1, 2, 7)


def builds(subject: Subject) -> str:
    """Keras builds it with its default input shape."""
    built, task = _built(subject)
    return f"{_many(len(built.layers), 'layer')} at {subject.part.value.input_shape}, {task}"


def parameters(subject: Subject) -> str:
    """The counts computed from the declaration equal those of Keras, layer by layer."""
    from zoo.training.build import architecture_of

    model, (built, task) = subject.part, _built(subject)
    shape, count = model.value.input_shape, built.count_params()
    if not is_static(model.value):
        return f"{count:,} in Keras; not computable from the declaration"
    declared, found = trace(model.value, shape, task), architecture_of(built, model.value, shape, task)
    for ours, keras_s in zip(declared.layers, found.layers, strict=True):
        if _facts(ours) != _facts(keras_s):
            raise Failed(f"{ours.name}: {_summarized(ours)} declared, {_summarized(keras_s)} in Keras")
    if (declared.parameters, declared.non_trainable) != (count, found.non_trainable):
        frozen = f"non-trainable: {declared.non_trainable:,} and {found.non_trainable:,}"
        raise Failed(f"{declared.parameters:,} declared, {count:,} in Keras; {frozen}")
    return f"{declared.parameters:,} declared, {count:,} in Keras"


def runs_forward(subject: Subject) -> str:
    """Its outputs are finite and of the right shape, for several input shapes and batch sizes."""
    from zoo.training import conformance

    model = subject.part
    bundled = {name: samples.dataset(name).value for name in samples.NAMES}
    places = [(model.value.input_shape, own_task(model))] + [
        (each.input_shape, each.task)
        for each in bundled.values()
        if takes(model, each.input_shape, each.task)
    ]
    for shape, task in dict.fromkeys(places):
        built, units = conformance.built(model, shape, task), model.value.head.fit(task).units
        for examples in BATCHES:
            x = np.random.default_rng(0).random((examples, *shape), np.float32)
            answers = conformance.outputs(built, x)
            if answers.shape != (examples, units):
                raise Failed(f"{examples} of {shape} gave {answers.shape}; wanted {(examples, units)}")
            if not np.isfinite(answers).all():
                raise Failed(f"{examples} of {shape} gave numbers that are not finite")
    shapes = list(dict.fromkeys(shape for shape, _ in places))
    return f"batches of {', '.join(map(str, BATCHES))} at {' '.join(map(str, shapes))}"


def trains_on(name: str, subject: Subject) -> str:
    """Two epochs on a small real dataset lower the loss, and the weights stay finite."""
    from zoo.testing.learning import learnt

    dataset = tiny_data(subject.part, name)
    shape = dataset.value.input_shape
    enlarged = "" if shape == samples.dataset(name).value.input_shape else f"; images enlarged to {shape}"
    return learnt(samples.plan_for(subject.part, dataset)) + enlarged


def resumes_bitwise(subject: Subject) -> str:
    """Two epochs, and one epoch resumed from the first one's state, end with bit-identical variables."""
    from zoo.testing.learning import resumed

    reasons = []
    for name in samples.NAMES:
        try:
            dataset = tiny_data(subject.part, name)
        except Skipped as skipped:
            reasons.append(str(skipped))
            continue
        return resumed(samples.plan_for(subject.part, dataset))
    raise Skipped(reasons[0])


def saves_and_loads(subject: Subject) -> str:
    """The model that Keras loads from model.keras predicts as the saved one."""
    from zoo.training import conformance

    built, task = _built(subject)
    x = np.random.default_rng(0).random((7, *subject.part.value.input_shape), np.float32)
    before = conformance.outputs(built, x)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        after = conformance.outputs(conformance.reloaded(built, subject.part.value, task, path), x)
    if not np.array_equal(before, after):
        apart = np.abs(before - after).max() if before.shape == after.shape else f"shape {after.shape}"
        raise Failed(f"predictions differ after loading: by up to {apart}")
    return "equal predictions from model.keras"


def predicts_independently(subject: Subject) -> str:
    """The prediction for an example does not depend on the other examples of its batch."""
    from zoo.training import conformance

    built, _ = _built(subject)
    if mixing := conformance.layers_across_batch(built):
        raise Failed(f"{mixing[0]} takes the batch for one image; its input has no channel axis")
    drawn, shape = np.random.default_rng(0), (BATCHES[-1], *subject.part.value.input_shape)
    x = drawn.random(shape, np.float32)
    alike, again = conformance.outputs(built, x), conformance.outputs(built, x)
    if not _close(alike, again):
        raise Failed("two predictions for one batch differ")
    for place in (0, len(x) - 1):
        neighbours = 10 * drawn.random(shape, np.float32)
        neighbours[place] = x[place]
        other = conformance.outputs(built, neighbours)[place]
        if not _close(alike[place], other):
            apart = np.abs(alike[place] - other).max()
            raise Failed(
                f"a prediction depends on the other examples of the batch: it changes by up to {apart:.2g}"
            )
    return f"equal in batches of {len(x)} with other neighbours"


def builds_reproducibly(subject: Subject) -> str:
    """Two builds with one seed have equal weights."""
    from zoo.training import conformance
    from zoo.training.state import Variables

    one, other = (Variables.of(_built(subject)[0]) for _ in range(2))
    if len(one) != len(other):
        raise Failed(f"{len(one)} variables in one build, {len(other)} in another")
    apart = conformance.differing(one, other)
    if apart:
        raise Failed(f"{len(apart)} of {_many(len(one), 'variable')} differ with one seed: {apart[0]}")
    return f"{_many(len(one), 'variable')}, equal in two builds"


CHECKS: dict[str, Callable[[Subject], str]] = {
    "builds": builds,
    "parameters": parameters,
    "runs forward": runs_forward,
    **{f"trains on {name}": partial(trains_on, name) for name in samples.NAMES},
    "predicts independently": predicts_independently,
    "saves and loads": saves_and_loads,
    "resumes bitwise": resumes_bitwise,
    "builds reproducibly": builds_reproducibly,
    "imports no framework": imports_no_framework,
    "round-trips TOML": round_trips,
}


def _built(subject: Subject) -> tuple[keras.Model, Task]:
    from zoo.training import conformance

    task = own_task(subject.part)
    return conformance.built(subject.part, subject.part.value.input_shape, task), task


def _close(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two predictions are equal except for rounding."""
    return bool(np.allclose(one, other, rtol=1e-5, atol=1e-6, equal_nan=True))


def _facts(row: LayerRow) -> tuple[object, ...]:
    return row.name, row.parameters, row.output_shape


def _summarized(row: LayerRow) -> str:
    return f"{row.parameters:,} parameters, output {row.output_shape}"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"

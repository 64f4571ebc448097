"""The checks of a model, in the order in which they find the cause of a fault."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zoo.errors import ZooError
from zoo.specs.architecture import is_static, trace
from zoo.testing import behaviour, builder, inputs, samples, saving
from zoo.testing.backends import works_on_other_backends
from zoo.testing.built import built_with_task, many
from zoo.testing.data import any_data, own_data, own_task, takes, tiny_data, vocabulary_of
from zoo.testing.imports import imports_cleanly, imports_no_framework
from zoo.testing.result import Failed
from zoo.testing.toml import round_trips

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoo.specs.architecture import LayerRow
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.named import Named
    from zoo.specs.task import Task
    from zoo.testing.subject import Subject

BATCHES = (1, 2, 7)


def builds(subject: Subject) -> str:
    """Keras builds it with its default input shape."""
    from zoo.system.side_effects import SideEffects

    with SideEffects() as effects:
        try:
            built, task = built_with_task(subject)
        except ZooError as error:
            if not effects.hosts:
                raise
            raise Failed(f"the builder {'; it '.join(effects.described())}: {error}") from error
    return f"{many(len(built.layers), 'layer')} at {subject.part.value.input_shape}, {task}"


def parameters(subject: Subject) -> str:
    """The counts computed from the declaration equal those of Keras, layer by layer."""
    from zoo.training.build import architecture_of

    model, (built, task) = subject.part, built_with_task(subject)
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
    """Its outputs are finite and of the right shape, for several input shapes, batch sizes and inputs."""
    from zoo.training import conformance

    model, places = subject.part, list(dict.fromkeys(_places(subject)))
    for shape, task in places:
        built, units = conformance.built(model, shape, task), model.value.head.fit(task).units
        kinds = inputs.drawn(model, built, BATCHES[-1])
        for examples, kind in [(number, kinds[0]) for number in BATCHES] + [
            (BATCHES[-1], each) for each in kinds
        ]:
            x = kind.x[:examples]
            answers = conformance.outputs(built, x)
            if answers.shape != (len(x), units):
                raise Failed(f"{examples} of {shape} gave {answers.shape}; wanted {(examples, units)}")
            if not np.isfinite(answers).all():
                first = behaviour.first_layer(built, x, lambda output: not np.isfinite(output).all())
                raise Failed(
                    f"{examples} of {shape} gave numbers that are not finite{first}, for {kind.description}"
                )
    shapes = list(dict.fromkeys(shape for shape, _ in places))
    return f"batches of {', '.join(map(str, BATCHES))} at {' '.join(map(str, shapes))}"


def trains_on(name: str, subject: Subject) -> str:
    """Two epochs on a small real dataset lower the loss, and the weights stay finite."""
    dataset = tiny_data(subject.part, name)
    shape = dataset.value.input_shape
    enlarged = "" if shape == samples.dataset(name).value.input_shape else f"; images enlarged to {shape}"
    return _learnt(subject, dataset) + enlarged


def trains_on_its_data(subject: Subject) -> str:
    """The same with the dataset that its spec declares, or with made-up data if no bundled dataset fits."""
    dataset = own_data(subject.part)
    return f"{_learnt(subject, dataset)} on {dataset.name} data of shape {dataset.value.input_shape}"


def resumes_bitwise(subject: Subject) -> str:
    """Two epochs, and one epoch resumed from the first one's state, end with bit-identical variables."""
    from zoo.testing.learning import resumed

    return resumed(samples.plan_for(subject.part, any_data(subject.part)))


CHECKS: dict[str, Callable[[Subject], str]] = {
    "imports no framework": imports_no_framework,
    "imports cleanly": imports_cleanly,
    "builds": builds,
    "leaves no trace": builder.leaves_no_trace,
    "fits shape and task": builder.fits_shape_and_task,
    "parameters": parameters,
    "runs forward": runs_forward,
    "predicts independently": behaviour.predicts_independently,
    "builds reproducibly": builder.builds_reproducibly,
    "saves and loads": saving.saves_and_loads,
    **{f"trains on {name}": partial(trains_on, name) for name in samples.NAMES},
    "trains on its data": trains_on_its_data,
    "resumes bitwise": resumes_bitwise,
    "works on other backends": works_on_other_backends,
    "loads in a new process": saving.loads_in_a_new_process,
    "round-trips TOML": round_trips,
}


def _learnt(subject: Subject, dataset: Named[DatasetSpec]) -> str:
    from zoo.testing.learning import learnt
    from zoo.training import conformance

    spec = dataset.value
    model = conformance.built(subject.part, spec.input_shape, spec.task)
    if not model.trainable_variables:
        what = f"all {many(len(model.weights), 'weight')} are frozen (trainable is False)"
        raise Failed(f"nothing can be trained: {what if model.weights else 'it has no weights'}")
    return learnt(samples.plan_for(subject.part, dataset))


def _places(subject: Subject) -> Iterator[tuple[tuple[int, ...], Task]]:
    """Its own shape and task, and those of the bundled datasets that it accepts."""
    model = subject.part
    yield model.value.input_shape, own_task(model)
    if model.value.datasets or vocabulary_of(model) is not None:
        return
    for name in samples.NAMES:
        each = samples.dataset(name).value
        if takes(model, each.input_shape, each.task):
            yield each.input_shape, each.task


def _facts(row: LayerRow) -> tuple[object, ...]:
    return row.name, row.parameters, row.output_shape


def _summarized(row: LayerRow) -> str:
    return f"{row.parameters:,} parameters, output {row.output_shape}"

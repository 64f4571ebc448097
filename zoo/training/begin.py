"""What is known of a run before it begins: its first record, its steps and its expected memory."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.data.class_weights import class_weighted
from zoo.data.defined import check_defined
from zoo.plan.augmentation_misfits import check_values
from zoo.plan.distillation import teaching
from zoo.plan.freezing import phases_of
from zoo.plan.metrics import monitor_of
from zoo.plan.plan import model_table
from zoo.plan.plugin_parts import layers_of_plugins, of_plugins
from zoo.plan.prepare import prepare
from zoo.plan.settle import settled
from zoo.plan.trained_layers import trained_layers
from zoo.runs import RunRecord, provenance
from zoo.runs.teacher import teacher_of
from zoo.schema.declaration import to_table
from zoo.schema.value import Value, frozen
from zoo.specs.architecture import is_static
from zoo.specs.steps import steps_per_epoch
from zoo.system.machine import processors
from zoo.training import backend, checks, execution, limits
from zoo.training.start import source_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.specs.named import Named

XLA = 130 * 2**20
"""What TensorFlow's XLA compiler takes beyond that."""
COPIES_OF_DATA = 2
"""The data, and the copy that the backend has."""
SMALL_STEP = 1e9
"""FLOPs of a forward step below which two threads of torch are not worth it; often they are slower."""
GRADIENTS = 2
"""Each layer's output is kept for its gradient, which is as large."""


@frozen
class Expected(Value):
    """What a training will do, before it begins.

    Attributes:
        plan: The plan, with the facts about its data.
        record: The record as it will begin, without an id.
        steps: The number of steps in an epoch.
        memory: Expected bytes of memory by what takes them.
    """

    plan: Plan
    record: RunRecord
    steps: int
    memory: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """What `zoo train --dry-run --json` prints."""
        numbers = {"steps_per_epoch": self.steps, "steps": self.steps * self.record.epochs}
        memory = {"expected_memory": {**self.memory, "total": sum(self.memory.values())}}
        return self.record.to_json() | numbers | memory | {"plan": self.plan.to_table()}


def expected(plan: Plan, prepared: Callable[[Plan], tuple[Plan, Data]] = prepare) -> Expected:
    """What a plan will do.

    Keras is only imported if it is needed: for a model whose shapes can't be computed without it, and to find
    out which weights of a source fit.

    Raises the errors of `zoo.training.train.train` before its first epoch, and writes nothing.
    """
    check(plan)
    plan, data = opened(plan, prepared)
    record = first_record(plan, data)
    source = source_of(plan)
    teacher_of(plan)
    if is_static(plan.model.value) and source is None:
        known = plan.architecture()
    else:
        backend.start(plan.train.backend, plan.train.threads)
        from zoo.training.fit import Fitting

        fitting = Fitting.prepare(plan, data, source=source)
        known = fitting.architecture()
        checks.memory(plan, known)
        known = trained_layers(plan, known)
        record = replace(record, layers=list(known.layers), parameters=known.parameters)
        record = replace(record, phases=fitting.freezer.phases())
        if source is not None:
            record = replace(record, start=record.start | {"layers": fitting.taken})
    steps = steps_per_epoch(len(data.parts.training), plan.train.batch_size)
    compiled = plan.train.execution == "loop+xla" or (
        plan.train.execution == "auto" and steps * plan.train.epochs >= execution.LONG_RUN
    )
    size = min(plan.train.batch_size, len(data.parts.training))
    outputs = sum(math.prod(layer.output_shape or ()) for layer in known.layers)
    memory = {
        "Keras and its backend": checks.FRAMEWORK[plan.train.backend]
        + (XLA if compiled and plan.train.backend == "tensorflow" else 0),
        "data": COPIES_OF_DATA * _held(data),
        "weights, gradients and optimizer": 4 * checks.COPIES * known.parameters,
        "a batch": 4 * GRADIENTS * size * (math.prod(record.input_shape) + outputs),
    }
    return Expected(plan, record, steps, memory)


def _held(data: Data) -> int:
    """Bytes of the data in memory."""
    arrays = (None if data.on_disk else data.x, data.y, data.loss_weights)
    return sum(each.nbytes for each in arrays if each is not None)


def check(plan: Plan) -> None:
    """Refuse a plan that could not be trained as a new run, before its data is loaded.

    Raises UsageError if the model could not be rebuilt; BackendError if the backend is not available;
    ZooError if Keras is set to make fewer epochs.
    """
    checks.registered(plan.model)
    backend.require(plan.train.backend)
    limits.refuse(plan.train.epochs)


def opened(plan: Plan, data_of: Callable[[Plan], tuple[Plan, Data]]) -> tuple[Plan, Data]:
    """The plan with its number of threads and the facts about its data, and the data with class weights.

    Raises ZooError before the data is loaded if the model needs more memory than there is; SettingError
    if the optimizer would never change a weight, or an augmentation does not fit the images; DeclarationError
    if the learning rate of a new plan does not fit its run; DatasetError if a metric is not defined on a part
    of the data.
    """
    if is_static(plan.model.value):
        checks.memory(plan, plan.architecture())
    known, data = data_of(replace(plan, train=replace(plan.train, threads=threads_of(plan))))
    for part in known.by_phase:
        checks.updates(part, len(data.parts.training))
    check_values(known.train.augment, known.data.pixels if known.data else None, known.dataset.name)
    check_defined(known.train.metrics or (), data, known.dataset)
    complete = settled(known, len(data.parts.training), is_new=plan.data is None)
    return complete, class_weighted(data, known.train.class_weight, known.dataset)


def threads_of(plan: Plan) -> int:
    """The number of threads in the plan, or one that suits the model: on torch, one for a small model."""
    if plan.train.threads is not None:
        return plan.train.threads
    flops = plan.architecture().flops if is_static(plan.model.value) else None
    if plan.train.backend == "torch" and flops is not None and flops * plan.train.batch_size < SMALL_STEP:
        return 1
    return processors()


def first_record(plan: Plan, data: Data) -> RunRecord:
    """The record of a run before it begins, from the plan and the data."""
    dataset, settings = plan.dataset.value, plan.train
    known = trained_layers(plan, plan.architecture()) if is_static(plan.model.value) else None
    parts: list[tuple[str, Named[Any]]] = [
        ("model", plan.model),
        ("optimizer", plan.optimizer),
        ("dataset", plan.dataset),
        *((f"callback {number}", each) for number, each in enumerate(plan.callbacks, 1)),
        *of_plugins(plan.train),
        *layers_of_plugins(plan.model.value),
    ]
    return RunRecord(
        id="",
        status="running",
        model=plan.model.name,
        optimizer=plan.optimizer.name,
        dataset=plan.dataset.name,
        backend=settings.backend,
        execution=settings.execution,
        threads=settings.threads or 0,
        seed=settings.seed,
        batch_size=settings.batch_size,
        parameters=known.parameters if known else 0,
        epochs=settings.epochs,
        summary=plan.model.value.summary,
        source=data.source,
        understood=dataset.file.understood() if dataset.file is not None else [],
        noun=dataset.unit,
        caution=dataset.caveat,
        dataset_digest=plan.data.digest if plan.data else "",
        task=dataset.task.to_table(),
        loss=plan.objective.loss,
        monitor=monitor._asdict() if (monitor := monitor_of(plan)) else {},
        examples={part: len(positions) for part, positions in data.parts._asdict().items()},
        input_shape=list(dataset.input_shape),
        layers=list(known.layers) if known else [],
        teacher=teaching(plan),
        start={} if plan.start is None else to_table(plan.start, defaults=True),
        phases=phases_of(plan, known) if known else [],
        spec_digest=provenance.spec_digest(model_table(plan.model)),
        origins={
            kind: {"name": part.name, "distribution": part.distribution, "version": str(part.version)}
            for kind, part in parts
            if part.distribution is not None
        },
    )

"""The checks of a metric and of a loss."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.specs.task import Task
from zoo.testing.backends import works_on_other_backends
from zoo.testing.imports import imports_cleanly, imports_no_framework
from zoo.testing.result import Failed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.testing.subject import Subject

TASKS = {
    "classification": (Task("classification", 3), Task("classification", 2)),
    "multilabel": (Task("multilabel", 3),),
    "regression": (Task("regression", 1), Task("regression", 2)),
}
"""The tasks with which a metric or a loss is tried, by kind."""
ENDS = (8, 15)
"""Where batches end: the last one is larger."""
ROUNDING = 1e-5


def constructs(subject: Subject) -> str:
    """Each call with a task that it fits returns a new Keras object."""
    found = list(_made(subject))
    for task, part, other in found:
        if part is other:
            raise Failed(
                f"two calls with {task} returned the same object; wanted a new one for each training"
            )
    kinds = dict.fromkeys(type(part).__name__ for _, part, _ in found)
    return f"{', '.join(kinds)} for {', '.join(str(task) for task, *_ in found)}"


def is_finite(subject: Subject) -> str:
    """It is one finite number for labels and outputs as in a training."""
    values = []
    for task, part, _ in _made(subject):
        values.append(_value(part, task))
        if not math.isfinite(values[-1]):
            raise Failed(f"it is {values[-1]} for {task}; wanted a finite number")
    return ", ".join(f"{value:.4f}" for value in values)


def is_the_same_twice(subject: Subject) -> str:
    """The same examples give the same number: once more, after a reset, and with a new object."""
    for task, part, other in _made(subject):
        first = _value(part, task)
        for again, how in ((_value(part, task), "once more"), (_value(other, task), "with a new object")):
            if again != first:
                raise Failed(f"it is {first:.6f}, and {again:.6f} {how}, for {task}")
    return "equal, also with a new object"


def batches_equal_the_whole(subject: Subject) -> str:
    """Several batches give the number of all examples at once."""
    for task, part, _ in _made(subject):
        whole, batches = _value(part, task), _value(part, task, ENDS)
        if abs(whole - batches) > ROUNDING * (1 + abs(whole)):
            raise Failed(
                f"it is {whole:.6f} for all examples at once, and {batches:.6f} in batches, for {task}"
            )
    return f"{len(ENDS) + 1} batches, within rounding"


def saves_and_loads(subject: Subject) -> str:
    """A copy from its configuration gives the same number."""
    from zoo.training import conformance_metrics

    for task, part, _ in _made(subject):
        try:
            copy = conformance_metrics.copied(part)
        except Exception as error:  # noqa: BLE001 - of third-party code
            said = " ".join(str(error).split()) or type(error).__name__
            raise Failed(f"from_config(get_config()) fails: {said}") from None
        first, again = _value(part, task), _value(copy, task)
        if again != first:
            raise Failed(f"it is {first:.6f}, and {again:.6f} after from_config(get_config()), for {task}")
    return "from its configuration"


def _made(subject: Subject) -> Iterator[tuple[Task, Any, Any]]:
    """Two new objects for each task; of each kind of task, one has to work."""
    from zoo.training import conformance_metrics

    spec = subject.part.value
    for kind in spec.tasks:
        errors = []
        for task in TASKS[kind]:
            try:
                yield task, *(conformance_metrics.made(subject.part.name, spec, task) for _ in range(2))
            except ZooError as error:
                errors.append(error)
        if len(errors) == len(TASKS[kind]):
            raise errors[0]


def _value(part: Any, task: Task, ends: tuple[int, ...] = ()) -> float:
    from zoo.training import conformance_metrics

    return conformance_metrics.value(part, task, ends)


CHECKS = {
    "constructs": constructs,
    "is finite": is_finite,
    "is the same twice": is_the_same_twice,
    "batches equal the whole": batches_equal_the_whole,
    "saves and loads": saves_and_loads,
    "works on other backends": works_on_other_backends,
    "imports no framework": imports_no_framework,
    "imports cleanly": imports_cleanly,
}

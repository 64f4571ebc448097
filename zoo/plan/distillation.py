"""Distillation: how a plan learns from a teacher, and plans in which it can't."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.plan.teacher import PATH, TEMPERATURE, WEIGHT
from zoo.plan.wrong import Wrong
from zoo.schema.declaration import to_table
from zoo.specs.losses import OF_SCORES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.plan.plan import Plan


def completed(plan: Plan) -> Plan:
    """The plan with the defaults of a distillation, if it is one."""
    if plan.teacher is None:
        return plan
    defaults: dict[str, Any] = {"temperature": TEMPERATURE, "teacher_weight": WEIGHT}
    missing = {name: value for name, value in defaults.items() if getattr(plan.train, name) is None}
    return replace(plan, train=replace(plan.train, **missing))


def teaching(plan: Plan) -> dict[str, Any]:
    """The teacher for the record, with its temperature and its weight in the loss; empty if there is none."""
    if plan.teacher is None:
        return {}
    known = {"temperature": plan.train.temperature, "weight": plan.train.teacher_weight}
    return to_table(plan.teacher, defaults=True) | known


def misfits(plan: Plan) -> Iterator[Wrong]:
    """What makes a distillation impossible, as far as it is known without the teacher's plan."""
    train, dataset = plan.train, plan.dataset
    if plan.teacher is None:
        for name in ("temperature", "teacher_weight"):
            if (value := getattr(train, name)) is not None:
                yield Wrong(
                    f"train.{name}", value, "is given without a teacher; wanted a run or named weights"
                )
        return
    source, loss = plan.teacher.source, plan.objective.loss
    if dataset.value.task.has_units:
        reason = f"teaches classes, and {dataset.name} is a {dataset.value.task.noun}; wanted none"
        yield Wrong(PATH, source, reason)
    elif loss in OF_SCORES:
        reason = f"gives probabilities, and {loss} is computed from scores; wanted a cross-entropy"
        yield Wrong(PATH, source, reason)
    if train.augment:
        reason = "is asked once about each example, not about each random change; wanted no augment"
        yield Wrong(PATH, source, reason)

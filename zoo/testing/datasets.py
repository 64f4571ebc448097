"""The checks of a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.data.digest import digest_of
from zoo.data.load import load
from zoo.plan.prepare import prepare
from zoo.testing import samples
from zoo.testing.imports import imports_cleanly, imports_no_framework
from zoo.testing.optimizers import NET
from zoo.testing.result import Failed

if TYPE_CHECKING:
    from zoo.testing.subject import Subject


def loads(subject: Subject) -> str:
    """Its data loads, matches its spec, and can be split and scaled."""
    _, data = prepare(samples.plan_for(NET, subject.part))
    training, validation, test = (f"{len(part):,}" for part in data.parts)
    unit = subject.part.value.unit
    return f"{training} training, {validation} validation, {test} test {unit} of {data.source}"


def is_the_same_twice(subject: Subject) -> str:
    """Loading it again gives the same bytes."""
    one, other = (digest_of(load(subject.part)) for _ in range(2))
    if one != other:
        raise Failed(f"the digest was {one[:15]}… the first time, {other[:15]}… the second time")
    return f"{one[:15]}… each time"


def can_be_learnt(subject: Subject) -> str:
    """Two epochs on a part of it lower a small model's loss."""
    from zoo.testing.learning import learnt

    return learnt(samples.plan_for(NET, subject.part))


CHECKS = {
    "loads": loads,
    "is the same twice": is_the_same_twice,
    "can be learnt": can_be_learnt,
    "imports no framework": imports_no_framework,
    "imports cleanly": imports_cleanly,
}

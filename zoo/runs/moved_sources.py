"""A plan whose first weights, or whose teacher, are in another place than it says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from zoo.errors import SettingError
from zoo.plan.start import RUN, WEIGHTS, Start
from zoo.plan.teacher import PATH, Teacher
from zoo.runs.start import begun_from, refuse_changed
from zoo.runs.teacher import taught_by

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.plan.plan import Plan
    from zoo.runs.find import RunLike

S = TypeVar("S", Start, Teacher)


def with_sources(plan: Plan, start: RunLike | None, teacher: RunLike | None, runs_dir: Path) -> Plan:
    """The plan with its sources where they are now; those that are None stay where they are.

    Raises:
        SettingError: The plan has no such source.
        ZooError: The weights are others than the plan's digest says.
    """
    if start is not None:
        plan = replace(plan, start=_there("start", plan.start, begun_from(start, runs_dir), start))
    if teacher is not None:
        plan = replace(plan, teacher=_there(PATH, plan.teacher, taught_by(teacher, runs_dir), teacher))
    return plan


def _there(setting: str, known: S | None, found: S | None, given: RunLike) -> S:
    if known is None or found is None:
        has = "begins from new weights" if setting == "start" else "has no teacher"
        raise SettingError(setting, given, f"is for a run that has one; this one {has}; leave it out")
    if known.kind != found.kind and {known.kind, found.kind} != {RUN, WEIGHTS}:
        raise SettingError(setting, given, f"is of another kind; wanted {known.source}, a {known.kind}")
    refuse_changed(known, found.digest)
    return replace(known, path=found.path)

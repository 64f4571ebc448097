"""Find the teacher of a distillation, and check that it fits the data of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import SettingError
from zoo.plan.start import RUN, WEIGHTS
from zoo.plan.teacher import PATH, Teacher
from zoo.runs import kept as kept_runs
from zoo.runs.start import digest_of_run, place_of, refuse_changed
from zoo.specs.dataset import has_images

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.plan.plan import Plan
    from zoo.runs.find import RunLike
    from zoo.runs.kept import Kept


def taught_by(source: RunLike | None, runs_dir: Path) -> Teacher | None:
    """The run or the named weights that `source` names, with its digest; None without a source.

    Raises UsageError if nothing has this name, ZooError if the weights can't be read.
    """
    if source is None:
        return None
    path = kept_runs.find_model(source, runs_dir)
    found = kept_runs.of_run(path)
    kind, name = (WEIGHTS, found.record.name) if found.record.is_published else (RUN, found.record.id)
    return Teacher(name, kind, digest_of_run(found), str(path.resolve()))


def teacher_of(plan: Plan) -> Kept | None:
    """The teacher of a plan whose data is known; None if it has none.

    Raises ZooError if it is not found, or its weights are others than the plan's digest says; SettingError if
    it was trained for other classes or on another input.
    """
    teacher = plan.teacher
    if teacher is None:
        return None
    found = kept_runs.of_run(place_of(teacher))
    refuse_changed(teacher, digest_of_run(found))
    if reason := _misfit(found, plan):
        raise SettingError(PATH, found.record.short, reason)
    return found


def _misfit(found: Kept, plan: Plan) -> str:
    """Why a teacher does not fit; empty if it does."""
    its, own, name = found.plan.dataset.value, plan.dataset.value, plan.dataset.name
    its_name = found.plan.dataset.name
    if (its.task.kind, its.task.outputs) != (own.task.kind, own.task.outputs):
        return f"has learned {its.task} of {its_name}; wanted {own.task}, as {name} has"
    if its.classes != own.classes:
        return f"has learned other classes, those of {its_name}; wanted those of {name}"
    if its.input_shape != own.input_shape:
        return f"takes {its.input_shape}; wanted {own.input_shape}, as {name} has"
    assert plan.data is not None
    assert found.plan.data is not None
    if not has_images(own) and found.plan.data.digest != plan.data.digest:
        return f"was trained on {its_name}; wanted a teacher that was trained on the same data"
    if found.scaling != plan.data.scaling:
        return f"takes inputs that are scaled as those of {its_name}; wanted them scaled as {name}"
    return ""

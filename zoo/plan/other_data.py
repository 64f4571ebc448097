"""A plan on data in another place, and other data for its model."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zoo.catalog.resolve import name_of, named, path_of
from zoo.errors import SettingError
from zoo.schema.arguments import checked_name, checked_path
from zoo.specs.named import Named

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.given_data import GivenData


def moved(plan: Plan, data: str | Path | None) -> Plan:
    """The plan with its own data at another path; the data is compared with its digest when it is loaded.

    Raises:
        SettingError: The plan has a registered dataset.
    """
    if data is None:
        return plan
    file = plan.dataset.value.file
    if file is None:
        reason = f"is for your own data; the run has {plan.dataset.name}, which has no path; leave it out"
        raise SettingError("data", data, reason)
    path = checked_path("data", data).resolve()
    there = replace(file, path=str(path), given=_beside(file.given, Path(file.path), path))
    return replace(plan, dataset=replace(plan.dataset, value=replace(plan.dataset.value, file=there)))


def _beside(given: GivenData | None, old: Path, new: Path) -> GivenData | None:
    """The validation and test data: where they were beside the old path, now beside the new one."""
    places = {}
    for part, path, _ in given.files() if given is not None else ():
        there = Path(os.path.normpath(new.parent / os.path.relpath(path, old.parent)))
        if there.exists() or not Path(path).exists():
            places[part] = str(there)
    return replace(given, **places) if given is not None else None


def other_dataset(plan: Plan, dataset: str | Path) -> Named[DatasetSpec]:
    """Another dataset for the model of a plan: a file like the plan's, or a registered one like it.

    Raises:
        SettingError: It is of another kind, shape or task.
    """
    spec = plan.dataset.value
    path = path_of("dataset", dataset)
    if path is not None:
        if spec.file is None:
            reason = f"is a file; wanted a registered dataset, as {plan.dataset.name}, which the run has"
            raise SettingError("dataset", dataset, reason)
        # Every part of the other file is evaluated, and none is split off.
        there = replace(spec.file, path=str(path.resolve()), given_validation=1, split=None, given=None)
        return Named(name_of(path, "a dataset"), replace(spec, file=there))
    name = checked_name(dataset, "not a dataset", "its name, or a path")
    found: Named[DatasetSpec] = named("dataset", name)
    other = found.value
    for what, theirs, own in (
        ("examples of shape", other.input_shape, spec.input_shape),
        ("the task", str(other.task), str(spec.task)),
    ):
        if theirs != own:
            reason = f"has {what} {theirs}; wanted {own}, as {plan.dataset.name}"
            raise SettingError("dataset", dataset, reason)
    return found

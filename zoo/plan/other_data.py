"""A plan on data in another place, and other data for its model."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.catalog.resolve import name_of, named
from zoo.data.memory import NAME
from zoo.data.resolve import declaration_of, found_dataset, held_data, is_named
from zoo.errors import SettingError
from zoo.schema.arguments import checked_name, checked_path
from zoo.specs.data_file import IN_MEMORY
from zoo.specs.dataset import DatasetSpec
from zoo.specs.named import Named

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.specs.data_file import DataFile
    from zoo.specs.dataset_like import DatasetLike
    from zoo.specs.given_data import GivenData


def moved(plan: Plan, data: DatasetLike | None) -> Plan:
    """The plan with its own data at another path or in memory; its digest is compared when it is loaded.

    Raises:
        SettingError: The plan has a registered dataset.
    """
    if data is None:
        return plan
    file = plan.dataset.value.file
    if file is None:
        reason = f"is for your own data; the run has {plan.dataset.name}, which has no path; leave it out"
        raise SettingError("data", data if is_named(data) else NAME, reason)
    if is_named(data):
        path = checked_path("data", data).resolve()
        there = replace(file, path=str(path), given=_beside(file.given, Path(file.path), path))
        spec = replace(plan.dataset.value, load=None, file=there)
    else:
        spec = _in_memory(plan.dataset.value, file, data)
    return replace(plan, dataset=replace(plan.dataset, value=spec))


def _beside(given: GivenData | None, old: Path, new: Path) -> GivenData | None:
    """The validation and test data: where they were beside the old path, now beside the new one."""
    places = {}
    for part, path, _ in given.files() if given is not None else ():
        there = Path(os.path.normpath(new.parent / os.path.relpath(path, old.parent)))
        if there.exists() or not Path(path).exists():
            places[part] = str(there)
    return replace(given, **places) if given is not None else None


def _in_memory(spec: DatasetSpec, file: DataFile, data: Any) -> DatasetSpec:
    """A dataset with its data in memory, which is loaded as the plan's own data is."""
    there = replace(file, path=IN_MEMORY)
    if isinstance(data, DatasetSpec):
        return replace(spec, file=there, load=found_dataset(data).value.load)
    return replace(spec, file=there, load=partial(held_data(data).load, there))


def other_dataset(plan: Plan, dataset: DatasetLike) -> Named[DatasetSpec]:
    """Another dataset for the model of a plan: data like the plan's, or a registered dataset like it.

    Raises:
        SettingError: It is of another kind, shape or task.
    """
    spec = plan.dataset.value
    if not is_named(dataset):
        return _other_in_memory(plan, dataset)
    declared = declaration_of(dataset)
    if declared is not None:
        if spec.file is None:
            reason = f"is a file; wanted a registered dataset, as {plan.dataset.name}, which the run has"
            raise SettingError("dataset", dataset, reason)
        # Every part of the other file is evaluated, and none is split off.
        path = Path(declared.path)
        there = replace(spec.file, path=str(path.resolve()), given_validation=1, split=None, given=None)
        return Named(name_of(path, "a dataset"), replace(spec, file=there))
    name = checked_name(dataset, "not a dataset", "its name, or a path")
    return _like(plan, named("dataset", name), name)


def _other_in_memory(plan: Plan, dataset: DatasetLike) -> Named[DatasetSpec]:
    """Other data in memory; for a registered dataset, labels are numbers or the names of its classes."""
    spec = plan.dataset.value
    if isinstance(dataset, DatasetSpec):
        return _like(plan, found_dataset(dataset), NAME)
    if spec.file is not None:
        return Named(
            NAME, _in_memory(spec, replace(spec.file, given_validation=1, split=None, given=None), dataset)
        )
    from zoo.data.memory.of_spec import described

    held = held_data(dataset)
    file = replace(described(spec, 1), given_validation=1)
    if not held.has_names and not spec.task.has_units:
        file = replace(file, classes=tuple(map(str, range(spec.task.outputs))))
    return Named(NAME, replace(spec, load=partial(held.load, file), caveat=""))


def _like(plan: Plan, found: Named[DatasetSpec], shown: str) -> Named[DatasetSpec]:
    """The dataset itself; SettingError if its shape or task is not that of the plan's."""
    spec, other = plan.dataset.value, found.value
    for what, theirs, own in (
        ("examples of shape", other.input_shape, spec.input_shape),
        ("the task", str(other.task), str(spec.task)),
    ):
        if theirs != own:
            reason = f"has {what} {theirs}; wanted {own}, as {plan.dataset.name}"
            raise SettingError("dataset", shown, reason)
    return found

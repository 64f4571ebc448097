"""A plan on data in another place, and other data for its model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.catalog.resolve import name_of, named, path_of
from zoo.data.resolve import DECLARATION, data_of, declared_in
from zoo.errors import SettingError
from zoo.schema.arguments import checked_name, checked_path
from zoo.specs.named import Named
from zoo.specs.own_dataset import OwnDataset

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.plan.plan import Plan
    from zoo.specs.dataset import DatasetSpec


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
    there = replace(file, path=str(checked_path("data", data).resolve()))
    return replace(plan, dataset=replace(plan.dataset, value=replace(plan.dataset.value, file=there)))


def _data_of(dataset: str | Path) -> Path | None:
    """The path of own data, also of that which is declared; None for another dataset."""
    path = path_of("dataset", dataset)
    if path is not None:
        return data_of(declared_in(path)) if path.suffix.lower() == DECLARATION else path
    found = named("dataset", checked_name(dataset, "not a dataset", "its name, or a path"))
    return data_of(found) if isinstance(found.value, OwnDataset) else None


def other_dataset(plan: Plan, dataset: str | Path) -> Named[DatasetSpec]:
    """Another dataset for the model of a plan: a file like the plan's, or a registered one like it.

    Raises:
        SettingError: It is of another kind, shape or task.
    """
    spec = plan.dataset.value
    path = _data_of(dataset)
    if path is not None:
        if spec.file is None:
            reason = f"is a file; wanted a registered dataset, as {plan.dataset.name}, which the run has"
            raise SettingError("dataset", dataset, reason)
        # Every part of the other file is evaluated, and none is split off.
        there = replace(spec.file, path=str(path.resolve()), given_validation=1, split=None)
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

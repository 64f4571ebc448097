"""Make a plan from the names, paths and settings that a user gives."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from zoo.catalog import registries
from zoo.catalog.resolve import found, of_entry, of_table, path_of
from zoo.data.resolve import found_dataset
from zoo.errors import SettingError
from zoo.plan import file as plan_file
from zoo.plan.backends import default_backend
from zoo.plan.make import make_plan
from zoo.plan.other_data import moved
from zoo.plan.plan import DEFAULT_DATASET, DEFAULT_OPTIMIZER, Plan
from zoo.schema import toml
from zoo.schema.arguments import checked_name
from zoo.schema.declaration import changes_of
from zoo.specs.data_options import NO_OPTIONS, DataOptions
from zoo.specs.named import Named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zoo.plan.start import Start
    from zoo.plan.teacher import Teacher
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.dataset_like import DatasetLike
    from zoo.specs.model import ModelSpec
    from zoo.specs.optimizer import OptimizerPreset


NOT_DATA = (str, os.PathLike, Named, type(None))
"""How a dataset is given other than as data."""


def find_plan(
    model: str | Path | ModelSpec,
    optimizer: str | Path | OptimizerPreset | None = None,
    dataset: DatasetLike | Named[DatasetSpec] | None = None,
    *,
    settings: Mapping[str, Any] | None = None,
    callbacks: Iterable[str] = (),
    options: DataOptions = NO_OPTIONS,
    opened: Plan | Named[ModelSpec] | None = None,
    start: Start | None = None,
    teacher: Teacher | None = None,
) -> Plan:
    """The plan for these names, paths and settings; `start` has the weights that the training begins from.

    `teacher` is what the training learns from beside the labels.

    Raises:
        SettingError: `model` is a plan.toml, which has all settings, and another setting is given.
        ZooError: A name, a path or a setting is not valid, or the data is not usable.
    """
    changes, callbacks = changes_of(settings), callback_names(callbacks)
    opened = opened or open_model(model)  # a caller that opened it before passes it on
    if isinstance(opened, Plan) and opened.dataset.value.is_in_memory and not isinstance(dataset, NOT_DATA):
        opened, dataset = moved(opened, dataset), None
    if isinstance(opened, Plan):
        named_too: list[tuple[str, Any]] = [("optimizer", optimizer), ("dataset", dataset)]
        named_too.append(("start", start.source if start else None))
        named_too.append(("teacher", teacher.source if teacher else None))
        given = [each for each in named_too if each[1] is not None] + options.given()
        given += [("callback", name) for name in callbacks] + list(changes.items())
        if given:
            reason = f"can't change {model}, which is a plan and has all settings"
            raise SettingError(*given[0], reason, *given[1:])
        return opened
    entries = [registries.find("callback", name) for name in callbacks]
    return make_plan(
        opened,
        found("optimizer", DEFAULT_OPTIMIZER if optimizer is None else optimizer),
        found_dataset(DEFAULT_DATASET if dataset is None else dataset, options),
        settings={"train.backend": default_backend()} | changes,
        callbacks=[of_entry(entry, registries.CALLBACKS.load(entry)) for entry in entries],
        start=start,
        teacher=teacher,
    )


def open_model(model: str | Path | ModelSpec) -> Plan | Named[ModelSpec]:
    """The model by its name, from its file or as a value; the plan if the file is a plan.toml."""
    path = path_of("model", model)
    if path is None:
        return found("model", model)
    kind, table = toml.load(path)
    return (
        plan_file.read(table, str(model), path.parent)
        if kind == "plan"
        else of_table("model", path, kind, table)
    )


def callback_names(callbacks: Any) -> tuple[str, ...]:
    """The names of callbacks; a text is rejected, although it is iterable."""
    if not isinstance(callbacks, Iterable) or isinstance(callbacks, (str, bytes)):
        raise SettingError("callbacks", callbacks, "is not a list; wanted a list of names")
    return tuple(checked_name(each, "not a callback", "its name") for each in callbacks)

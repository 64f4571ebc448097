"""A dataset by its name, or own data by its path."""

from __future__ import annotations

from typing import Any

from zoo.catalog.resolve import name_of, named, path_of, refuse_for_names
from zoo.schema.arguments import checked, checked_name
from zoo.schema.fields import OneOf, Text
from zoo.specs.dataset import DatasetSpec
from zoo.specs.named import Named


def found_dataset(what: Any, target: str | None = None, task: str | None = None) -> Named[DatasetSpec]:
    """A dataset by its name, or what is understood of a file or a folder; one that was found stays it.

    `target` names a table's column, `task` settles whether whole numbers are classes. Raises UsageError
    where it is none of these, ZooError where nothing can be learnt from the data.
    """
    if isinstance(what, Named):
        return what
    path = path_of("dataset", what)
    if path is not None:
        target = None if target is None else checked("target", Text(), target)
        task = None if task is None else checked("task", OneOf(("classification", "regression")), task)
        from zoo.data.own import understand

        return Named(name_of(path, "a dataset"), DatasetSpec.of_file(understand(path, target, task)))
    name = checked_name(what, "no dataset", "its name, as fashion-mnist, or a path")
    refuse_for_names(name, target, task)
    return named("dataset", name)

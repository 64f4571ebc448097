"""Resolve a dataset by its name, or own data by its path."""

from __future__ import annotations

from typing import Any

from zoo.catalog.resolve import name_of, named, path_of, refuse_for_names
from zoo.schema.arguments import checked, checked_name
from zoo.schema.fields import OneOf, Text
from zoo.specs.data_options import NO_OPTIONS, DataOptions
from zoo.specs.dataset import DatasetSpec
from zoo.specs.named import Named


def found_dataset(what: Any, options: DataOptions = NO_OPTIONS) -> Named[DatasetSpec]:
    """The dataset with a name, or the one detected in a file or a folder; a Named is returned unchanged.

    Args:
        what: A name, a path, or a Named.
        options: What is said about own data: the target of a table, the task, the roles of columns.

    Raises:
        UsageError: `what` is not a dataset, or an option is missing or does not apply.
        ZooError: The data is not readable, or not usable for a model.
    """
    if isinstance(what, Named):
        return what
    path = path_of("dataset", what)
    if path is not None:
        if options.target is not None:
            checked("target", Text(), options.target)
        if options.task is not None:
            checked("task", OneOf(("classification", "regression")), options.task)
        from zoo.data.own import understand

        return Named(name_of(path, "a dataset"), DatasetSpec.of_file(understand(path, options)))
    name = checked_name(what, "not a dataset", "its name, as fashion-mnist, or a path")
    refuse_for_names(name, options)
    return named("dataset", name)

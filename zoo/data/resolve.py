"""Resolve a dataset by its name, own data by its path, and data in memory."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from zoo.catalog.resolve import name_of, named, path_of, refuse_for_names
from zoo.data.memory import NAME
from zoo.errors import UsageError, shown
from zoo.schema.arguments import checked
from zoo.schema.fields import OneOf, Text, as_text
from zoo.specs.data_options import NO_OPTIONS, DataOptions
from zoo.specs.dataset import DatasetSpec
from zoo.specs.named import Named

if TYPE_CHECKING:
    from zoo.data.memory.held import Held
    from zoo.specs.dataset_like import DatasetLike


def found_dataset(
    what: DatasetLike | Named[DatasetSpec], options: DataOptions = NO_OPTIONS
) -> Named[DatasetSpec]:
    """The dataset with a name, or the one detected in a file or in memory; a Named is returned unchanged.

    Args:
        what: A name, a path, a DatasetSpec, data in memory, or a Named.
        options: What is said about own data: the target of a table, the task, the roles of columns.

    Raises:
        UsageError: `what` is not a dataset, or an option is missing or does not apply.
        ZooError: The data is not readable, or not usable for a model.
    """
    if isinstance(what, Named):
        return what
    if isinstance(what, DatasetSpec):
        from zoo.data.memory.of_spec import of_spec

        return of_spec(what, options)
    path = path_of("dataset", what)
    if path is None and isinstance(what, str):
        refuse_for_names(name := as_text(what), options)
        return named("dataset", name)
    if options.target is not None:
        checked("target", Text(), options.target)
    if options.task is not None:
        checked("task", OneOf(("classification", "regression")), options.task)
    if path is None:
        held = held_data(what)
        file = held.understand(options)
        return Named(NAME, DatasetSpec.of_file(file, partial(held.load, file)))
    from zoo.data.own import understand

    return Named(name_of(path, "a dataset"), DatasetSpec.of_file(understand(path, options)))


def is_named(what: object) -> bool:
    """Whether a dataset is given by a name or a path, and not as a value."""
    return isinstance(what, (str, os.PathLike))


def is_value(what: object) -> bool:
    """Whether a dataset is given as a value: a DatasetSpec, or data in memory."""
    if isinstance(what, DatasetSpec):
        return True
    if what is None or is_named(what):
        return False
    from zoo.data.memory.held import is_data

    return is_data(what)


def held_data(what: object) -> Held:
    """Data in memory; UsageError if it is none."""
    from zoo.data.memory.held import held_of

    held = held_of(what)
    if held is None:
        wanted = "wanted its name, as fashion-mnist, a path, or data such as (x, y)"
        is_plain = what is None or isinstance(what, (bool, int, float))
        found = shown(what) if is_plain else type(what).__name__
        raise UsageError(f"{found} is not a dataset; {wanted}")
    return held

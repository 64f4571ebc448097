"""Resolve a dataset by its name, own data by its path, and data in memory."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from zoo.catalog.resolve import from_file, name_of, named, path_of, refuse_for_names
from zoo.data.memory import NAME
from zoo.errors import DatasetError, UsageError, article, shown
from zoo.schema.arguments import checked, checked_name
from zoo.schema.fields import OneOf, Text
from zoo.specs.data_options import NO_OPTIONS, DataOptions
from zoo.specs.dataset import DatasetSpec
from zoo.specs.named import Named
from zoo.specs.own_dataset import OwnDataset
from zoo.specs.task import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.data.memory.held import Held
    from zoo.specs.data_file import DataFile
    from zoo.specs.dataset_like import DatasetLike

DECLARATION = ".toml"


def found_dataset(
    what: DatasetLike | Named[DatasetSpec], options: DataOptions = NO_OPTIONS
) -> Named[DatasetSpec]:
    """The dataset with a name, or the one detected in a file or in memory; a Named is returned unchanged.

    Args:
        what: A name, a path of data or of a TOML file that declares a dataset, a DatasetSpec, data in
            memory, or a Named.
        options: What is said about own data: the target of a table, the task, the roles of columns. They
            replace those of a declaration.

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
    if path is not None:
        return _at(path, options)
    if isinstance(what, str):
        return _with_name(what, options)
    _check(options)
    held = held_data(what)
    file = held.understand(options)
    return Named(NAME, DatasetSpec.of_file(file, partial(held.load, file)))


def _at(path: Path, options: DataOptions) -> Named[DatasetSpec]:
    if path.suffix.lower() == DECLARATION:
        return _of_declaration(declared_in(path), options)
    return Named(name_of(path, "a dataset"), DatasetSpec.of_file(_understood(path, options)))


def _with_name(what: str, options: DataOptions) -> Named[DatasetSpec]:
    name = checked_name(what, "not a dataset", "its name, as fashion-mnist, or a path")
    refuse_for_names(name, NO_OPTIONS)
    dataset = named("dataset", name)
    if isinstance(dataset.value, OwnDataset):
        return _of_declaration(dataset, options)
    refuse_for_names(name, options)
    return dataset


def declared_in(path: Path) -> Named[OwnDataset]:
    """The dataset that a TOML file declares; UsageError if it declares something else."""
    kind, found = from_file(path)
    if kind != "dataset":
        raise UsageError(f"{path} declares {article(kind)}; wanted a dataset")
    return found


def _located(declared: Named[OwnDataset], options: DataOptions) -> tuple[Path, DataOptions]:
    """The path of a declared dataset's data, and its options with those of a call."""
    try:
        return declared.value.data, declared.value.with_options(options)
    except ValueError as outside:
        raise DatasetError(f"{declared.name}: {outside}") from None


def declaration_of(what: DatasetLike, options: DataOptions = NO_OPTIONS) -> OwnDataset | None:
    """The declaration of own data with these options and the path of the data; None for a dataset with code.

    Raises:
        UsageError: There is no such dataset.
        DatasetError: The data of a plugin is outside its package.
    """
    path = path_of("dataset", what)
    if path is not None and path.suffix.lower() != DECLARATION:
        return OwnDataset(str(path), options=options)
    if path is None:
        found = named("dataset", checked_name(what, "not a dataset", "its name, or a path"))
    else:
        found = declared_in(path)
    if not isinstance(found.value, OwnDataset):
        return None
    path, options = _located(found, options)
    return replace(found.value, path=str(path), options=options)


def _of_declaration(declared: Named[OwnDataset], options: DataOptions) -> Named[DatasetSpec]:
    value = declared.value
    file = _understood(*_located(declared, options))
    file = replace(file, description=value.summary, license=value.license, source=value.source)
    spec = DatasetSpec.of_file(file)
    return Named(declared.name, spec, declared.distribution, declared.version)


def _understood(path: Path, options: DataOptions) -> DataFile:
    _check(options)
    from zoo.data.own import understand

    return understand(path, options)


def _check(options: DataOptions) -> None:
    if options.target is not None:
        checked("target", Text(), options.target)
    if options.task is not None:
        checked("task", OneOf(KINDS), options.task)


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

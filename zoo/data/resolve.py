"""Resolve a dataset by its name, or own data by its path."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.catalog.resolve import from_file, name_of, named, path_of, refuse_for_names
from zoo.errors import DatasetError, UsageError, article
from zoo.schema.arguments import checked, checked_name
from zoo.schema.fields import OneOf, Text
from zoo.specs.data_options import NO_OPTIONS, DataOptions
from zoo.specs.dataset import DatasetSpec
from zoo.specs.named import Named
from zoo.specs.own_dataset import OwnDataset

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.specs.data_file import DataFile

DECLARATION = ".toml"


def found_dataset(what: Any, options: DataOptions = NO_OPTIONS) -> Named[DatasetSpec]:
    """The dataset with a name, or the one detected in a file or a folder; a Named is returned unchanged.

    Args:
        what: A name, a path of data or of a TOML file that declares a dataset, or a Named.
        options: What is said about own data: the target of a table, the task, the roles of columns. They
            replace those of a declaration.

    Raises:
        UsageError: `what` is not a dataset, or an option is missing or does not apply.
        ZooError: The data is not readable, or not usable for a model.
    """
    if isinstance(what, Named):
        return what
    path = path_of("dataset", what)
    if path is not None and path.suffix.lower() != DECLARATION:
        return Named(name_of(path, "a dataset"), DatasetSpec.of_file(_understood(path, options)))
    if path is not None:
        return _of_declaration(declared_in(path), options)
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


def data_of(declared: Named[OwnDataset]) -> Path:
    """The path of a declared dataset's data; DatasetError if it is not where the data may be."""
    try:
        return declared.value.data
    except ValueError as outside:
        raise DatasetError(f"{declared.name}: {outside}") from None


def declaration_of(what: str, options: DataOptions) -> OwnDataset | None:
    """The declaration of own data with these options; None for a dataset that has code.

    Raises:
        UsageError: There is no such dataset.
        DatasetError: The data of a plugin is outside its package.
    """
    path = path_of("dataset", what)
    if path is not None and path.suffix.lower() != DECLARATION:
        return OwnDataset(str(path), options=options)
    found = named("dataset", what) if path is None else declared_in(path)
    if not isinstance(found.value, OwnDataset):
        return None
    return replace(found.value, path=str(data_of(found)), options=found.value.with_options(options))


def _of_declaration(declared: Named[OwnDataset], options: DataOptions) -> Named[DatasetSpec]:
    value = declared.value
    file = _understood(data_of(declared), value.with_options(options))
    file = replace(file, description=value.summary, license=value.license, source=value.source)
    spec = DatasetSpec.of_file(file)
    return Named(declared.name, spec, declared.distribution, declared.version)


def _understood(path: Path, options: DataOptions) -> DataFile:
    if options.target is not None:
        checked("target", Text(), options.target)
    if options.task is not None:
        checked("task", OneOf(("classification", "regression")), options.task)
    from zoo.data.own import understand

    return understand(path, options)

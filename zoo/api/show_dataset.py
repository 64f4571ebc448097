"""A dataset described, with the statistics of its splits."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from zoo.api.described import DescribedDataset
from zoo.data.load import unscaled
from zoo.data.own.distributions import of_table
from zoo.data.profile import of_arrays
from zoo.data.statistics import statistics_of
from zoo.errors import ZooError
from zoo.installed import HOME

if TYPE_CHECKING:
    from zoo.data.loaded_dataset import LoadedDataset
    from zoo.data.profile import Profile
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.named import Named

QUICK = 5_000_000
"""The most values of own data that are loaded without being asked for."""


def described(
    dataset: Named[DatasetSpec], loaded: LoadedDataset | None = None, *, with_data: bool = True
) -> DescribedDataset:
    """The description of a dataset; `with_data`, its data is loaded here if that is quick."""
    remark = ""
    if loaded is None and with_data and is_quick(dataset):
        try:
            loaded = unscaled(dataset)
        except ZooError as error:
            remark = str(error)
    return DescribedDataset(
        "dataset",
        dataset.name,
        dataset.value.summary,
        dataset.distribution,
        dataset.version,
        spec=dataset.value,
        splits=() if loaded is None else statistics_of(loaded),
        remark=remark,
    )


def is_quick(dataset: Named[DatasetSpec]) -> bool:
    """Whether the data is on this computer and small: built-in data, or own data of few values.

    A dataset with a fallback may have to be downloaded.
    """
    spec = dataset.value
    if spec.file is not None:
        return spec.file.examples * prod(spec.input_shape) <= QUICK
    return dataset.distribution == HOME and spec.fallback is None


def profile_of(dataset: Named[DatasetSpec]) -> Profile:
    """How the values of a dataset are distributed; those of a table are as in the file."""
    file = dataset.value.file
    return of_table(file) if file is not None and file.columns else of_arrays(unscaled(dataset))

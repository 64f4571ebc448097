"""Load the data of a dataset, checked and split, but not scaled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data.check import LEAST, check
from zoo.data.digest import digest_of
from zoo.data.loaded_dataset import LoadedDataset
from zoo.data.own import load as load_file
from zoo.data.split import Parts, parts_by
from zoo.data.weights import all_weights
from zoo.errors import DatasetError, ZooError
from zoo.registry import CallFailed, guarded
from zoo.specs.dataset import DatasetSpec, Loaded, Split

if TYPE_CHECKING:
    from zoo.specs.named import Named


def examples(dataset: Named[DatasetSpec], part: str, most: int) -> np.ndarray:
    """The first examples of a part, unscaled; raises DatasetError like `load`."""
    loaded = load(dataset)
    return concatenated(loaded)[0][getattr(parts_of(dataset.value, loaded), part)[:most]]


def unscaled(dataset: Named[DatasetSpec]) -> LoadedDataset:
    """Load a dataset, check it and split it, without scaling; raises DatasetError like `load`."""
    spec, loaded = dataset.value, load(dataset)
    x, y = concatenated(loaded)
    weights = all_weights(loaded, dataset.name)
    training, validation, test = (
        Split(x[each], y[each], None if weights is None else weights[each]) for each in parts_of(spec, loaded)
    )
    return LoadedDataset(dataset.name, spec, training, validation, test, loaded.source, digest_of(loaded))


def parts_of(spec: DatasetSpec, loaded: Loaded) -> Parts:
    """The positions of the parts among all examples: the dataset's own, the others split off."""
    validation, test = (0 if part is None else len(part.x) for part in (loaded.validation, loaded.test))
    rule = spec.file.split if spec.file is not None else None
    return parts_by(rule, loaded.train.y, loaded.keys, validation, test)


def load(dataset: Named[DatasetSpec], fewest: int = LEAST) -> Loaded:
    """The data of a dataset, checked; DatasetError if loading fails or the data does not match the spec.

    `fewest` is the number of examples that there must be besides a test part.
    """
    try:
        with guarded():
            loaded = _loaded(dataset.value)
    except CallFailed as failed:
        if isinstance(failed.__cause__, ZooError):
            raise failed.__cause__ from None
        owner = f" of {dataset.distribution} {dataset.version}" if dataset.distribution else ""
        msg = f"{dataset.name}{owner} can't be loaded: {failed}"
        raise DatasetError(msg) from failed.__cause__
    if not isinstance(loaded, Loaded):
        msg = f"{dataset.name} loaded {type(loaded).__name__}; wanted zoo.Loaded"
        raise DatasetError(msg)
    check(dataset.name, dataset.value, loaded, fewest)
    return loaded


def _loaded(spec: DatasetSpec) -> Loaded:
    """The data from the spec's function or from its file."""
    if spec.load is not None:
        return spec.load()
    assert spec.file is not None
    return load_file(spec.file)


def concatenated(loaded: Loaded) -> tuple[np.ndarray, np.ndarray]:
    """The examples and labels of the training, the validation and the test part, concatenated."""
    parts = [part for part in (loaded.train, loaded.validation, loaded.test) if part is not None]
    if len(parts) == 1:
        return loaded.train.x, loaded.train.y
    return np.concatenate([part.x for part in parts]), np.concatenate([part.y for part in parts])

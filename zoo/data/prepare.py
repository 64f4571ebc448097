"""Load the data of a dataset once: checked, split and scaled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zoo.data import scaling
from zoo.data.check import LEAST
from zoo.data.digest import digest_of
from zoo.data.label_forms import labels_of, truth_of
from zoo.data.load import concatenated, load, parts_of
from zoo.data.mapped import rows_at
from zoo.data.own import unreadable
from zoo.data.own.large import is_large
from zoo.data.own.on_disk import Encoded, encode
from zoo.data.pixels import look
from zoo.data.split import Parts
from zoo.data.weights import all_weights, normalized
from zoo.errors import DatasetError
from zoo.specs.data_facts import DataFacts
from zoo.specs.dataset import has_images

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.data.progress import Encoding
    from zoo.specs.data_facts import Pixels, Scaling
    from zoo.specs.dataset import DatasetSpec, Loaded
    from zoo.specs.named import Named


@dataclass(frozen=True, eq=False)
class Data:
    """All examples, and their split.

    Attributes:
        x: The examples, of shape (examples, …): images as uint8 or float32, which the training step
            multiplies by `factor`; rows standardized, as float32; tokens as int32.
        y: Integer classes as int32 of shape (examples,); one-hot labels and scaled targets as float32 of
            shape (examples, outputs).
        parts: The positions of the training, validation and test examples.
        factor: What images are multiplied by.
        source: Where the data was found.
        truth: The labels before scaling: integer classes of shape (examples,), or targets in their own units.
        weights: How much each example counts in the loss, as float32 of shape (examples,), 1 on average in
            each part; None if all count the same.
        on_disk: Whether `x` is mapped, and too large to be held in memory.
        class_weights: What the loss of each example is multiplied by for its class, as float32 of shape
            (examples,), 1 outside of the training part; None if there are no such weights.
        teacher: What a teacher says about the training examples, as float32 of shape (examples, outputs).
        notes: What a file has that the training data had not.
    """

    x: np.ndarray
    y: np.ndarray
    parts: Parts
    factor: float
    source: str
    truth: np.ndarray
    weights: np.ndarray | None = None
    on_disk: bool = False
    class_weights: np.ndarray | None = None
    teacher: np.ndarray | None = None
    notes: tuple[str, ...] = ()

    @cached_property
    def loss_weights(self) -> np.ndarray | None:
        """What the loss of each example is multiplied by: its weight and that of its class."""
        if self.weights is None or self.class_weights is None:
            return self.class_weights if self.weights is None else self.weights
        return self.weights * self.class_weights

    @cached_property
    def targets(self) -> np.ndarray:
        """What a training step gets: the labels, and after them, as columns, what a teacher says."""
        if self.teacher is None:
            return self.y
        return np.hstack([self.y.reshape(len(self.y), -1).astype(np.float32), self.teacher])

    def rows(self, positions: np.ndarray) -> np.ndarray:
        """The examples at these positions, copied from `x`."""
        return rows_at(self.x, positions) if self.on_disk else self.x[positions]

    def scaled(self, positions: np.ndarray) -> np.ndarray:
        """The inputs of a model for the examples at these positions: float32, scaled; tokens as int32."""
        return scaling.multiplied(self.rows(positions), self.factor)


def _untold(_: Encoding) -> None:
    """Ignore the progress."""


def prepare_data(
    dataset: Named[DatasetSpec],
    facts: DataFacts | None = None,
    *,
    is_scaled: bool = True,
    folder: Path | None = None,
    tell: Callable[[Encoding], None] = _untold,
) -> tuple[DataFacts, Data]:
    """Load a dataset, check it, split and scale it.

    A table that is large is encoded on disk; otherwise everything is in memory.

    Args:
        dataset: The dataset with its name.
        facts: The facts of an earlier preparation: the data must have the same digest, and is scaled in the
            same way.
        is_scaled: Whether the data is scaled if there are no facts yet.
        folder: A folder on the disk for a large table; by default that of temporary files.
        tell: A function that is called with the progress of a large table.

    Returns:
        The facts, and the data.

    Raises:
        DatasetError: The data is missing, does not match its spec, or has changed.
    """
    spec = dataset.value
    if is_large(spec.file) and is_scaled:
        fitted = facts.scaling if facts is not None else None
        encoded = _encoded(dataset, fitted, folder=folder, tell=tell)
        check_digest(dataset.name, facts, encoded.digest)
        return facts or DataFacts(encoded.digest, encoded.scaling), _on_disk(dataset, encoded, encoded.parts)
    loaded = load(dataset)
    digest = digest_of(loaded)
    check_digest(dataset.name, facts, digest)
    x, y = concatenated(loaded)
    parts = parts_of(spec, loaded)
    if facts is not None:
        fitted = facts.scaling
    elif is_scaled:
        fitted = scaling.fit(spec, x[parts.training], y[parts.training])
    else:
        fitted = scaling.none(spec.task, tokens=spec.scaling == "tokens")
    data = Data(
        x=scaling.apply_to_inputs(fitted, x),
        y=labels_of(spec, fitted, y),
        truth=truth_of(spec, y),
        parts=parts,
        factor=fitted.factor,
        source=loaded.source,
        weights=_weights(dataset.name, loaded, parts),
    )
    return facts or DataFacts(digest, fitted, _pixels(spec, x[parts.training])), data


def prepare_other(
    dataset: Named[DatasetSpec], fitted: Scaling, *, tell: Callable[[Encoding], None] = _untold
) -> Data:
    """All examples of another dataset than the one that a scaling was fitted on; each is in the test part.

    Raises:
        DatasetError: The data is missing, or does not match its spec.
    """
    spec, nothing = dataset.value, np.empty(0, np.int32)
    if is_large(spec.file):
        encoded = _encoded(dataset, fitted, tell=tell, fewest=1)
        return _on_disk(dataset, encoded, Parts(nothing, nothing, np.arange(len(encoded.y), dtype=np.int32)))
    loaded = load(dataset, fewest=1)
    x, y = concatenated(loaded)
    parts = Parts(nothing, nothing, np.arange(len(x), dtype=np.int32))
    return Data(
        x=scaling.apply_to_inputs(fitted, x),
        y=labels_of(spec, fitted, y),
        truth=truth_of(spec, y),
        parts=parts,
        factor=fitted.factor,
        source=loaded.source,
        weights=_weights(dataset.name, loaded, parts),
        notes=loaded.notes,
    )


def _encoded(
    dataset: Named[DatasetSpec],
    fitted: Scaling | None,
    *,
    folder: Path | None = None,
    tell: Callable[[Encoding], None] = _untold,
    fewest: int = LEAST,
) -> Encoded:
    try:
        return encode(dataset.name, dataset.value, fitted, folder, tell, fewest=fewest)
    except OSError as error:
        assert dataset.value.file is not None
        raise unreadable(dataset.value.file.path, error) from None


def _on_disk(dataset: Named[DatasetSpec], encoded: Encoded, parts: Parts) -> Data:
    spec, weights = dataset.value, encoded.weights
    assert spec.file is not None
    return Data(
        x=encoded.x,
        y=labels_of(spec, encoded.scaling, encoded.y),
        parts=parts,
        factor=encoded.scaling.factor,
        source=spec.file.path,
        truth=truth_of(spec, encoded.y),
        weights=None if weights is None else normalized(weights, parts, dataset.name),
        on_disk=True,
        notes=encoded.notes,
    )


def check_digest(name: str, facts: DataFacts | None, digest: str) -> None:
    """Raise DatasetError if data has another digest than the known facts."""
    if facts is not None and facts.digest != digest:
        msg = f"{name} has changed: its digest was {facts.digest[:15]}…, is {digest[:15]}…"
        raise DatasetError(msg)


def _pixels(spec: DatasetSpec, x: np.ndarray) -> Pixels | None:
    """The properties of the images, or None for other data."""
    return look(x, spec.factor) if has_images(spec) else None


def _weights(name: str, loaded: Loaded, parts: Parts) -> np.ndarray | None:
    weights = all_weights(loaded, name)
    return None if weights is None else normalized(weights, parts, name)

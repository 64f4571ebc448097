"""The digest of the data of a dataset."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zoo.specs.dataset import Loaded, Split

VALIDATION = b"validation"
"""What comes before a validation part, or it would be like a test part."""


def digest_of(loaded: Loaded) -> str:
    """`sha256:` and the digest of all arrays with their dtypes and shapes."""
    state = hashlib.sha256()
    for part in (loaded.train, loaded.test):
        if part is not None:
            _add(state, part.x)
            _add_labels(state, part.y, part.weights)
    if loaded.validation is not None:
        state.update(VALIDATION)
        _add(state, loaded.validation.x)
        _add_labels(state, loaded.validation.y, loaded.validation.weights)
    _add_named(state, "keys", loaded.keys)
    return f"sha256:{state.hexdigest()}"


def digest_of_part(split: Split) -> str:
    """The digest of examples from a file of their own."""
    digest = RunningDigest()
    digest.add(*split)
    return digest.finished()


class RunningDigest:
    """The digest of arrays whose examples are never in memory as a whole: the same as of those in memory."""

    def __init__(self, dtype: type = np.float64) -> None:
        """Nothing is counted in yet; `dtype` is that of the examples."""
        self._state, self._dtype = hashlib.sha256(), dtype

    def passing(self, shape: tuple[int, ...], blocks: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        """The same blocks of examples, which are counted in; `shape` is that of all of them."""
        self._state.update(f"{np.dtype(self._dtype).str}{shape}".encode())
        for block in blocks:
            self._state.update(np.ascontiguousarray(block, self._dtype).data)
            yield block

    def begin_validation(self) -> None:
        """Say that the validation part follows."""
        self._state.update(VALIDATION)

    def add(self, *arrays: np.ndarray) -> None:
        """Count arrays in."""
        for array in arrays:
            _add(self._state, array)

    def add_labels(self, y: np.ndarray, weights: np.ndarray | None) -> None:
        """Count in the labels and the weights of a part, once all of its blocks have passed."""
        _add_labels(self._state, y, weights)

    def finished(self, keys: np.ndarray | None = None) -> str:
        """The digest, with the keys of the split if there are any."""
        state = self._state.copy()
        _add_named(state, "keys", keys)
        return f"sha256:{state.hexdigest()}"


def _add_labels(state: hashlib._Hash, y: np.ndarray, weights: np.ndarray | None) -> None:
    _add(state, y)
    _add_named(state, "weights", weights)


def _add_named(state: hashlib._Hash, name: str, array: np.ndarray | None) -> None:
    """Add an array that not all data has: with a name, or it would be like another one."""
    if array is not None:
        state.update(name.encode())
        _add(state, array)


def _add(state: hashlib._Hash, array: np.ndarray) -> None:
    state.update(f"{array.dtype.str}{array.shape}".encode())
    state.update(np.ascontiguousarray(array).data)

"""The digest of the data of a dataset."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zoo.specs.dataset import Loaded


def digest_of(loaded: Loaded) -> str:
    """`sha256:` and the digest of all arrays with their dtypes and shapes."""
    state = hashlib.sha256()
    for part in (loaded.train, loaded.test):
        if part is not None:
            _add(state, part.x)
            _add_labels(state, part.y, part.weights)
    if loaded.validation is not None:
        state.update(b"validation")  # or a validation part would be like a test part
        _add(state, loaded.validation.x)
        _add_labels(state, loaded.validation.y, loaded.validation.weights)
    _add_named(state, "keys", loaded.keys)
    return f"sha256:{state.hexdigest()}"


class RunningDigest:
    """The digest of a dataset that is never in memory as a whole: the same as `digest_of`."""

    def __init__(self, shape: tuple[int, ...], dtype: type = np.float64) -> None:
        """`shape` and `dtype` are those of `x` of the training part, which has all examples."""
        self._state, self._dtype = hashlib.sha256(), dtype
        self._state.update(f"{np.dtype(dtype).str}{shape}".encode())

    def passing(self, blocks: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        """The same blocks of `x`, which are counted in."""
        for block in blocks:
            self._state.update(np.ascontiguousarray(block, self._dtype).data)
            yield block

    def with_labels(self, y: np.ndarray, keys: np.ndarray | None, weights: np.ndarray | None = None) -> str:
        """The digest with `y`, the weights and the keys of the split, once all blocks have passed."""
        state = self._state.copy()
        _add_labels(state, y, weights)
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

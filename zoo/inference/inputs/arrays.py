"""Examples in .npy and .npz files, matched to the shape of the model's inputs."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from zoo.data.files.npz_file import read_npy, read_npz
from zoo.errors import DatasetError
from zoo.inference.inputs.wanted import FileExamples, Wanted

if TYPE_CHECKING:
    import numpy as np

NAMES = (("x",), ("x_test",))
"""What the examples are called in an archive that has other arrays too."""


def from_npy(file: IO[bytes], name: str, wanted: Wanted) -> FileExamples:
    """The examples in an .npy file; raises DatasetError if they are not numbers of this shape."""
    return FileExamples(_examples(read_npy(file, name), name, wanted.shape))


def from_npz(file: IO[bytes], name: str, wanted: Wanted) -> FileExamples:
    """The examples in an .npz file: its array `x`, `x_test`, or its only one; errors as in `from_npy`."""
    ((member, array),) = read_npz(file, name, NAMES, or_only=True).items()
    return FileExamples(_examples(array, f"{member} of {name}", wanted.shape))


def _examples(array: np.ndarray, where: str, shape: tuple[int, ...]) -> np.ndarray:
    """The array as examples: it may be a single one, and have or lack a last axis of 1."""
    if array.dtype.kind not in "buif":
        raise DatasetError(f"{where} has {array.dtype}; wanted numbers")
    same = {shape, shape[:-1]} if shape[-1] == 1 else {shape, (*shape, 1)}
    if array.shape in same:
        return array.reshape(1, *shape)
    if array.ndim and array.shape[1:] in same:
        return array.reshape(len(array), *shape)
    axes = ", ".join(map(str, shape))
    raise DatasetError(f"{where} has the shape {array.shape}; wanted (examples, {axes})")

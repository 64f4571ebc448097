"""Examples in .npy and .npz files, matched to the shape of the model's inputs."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from zoo.data.files.npz_file import names_in, read_npy, read_npz
from zoo.data.own.medians import fill
from zoo.data.own.members import X, examples_in, meant
from zoo.errors import DatasetError, shorten
from zoo.inference.inputs.wanted import FileExamples, Wanted

if TYPE_CHECKING:
    import numpy as np


def from_npy(file: IO[bytes], name: str, wanted: Wanted) -> FileExamples:
    """The examples in an .npy file; raises DatasetError if they are not numbers of this shape."""
    return from_array(read_npy(file, name), name, wanted)


def from_npz(file: IO[bytes], name: str, wanted: Wanted) -> FileExamples:
    """The examples in an .npz file: its array `x`, `x_test`, or its only one; errors as in `from_npy`."""
    names = names_in(file, name)
    member = examples_in(names)
    if member is None:
        found = ", ".join(map(shorten, sorted(names)[:10])) or "no arrays"
        raise DatasetError(f"{name} has {found}; wanted x, or x_test, or a single array")
    (array,) = read_npz(file, name, (member,)).values()
    examples = from_array(array, f"{member} of {name}", wanted)
    parts = [each for each in names if (what := meant(each)) and what.role == X]
    if len(parts) < 2:  # noqa: PLR2004 - another one
        return examples
    return examples._replace(
        changes=(f"the rows are those of {member}, of {', '.join(parts)}", *examples.changes)
    )


def from_array(array: np.ndarray, where: str, wanted: Wanted) -> FileExamples:
    """The array as examples, with the training data's medians in place of missing numbers."""
    x = _examples(array, where, wanted.shape)
    if not wanted.medians or wanted.strict:
        return FileExamples(x)
    filled, missing = fill(x, wanted.medians)
    noun = "number" if missing == 1 else "numbers"
    return FileExamples(filled, (f"{missing:,} missing {noun} filled with the median",) if missing else ())


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

"""Read the weights in an untrusted HDF5 file, in a separate process with a memory limit.

`python -m zoo.training.weights_file` is this process; `of_file` runs it. Keras writes two formats:
`.weights.h5` has the variables of each layer by their number, and `.h5`, as in Keras's cache, by their names.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.errors import ZooError, shorten
from zoo.runs.checkpoint import Checkpoint
from zoo.system import process
from zoo.system.temporary import temporary_folder
from zoo.training.keras_file import ARRAYS, ROOM, TIMES, limit_memory, read_apart
from zoo.weights.array import Array

if TYPE_CHECKING:
    from collections.abc import Iterator

INDEXED = "#"
"""What the name of a variable begins with if only its number in its layer is known."""
KERAS_2 = "layer_names"
"""The attribute of the older format."""


def of_file(path: Path, name: str) -> tuple[Array, ...]:
    """The arrays in a file, named by layer and variable, in order.

    Raises NotLoaded with its name if it is not valid.
    """
    with temporary_folder() as folder:
        return read_apart(__name__, {"file": str(path)}, name, folder)


def main(request: dict[str, Any]) -> None:
    """In the separate process: check the file, and write its arrays."""
    from zoo.untrusted import hdf5
    from zoo.untrusted.refusal import Refused

    path = Path(request["file"])
    limit_memory(ROOM + TIMES * path.stat().st_size)
    try:
        hdf5.check(path)
    except Refused as refused:
        raise ZooError(str(refused)) from None
    arrays = tuple(_arrays(path))
    if not arrays:
        raise ZooError("it has no weights of layers; wanted a .weights.h5 or .h5 file that Keras wrote")
    found = Checkpoint(0, arrays, (), {}, [], [])
    (Path(request["folder"]) / ARRAYS).write_bytes(found.to_bytes())


def _arrays(path: Path) -> Iterator[Array]:
    import h5py

    with h5py.File(path, "r") as file:
        root = file.get("model_weights", file)
        yield from _by_name(root) if KERAS_2 in root.attrs else _by_number(file)


def _by_name(root: Any) -> Iterator[Array]:
    """The arrays of the older format; their names are as in `conv1/kernel:0`."""
    for layer in _texts(root.attrs[KERAS_2]):
        group = root.get(layer)
        for name in [] if group is None else _texts(group.attrs.get("weight_names", ())):
            if name not in group:
                raise ZooError(f"it names {shorten(name)} and does not have it")
            named = name.partition(":")[0]
            yield _array(named if "/" in named else f"{layer}/{named}", group[name])


def _by_number(file: Any) -> Iterator[Array]:
    """The arrays of the newer format, named by the layers that they are in, such as `stage/conv/#0`."""
    for top in ("layers", "_layer_checkpoint_dependencies"):
        if top in file:
            for group in file[top].values():
                yield from _inside(group, "")


def _inside(group: Any, before: str) -> Iterator[Array]:
    """The arrays of a layer and of the layers inside it; groups without a name are containers."""
    variables = group.get("vars")
    named = None if variables is None else variables.attrs.get("name")
    path = f"{before}{named}/" if isinstance(named, str) else before
    for number in sorted(variables or (), key=lambda key: (len(key), key)):
        yield _array(f"{path}{INDEXED}{number}", variables[number])
    for key, inside in group.items():
        if key != "vars" and hasattr(inside, "items"):
            yield from _inside(inside, path)


def _texts(names: Any) -> list[str]:
    return [each.decode() if isinstance(each, bytes) else str(each) for each in names]


def _array(name: str, found: Any) -> Array:
    value = np.asarray(found)
    if value.dtype.kind == "V":
        return Array(name, "bfloat16", value.shape, value.tobytes())
    return Array(name, value.dtype.name, value.shape, value.astype(value.dtype.newbyteorder("<")).tobytes())


if __name__ == "__main__":
    process.answer(main)

"""Load the model of an untrusted `.keras` file, first in a separate process with a memory limit.

`python -m zoo.training.keras_file` is this process; `of_file` runs it. It returns only numbers.
"""

from __future__ import annotations

import copy
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.data import scaling
from zoo.errors import ZooError
from zoo.runs import checkpoint
from zoo.runs.checkpoint import Checkpoint
from zoo.specs.task import Task
from zoo.system import process
from zoo.system.temporary import temporary_folder
from zoo.training import backend
from zoo.training.footprint import batch_size, values_per_example
from zoo.training.restore import AT_ONCE, Trained
from zoo.untrusted import NotLoaded, scan

if TYPE_CHECKING:
    from collections.abc import Sequence

    import keras

    from zoo.untrusted import Checked
    from zoo.weights.array import Array

WEIGHTS, ARRAYS = "model.weights.h5", "arrays.zoo"
PATIENCE = 120.0
"""Seconds that reading and building may take."""
ROOM, TIMES = 512 * 2**20, 8
"""The memory limit beyond Keras's own use: these bytes plus this multiple of the size of the weights."""
SLOTS, SMALL = 6, 2**20
"""A file has at most this many times the bytes of the layers: an optimizer keeps up to four more of each."""
SAMPLES = 2
"""Random inputs on which the model is compared with Keras's own."""
MOST_OUTPUTS = 100_000
WIDEST = 2**27
"""The most values that the layers may hold at once for one example."""


def of_file(path: Path, backend_name: str) -> Trained:
    """The model in an untrusted file; its scaling and classes are unknown, so it returns plain numbers.

    It is not compiled. Raises NotLoaded if the file is not a valid Keras file, names something that
    could run code, has weights that are not finite, or needs too much time or memory; BackendError as
    `backend.start`.
    """
    checked, arrays = _read(path, backend_name)
    backend.start(backend_name)

    backend.fresh(0)
    try:
        model = rebuilt(checked.description)
        put_into(model, arrays)
    except ZooError as error:
        raise NotLoaded(checked.name, str(error)) from None
    task = Task("regression", model.output_shape[1])
    return Trained(
        model,
        checked.name,
        task,
        tuple(model.input_shape[1:]),
        (),
        scaling.none(task),
        "linear",
        batch_size(values_per_example(model), AT_ONCE),
    )


def arrays_of(path: Path, backend_name: str) -> tuple[Array, ...]:
    """The weights in an untrusted file, by the paths of their variables; raises the errors of `of_file`."""
    return _read(path, backend_name)[1]


def _read(path: Path, backend_name: str) -> tuple[Checked, tuple[Array, ...]]:
    """What is known of a file without Keras, and the values of its model's variables."""
    backend.require(backend_name)
    with temporary_folder() as folder:
        checked = scan(path, folder / WEIGHTS)
        request = {"description": checked.description, "backend": backend_name}
        return checked, read_apart("zoo.training.keras_file", request, checked.name, folder)


def read_apart(module: str, request: dict[str, Any], name: str, folder: Path) -> tuple[Array, ...]:
    """The arrays that a separate process reads from an untrusted file, and writes to the folder.

    Raises NotLoaded with the file's name if the process fails.
    """
    try:
        process.ask(module, request | {"folder": str(folder)}, patience=PATIENCE)
        return checkpoint.read(folder / ARRAYS).model
    except process.NoAnswer as ended:
        raise NotLoaded(name, f"reading it {ended}") from ended.__cause__
    except ZooError as error:
        raise NotLoaded(name, str(error)) from None


def main(request: dict[str, Any]) -> None:
    """In the separate process: read the weights, build the model, and write the values of its variables."""
    from zoo.untrusted import hdf5
    from zoo.untrusted.refusal import Refused

    weights = Path(request["folder"]) / WEIGHTS
    size = weights.stat().st_size
    limit_memory(ROOM + TIMES * size)
    try:
        held = hdf5.check(weights)
    except Refused as refused:
        raise ZooError(str(refused)) from None
    limit_memory(None)
    backend.start(request["backend"])
    from zoo.training import state

    limit_memory(ROOM + TIMES * size)
    model = rebuilt(request["description"])
    needed = sum(math.prod(each.shape) * np.dtype(each.dtype).itemsize for each in model.variables)
    if held > SLOTS * max(needed, SMALL):
        raise ZooError(f"its weights have {held:,} bytes; its layers need {needed:,}")
    try:
        model.load_weights(weights)
    except Exception as error:
        raise ZooError(f"its weights do not match its layers: {_first_line(error)}") from error
    if not all(np.isfinite(np.asarray(variable)).all() for variable in model.variables):
        raise ZooError("its weights are not finite in the dtype of its layers")
    arrays = state.arrays_of(model.variables)
    _check_same(model, request["description"], arrays)
    content = Checkpoint(
        epoch=0,
        model=arrays,
        optimizer=(),
        history={},
        epoch_seconds=[],
        digests=[],
    ).to_bytes()
    (weights.parent / ARRAYS).write_bytes(content)


def rebuilt(description: dict[str, Any]) -> keras.Model:
    """Build the model of a description; raises ZooError if it is not valid or not usable."""
    import keras

    try:
        model = keras.saving.deserialize_keras_object(
            copy.deepcopy(description), safe_mode=True
        )  # changes it
        shapes = model.input_shape, model.output_shape
        values = values_per_example(model)
    except Exception as error:
        if _is_memory(error):
            raise ZooError("it needs too much memory for its number of weights") from None
        raise ZooError(f"Keras can't build it: {_first_line(error)}") from error
    for shape, what in zip(shapes, ("inputs", "outputs"), strict=True):
        if not isinstance(shape, tuple):
            raise ZooError(f"it has {len(shape)} {what}; wanted one input and one output")
    is_usable = all(None not in shape[1:] for shape in shapes)
    if not is_usable or len(shapes[1]) != 2:  # noqa: PLR2004 - the batch and the outputs
        raise ZooError(f"it takes {shapes[0]} and gives {shapes[1]}; wanted one input, and a row of numbers")
    if shapes[1][1] > MOST_OUTPUTS:
        raise ZooError(f"it gives {shapes[1][1]:,} numbers; wanted at most {MOST_OUTPUTS:,}")
    if values > WIDEST:
        raise ZooError(f"one example becomes {values:,} values in its layers; wanted at most {WIDEST:,}")
    return model


def put_into(model: keras.Model, arrays: Sequence[Array]) -> None:
    """Set a model's variables, and let its layers compute what follows from them, as Normalization does."""
    from zoo.training import state

    state.put(model.variables, arrays)
    for layer in model._flatten_layers():  # noqa: SLF001 - Keras's own loader visits the layers in this way
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()


def _check_same(model: keras.Model, description: dict[str, Any], arrays: Sequence[Array]) -> None:
    """Compare the model as Keras loads it with the one that is made of its variables, on random inputs."""
    again = rebuilt(description)
    put_into(again, arrays)
    shape = (SAMPLES, *model.input_shape[1:])
    x = np.random.default_rng(0).normal(size=shape).astype(str(model.inputs[0].dtype))
    try:
        one, other = (np.asarray(each(x, training=False), np.float64) for each in (model, again))
    except Exception as error:
        if _is_memory(error):
            values = f"{values_per_example(model):,} values in its layers"
            raise ZooError(f"it needs too much memory: one example becomes {values}") from None
        raise ZooError(f"Keras can't run it: {_first_line(error)}") from error
    if not np.array_equal(one, other, equal_nan=True):
        raise ZooError("a layer computes more than its weights say; load it with Keras")


def limit_memory(room: int | None) -> None:
    """Limit the memory of this process to this many bytes more than now; None removes the limit.

    It uses RLIMIT_DATA on Linux, which counts writable memory; there is no limit on other systems.
    """
    if sys.platform != "linux":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    has = 1024 * int(status.partition("VmData:")[2].split()[0])
    wanted = most if room is None else has + room
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if most < 0 else min(wanted, most), most))


def _is_memory(error: Exception) -> bool:
    """Whether memory is the cause; TensorFlow has an exception of its own."""
    return isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError"


def _first_line(error: Exception) -> str:
    """The cause in Keras's message, which comes after a description of all arguments."""
    lines = str(error).rpartition("Exception encountered: ")[2].strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:200]}" if lines else type(error).__name__


if __name__ == "__main__":
    process.answer(main)

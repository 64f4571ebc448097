"""A foreign `.keras` file that was looked through, made a model: first in a process with a memory limit.

`python -m zoo.training.keras_file` is that process, run by `of_file`. What it gives back are numbers.
"""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from zoo.data import scaling
from zoo.errors import ZooError
from zoo.runs import checkpoint
from zoo.runs.checkpoint import Checkpoint
from zoo.specs.layers.head import Head
from zoo.specs.model import ModelSpec
from zoo.specs.task import Task
from zoo.system import process
from zoo.training import backend
from zoo.training.restore import Trained
from zoo.untrusted import NotLoaded, scan

if TYPE_CHECKING:
    import keras

    from zoo.plan.plan import Plan
    from zoo.untrusted import Checked

WEIGHTS, ARRAYS = "model.weights.h5", "arrays.zoo"
PATIENCE = 120.0
"""Seconds that reading and building may take."""
ROOM, TIMES = 512 * 2**20, 8
"""Bytes that it may take beyond what Keras itself does: so many, and so many times the weights."""
PROBABILITIES = ("softmax", "sigmoid")
WIDEST = 2**27
"""Numbers that one example may become in any layer."""


def of_file(path: Path, backend_name: str) -> Trained:
    """The model in a foreign file, of which no scaling and no classes are known: it gives plain numbers.

    It is not compiled. Raises NotLoaded where the file is not what Keras writes, names what could run
    code, has weights that are not finite, or takes more time or memory than there is; BackendError as
    `backend.start`.
    """
    backend.require(backend_name)
    with TemporaryDirectory(prefix="zoo-") as folder:
        checked = scan(path, Path(folder) / WEIGHTS)
        kept = _tried(checked, Path(folder), backend_name)
    backend.start(backend_name)
    from zoo.training import state

    backend.fresh(0)
    try:
        model = rebuilt(checked.description)
        state.put(model.variables, kept.model)
    except ZooError as error:
        raise NotLoaded(checked.name, str(error)) from None
    task = Task("regression", model.output_shape[1])
    return Trained(model, checked.name, task, tuple(model.input_shape[1:]), (), scaling.none(task), "linear")


def judged(trained: Trained, plan: Plan) -> tuple[Trained, Plan]:
    """A file's model, compiled for the task of the plan's dataset, and the plan that says so.

    Its outputs are probabilities where its last layer makes them such, else logits. Raises ZooError
    where it takes other examples, or gives another number of outputs.
    """
    from zoo.training.build import compile_model

    dataset = plan.dataset.value
    is_logits = dataset.task.kind == "classification" and _last_activation(trained.model) not in PROBABILITIES
    spec = ModelSpec(layers=(Head(logits=is_logits),))
    objective = spec.head.fit(dataset.task)
    found = trained.input_shape, trained.task.outputs
    if found != (dataset.input_shape, objective.units):
        wanted = f"wanted {dataset.input_shape} and {objective.units} for {plan.dataset.name}"
        raise ZooError(f"{trained.title} takes {found[0]} and gives {found[1]} numbers; {wanted}")
    compile_model(trained.model, spec, plan.optimizer.value, dataset.task)
    activation = "linear" if not is_logits else "sigmoid" if objective.units == 1 else "softmax"
    known: dict[str, Any] = {
        "task": dataset.task,
        "classes": dataset.classes,
        "scaling": scaling.none(dataset.task),
    }
    return (
        replace(trained, **known, activation=activation),
        replace(plan, model=replace(plan.model, value=spec)),
    )


def _last_activation(model: keras.Model) -> str | None:
    """What makes a model's outputs, in a model that is its last layer too."""
    last = model.layers[-1]
    if getattr(last, "layers", None):
        return _last_activation(last)
    return "softmax" if type(last).__name__ == "Softmax" else last.get_config().get("activation")


def _tried(checked: Checked, folder: Path, backend_name: str) -> Checkpoint:
    """The values of a model's variables, from the process that has built it and read its weights."""
    request = {"description": checked.description, "folder": str(folder), "backend": backend_name}
    try:
        process.ask("zoo.training.keras_file", request, patience=PATIENCE)
        return checkpoint.read(folder / ARRAYS)
    except process.Gone as gone:
        raise NotLoaded(checked.name, f"reading it {gone}") from gone.__cause__
    except ZooError as error:
        raise NotLoaded(checked.name, str(error)) from None


def main(request: dict[str, Any]) -> None:
    """In the process of its own: read the weights, build the model, and write down what it holds."""
    from zoo.untrusted import hdf5
    from zoo.untrusted.refusal import Refused

    weights = Path(request["folder"]) / WEIGHTS
    size = weights.stat().st_size
    _limit_memory(ROOM + TIMES * size)
    try:
        hdf5.check(weights)
    except Refused as refused:
        raise ZooError(str(refused)) from None
    _limit_memory(None)
    backend.start(request["backend"])
    from zoo.training import state

    _limit_memory(ROOM + TIMES * size)
    model = rebuilt(request["description"])
    try:
        model.load_weights(weights)
    except Exception as error:
        raise ZooError(f"its weights are not those of its layers: {_first_line(error)}") from error
    content = Checkpoint(
        epoch=0,
        model=state.arrays_of(model.variables),
        optimizer=(),
        history={},
        epoch_seconds=[],
        digests=[],
    ).to_bytes()
    (weights.parent / ARRAYS).write_bytes(content)


def rebuilt(description: dict[str, Any]) -> keras.Model:
    """The model that a description means; ZooError where it is none, or none that can be used."""
    import keras

    try:
        model = keras.saving.deserialize_keras_object(description, safe_mode=True)
        shapes = model.input_shape, model.output_shape
        outputs = [layer.output.shape[1:] for layer in model.layers]
    except Exception as error:
        if isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError":  # TensorFlow's
            raise ZooError("it needs more memory than a model of so many weights may") from None
        raise ZooError(f"Keras can't build it: {_first_line(error)}") from error
    is_usable = all(isinstance(shape, tuple) and None not in shape[1:] for shape in shapes)
    if not is_usable or len(shapes[1]) != 2:  # noqa: PLR2004 - the batch and the outputs
        raise ZooError(f"it takes {shapes[0]} and gives {shapes[1]}; wanted one input, and a row of numbers")
    widths = [math.prod(size or 1 for size in shape) for shape in outputs]
    if max(widths, default=0) > WIDEST:
        raise ZooError(f"one example becomes {max(widths):,} numbers in it; wanted at most {WIDEST:,}")
    return model


def _limit_memory(room: int | None) -> None:
    """Let this process take so much more than it has, or as much as there is.

    Linux counts what a process could write to (RLIMIT_DATA), which is little for Keras; other systems
    don't, and there is no limit there.
    """
    if sys.platform != "linux":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    has = 1024 * int(status.partition("VmData:")[2].split()[0])
    wanted = most if room is None else has + room
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if most < 0 else min(wanted, most), most))


def _first_line(error: Exception) -> str:
    """What Keras says of its cause, which stands behind a description of all that it was given."""
    lines = str(error).rpartition("Exception encountered: ")[2].strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:200]}" if lines else type(error).__name__


if __name__ == "__main__":
    process.answer(main)

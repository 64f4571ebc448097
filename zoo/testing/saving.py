"""The checks that a saved model is the same after loading: in this process, and in a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.errors import ZooError
from zoo.plan.backends import default_backend
from zoo.system import process
from zoo.system.temporary import temporary_folder
from zoo.testing import behaviour, inputs
from zoo.testing.built import built_with_task
from zoo.testing.result import Failed
from zoo.training.cause import cause_of

if TYPE_CHECKING:
    import keras

    from zoo.testing.subject import Subject

FILE = "model.keras"
PATIENCE = 300.0
"""Seconds for loading a file in a new process."""


def saves_and_loads(subject: Subject) -> str:
    """The model that Keras loads from model.keras predicts as the saved one."""
    from zoo.training import conformance

    model, task = built_with_task(subject)
    x = inputs.examples(subject.part, model, behaviour.BATCH)
    before = conformance.outputs(model, x)
    with temporary_folder() as folder:
        try:
            loaded = conformance.reloaded(model, subject.part.value, task, folder / FILE)
        except Exception as error:
            cause = cause_of(error)
            raise Failed(f"{FILE} can't be saved and loaded: {_lambda(model) or cause}") from error
        after = conformance.outputs(loaded, x)
    if not np.array_equal(before, after):
        apart = np.abs(before - after).max() if before.shape == after.shape else f"shape {after.shape}"
        raise Failed(f"predictions differ after loading: by up to {apart}{_difference(model, loaded, x)}")
    return f"equal predictions from {FILE}"


def loads_in_a_new_process(subject: Subject) -> str:
    """A process that knows only the file and the plugin loads the model, and predicts the same."""
    from zoo.training import conformance
    from zoo.training.custom_objects import custom_objects_of

    model, task = built_with_task(subject)
    objects = custom_objects_of(model)
    if not objects:
        return "all its classes are Keras's own"
    for each in objects:
        _require_importable(each)
    x = inputs.examples(subject.part, model, behaviour.BATCH)
    with temporary_folder() as folder:
        conformance.save(model, subject.part.value, task, folder / FILE)
        np.save(folder / "x.npy", x)
        request = {
            "folder": str(folder),
            "backend": default_backend(),
            "custom_objects": [each.to_table() for each in objects],
        }
        try:
            process.ask("zoo.testing.reader", request, patience=PATIENCE)
        except (process.NoAnswer, ZooError) as error:
            raise Failed(f"a new process can't load {FILE}: {error}") from error
        found = np.load(folder / "y.npy")
    expected = conformance.outputs(model, x)
    if not behaviour.close(expected, found):
        apart = np.abs(expected - found).max() if expected.shape == found.shape else f"shape {found.shape}"
        raise Failed(
            f"predictions differ after loading in a new process: by up to {apart}; {_names(objects)}"
        )
    return f"equal predictions; imports {', '.join(dict.fromkeys(each.module for each in objects))}"


def _require_importable(each: Any) -> None:
    """Raise Failed unless another process can import a custom object."""
    from zoo.training.custom_objects import is_importable, lost_arguments

    known = each.found()
    kind = "class" if isinstance(known, type) else "function"
    if not is_importable(known):
        inside = (
            f"the function {known.__qualname__.split('.')[0]}" if "<locals>" in known.__qualname__ else ""
        )
        lost = ", ".join(lost_arguments(known))
        config = f", with a get_config that returns {lost}" if lost else ""
        raise Failed(
            f"a new process can't load {FILE}: the {kind} {each.short} is defined inside "
            f"{inside or 'a function'}; wanted it at the top of a module{config}"
        )
    if not each.distribution:
        raise Failed(
            f"a new process can't load {FILE}: the {kind} {each.short} is in the module {each.module}, "
            "which is part of no installed plugin"
        )


def _difference(model: keras.Model, loaded: keras.Model, x: np.ndarray) -> str:
    """The first layer that differs after loading, and why."""
    from zoo.training.conformance import layer_outputs, title
    from zoo.training.custom_objects import missing_arguments

    at = behaviour.first_difference(model, loaded, x)
    if not at or not layer_outputs(model, x):
        return at
    layer = next(each for each in model.layers if at == f" at {title(each)}")
    missing = missing_arguments(layer)
    if missing:
        return f"{at}, whose get_config does not return {', '.join(missing)}"
    return f"{at}, whose configuration and variables do not have all of its state"


def _lambda(model: keras.Model) -> str:
    """What is wrong with the first Lambda layer; nothing if there is none."""
    from zoo.training.conformance import title

    found = [title(each) for each in model.layers if type(each).__name__ == "Lambda"]
    return f"{found[0]} holds Python code, which Keras does not load; wanted a Layer class" if found else ""


def _names(objects: Any) -> str:
    return ", ".join(each.short for each in objects)

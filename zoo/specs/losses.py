"""Keras's losses by name: for which outputs they are, and with which arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.schema.composite import Optional
from zoo.schema.fields import Number

if TYPE_CHECKING:
    from zoo.specs.task import Task

BINARY = {
    "binary_crossentropy": ("label_smoothing",),
    "binary_focal_crossentropy": ("label_smoothing", "gamma", "alpha"),
    "hinge": (),
    "squared_hinge": (),
}
"""The losses of one output for two classes, or for each of several labels, each with its arguments."""
SPARSE = "sparse_categorical_crossentropy"
CATEGORICAL = "categorical_crossentropy"
CLASSES = {
    SPARSE: (),
    CATEGORICAL: ("label_smoothing",),
    "categorical_focal_crossentropy": ("label_smoothing", "gamma", "alpha"),
    "categorical_hinge": (),
}
"""The losses of one output for each class."""
DEGREES = {"mean_squared_error": 2, "mean_absolute_error": 1, "huber": 2}
"""The losses of a regression, each with its power of the target's unit."""
TARGETS: dict[str, tuple[str, ...]] = {
    "mean_squared_error": (),
    "mean_absolute_error": (),
    "huber": ("delta",),
}
"""The losses of a regression, each with its arguments."""
ARGUMENTS = {**BINARY, **CLASSES, **TARGETS}
LOSSES = (*ARGUMENTS,)
ALIASES = {"mse": "mean_squared_error", "mae": "mean_absolute_error"}
"""Other names of losses."""
OF_SCORES = ("hinge", "squared_hinge", "categorical_hinge")
"""Losses that are computed from any numbers, not from probabilities."""
SHARE = Optional(Number(0, 1))
"""The kind of `label_smoothing` and `alpha`."""
EXPONENT = Optional(Number(0))
"""The kind of `gamma`."""
DISTANCE = Optional(Number(0, above=True))
"""The kind of `delta`."""


def fitting_losses(task: Task) -> list[str]:
    """The losses that fit a task, the usual one first; for two classes, also those of two outputs."""
    if task.has_units:
        return [*TARGETS]
    if not task.has_one_class:
        return [*BINARY]
    other = CATEGORICAL if task.labels == "integer" else SPARSE
    several = [name for name in CLASSES if name != other]
    return [*BINARY, *several] if task.outputs == 2 and task.labels == "integer" else several  # noqa: PLR2004 - two classes

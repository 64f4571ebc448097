"""The axes of a layer's input: those that a setting names, and those besides the channels."""

from typing import Annotated

from zoo.schema.fields import Integer
from zoo.schema.keras_objects import Numbers
from zoo.specs.layers.base import Shape, require

Axes = Annotated[int | tuple[int, ...], Numbers(Integer(-8, 8), alone=True)]
"""One axis or several, in Keras's numbering, where axis 0 is the batch."""
SPATIAL = {
    1: "(steps) or (steps, channels)",
    2: "(height, width) or (height, width, channels)",
    3: "(depth, height, width) or (depth, height, width, channels)",
}
"""The shapes that layers with so many spatial axes support."""


def places(shape: Shape, axes: int | tuple[int, ...]) -> tuple[int, ...]:
    """The indices in `shape` of axes in Keras's numbering; WrongShape if one is missing or is the batch."""
    found = []
    for axis in (axes,) if isinstance(axes, int) else axes:
        place = axis + len(shape) if axis < 0 else axis - 1
        require(axis != 0 and place != -1, "an axis other than 0, which is the batch")
        require(0 <= place < len(shape), f"at least {-axis if axis < 0 else axis} axes")
        found.append(place)
    require(len(set(found)) == len(found), "axes that differ")
    return tuple(found)


def spatial(shape: Shape, axes: int) -> tuple[Shape, int]:
    """The sizes of so many spatial axes, and the number of channels; WrongShape for other shapes."""
    require(len(shape) == axes + 1, SPATIAL[axes])
    return shape[:-1], shape[-1]


def each(size: int | tuple[int, ...], axes: int) -> tuple[int, ...]:
    """The size along each of so many axes; a single number is used for all."""
    return (size,) * axes if isinstance(size, int) else size

"""Layers that combine several inputs: https://keras.io/api/layers/merging_layers/."""

from dataclasses import KW_ONLY
from functools import reduce
from math import prod
from typing import Annotated, ClassVar

from zoo.schema.composite import Sizes
from zoo.schema.fields import Integer
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Shape, Trace, require

FURTHEST = 8
"""The largest number of an axis."""


class Elementwise(LayerDeclaration):
    """The base class of merges that compute each number from the numbers at the same place of all inputs."""

    arity: ClassVar[tuple[int, int | None]] = (2, None)

    def trace(self, shape: Shape, *others: Shape) -> Trace:
        """Shapes are aligned at their last axes, where sizes are equal or 1 → the largest size of each axis.

        There are no parameters; element-wise operations are not counted as FLOPs.
        """
        return Trace(reduce(_broadcast, others, shape))


@frozen
class Add(Elementwise):
    """The sum of its inputs: https://keras.io/api/layers/merging_layers/add/.

    Attributes:
        inputs: The names of at least two layers before it; `"input"` is the model's input.
        name: The name of the layer.

    Examples:
        ```python
        zoo.Add(inputs=("conv2d_1", "stem"))
        ```
    """

    _: KW_ONLY
    name: base.Name = None


@frozen
class Subtract(Elementwise):
    """The first input minus the second: https://keras.io/api/layers/merging_layers/subtract/.

    Attributes:
        inputs: The names of two layers before it; `"input"` is the model's input.
        name: The name of the layer.
    """

    _: KW_ONLY
    name: base.Name = None

    arity = (2, 2)


@frozen
class Multiply(Elementwise):
    """The element-wise product of its inputs: https://keras.io/api/layers/merging_layers/multiply/.

    Attributes:
        inputs: The names of at least two layers before it; `"input"` is the model's input.
        name: The name of the layer.
    """

    _: KW_ONLY
    name: base.Name = None


@frozen
class Average(Elementwise):
    """The element-wise mean of its inputs: https://keras.io/api/layers/merging_layers/average/.

    Attributes:
        inputs: The names of at least two layers before it; `"input"` is the model's input.
        name: The name of the layer.
    """

    _: KW_ONLY
    name: base.Name = None


@frozen
class Maximum(Elementwise):
    """The element-wise maximum of its inputs: https://keras.io/api/layers/merging_layers/maximum/.

    Attributes:
        inputs: The names of at least two layers before it; `"input"` is the model's input.
        name: The name of the layer.
    """

    _: KW_ONLY
    name: base.Name = None


@frozen
class Minimum(Elementwise):
    """The element-wise minimum of its inputs: https://keras.io/api/layers/merging_layers/minimum/.

    Attributes:
        inputs: The names of at least two layers before it; `"input"` is the model's input.
        name: The name of the layer.
    """

    _: KW_ONLY
    name: base.Name = None


@frozen
class Concatenate(LayerDeclaration):
    """Its inputs one after another along an axis: https://keras.io/api/layers/merging_layers/concatenate/.

    Attributes:
        axis: The axis whose sizes are added, usually that of the channels; 0 is the batch.
        inputs: The names of at least two layers before it; `"input"` is the model's input.
        name: The name of the layer.
    """

    axis: Annotated[int, Integer(-FURTHEST, FURTHEST)] = -1
    _: KW_ONLY
    name: base.Name = None

    arity = (2, None)

    def trace(self, shape: Shape, *others: Shape) -> Trace:
        """Equal shapes, except for the size of `axis` → the same shape, with the sum of these sizes.

        There are no parameters and no FLOPs.
        """
        place = _place(shape, self.axis)
        rests = {_without(each, place) for each in (shape, *others)}
        require(len(rests) == 1, f"shapes that differ only at axis {self.axis}")
        along = sum(each[place] for each in (shape, *others))
        return Trace((*shape[:place], along, *shape[place + 1 :]))


@frozen
class Dot(LayerDeclaration):
    """The dot product of two inputs along one axis of each: https://keras.io/api/layers/merging_layers/dot/.

    Attributes:
        axes: The axis of the first and of the second input; one number for both. 0 is the batch.
        normalize: Whether both are divided by their length along the axis, which gives the cosine similarity.
        inputs: The names of two layers before it; `"input"` is the model's input.
        name: The name of the layer.
    """

    axes: Annotated[int | tuple[int, int], Sizes(2, -FURTHEST)]
    normalize: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    arity = (2, 2)

    def trace(self, shape: Shape, *others: Shape) -> Trace:
        """The axes of the first, then those of the second, without the two of `axes`; (1,) if none is left.

        There are no parameters; FLOPs are a multiplication and an addition for each product.
        """
        (other,) = others
        first, second = self.axes if isinstance(self.axes, tuple) else (self.axes, self.axes)
        one, two = _place(shape, first), _place(other, second)
        require(shape[one] == other[two], f"the same size at axis {first} and at axis {second}")
        left = (*_without(shape, one), *_without(other, two)) or (1,)
        return Trace(left, flops=2 * prod(left) * shape[one])


def _broadcast(one: Shape, two: Shape) -> Shape:
    """The shape of an element-wise operation on two shapes, or WrongShape."""
    short, long = sorted((one, two), key=len)
    sizes = list(zip(long[len(long) - len(short) :], short, strict=True))
    fits = all(a == b or 1 in (a, b) for a, b in sizes)
    require(fits, "sizes that are equal or 1 at each axis, counted from the last")
    return (*long[: len(long) - len(short)], *(b if a == 1 else a for a, b in sizes))


def _place(shape: Shape, axis: int) -> int:
    """The place of an axis in Keras's numbering, where axis 0 is the batch, in a shape without it."""
    place = axis - 1 if axis > 0 else axis + len(shape)
    require(axis != 0 and place >= 0, "an axis other than 0, which is the batch")
    require(place < len(shape), f"at least {axis} axes")
    return place


def _without(shape: Shape, place: int) -> Shape:
    return (*shape[:place], *shape[place + 1 :])

"""CategoryEncoding, Discretization and Normalization, with what they need to know as settings."""

from collections.abc import Iterator
from dataclasses import KW_ONLY
from typing import Annotated, Any, Literal

from zoo.schema.composite import Optional
from zoo.schema.fields import Integer, Number, OneOf
from zoo.schema.keras_objects import Numbers
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.axes import places
from zoo.specs.layers.base import LayerDeclaration, Trace, require

Some = float | tuple[float, ...] | None


@frozen
class CategoryEncoding(LayerDeclaration):
    """Ids as vectors: https://keras.io/api/layers/preprocessing_layers/categorical/category_encoding/.

    Attributes:
        num_tokens: The number of ids, from 0.
        output_mode: "one_hot" has a vector for each id; "multi_hot" and "count" have one for all of them.
        name: The name of the layer.
    """

    num_tokens: Annotated[int | None, Optional(Integer(1))] = None
    output_mode: Annotated[
        Literal["one_hot", "multi_hot", "count"], OneOf(("one_hot", "multi_hot", "count"))
    ] = "multi_hot"
    _: KW_ONLY
    name: base.Name = None

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Keras needs the number of ids."""
        if self.num_tokens is None:
            yield "no num_tokens", "the number of ids"

    def trace(self, shape: base.Shape) -> Trace:
        """(…) → (…, num_tokens) as "one_hot"; otherwise (ids,) → (num_tokens,)."""
        width = self.num_tokens or 0
        if self.output_mode != "one_hot":
            require(len(shape) == 1, "a flat vector of ids")
            return Trace((width,))
        return Trace((*(shape[:-1] if shape[-1] == 1 else shape), width))


@frozen
class Discretization(LayerDeclaration):
    """The number of the interval of each value: https://keras.io/api/layers/preprocessing_layers/numerical/discretization/.

    Attributes:
        bin_boundaries: The values between the intervals, in order.
        output_mode: "int" has the number of the interval, "one_hot" a vector for each value, "multi_hot" and
            "count" one for all values along the first axis.
        name: The name of the layer.
    """

    bin_boundaries: Annotated[tuple[float, ...] | None, Optional(Numbers(Number()))] = None
    output_mode: Annotated[
        Literal["int", "one_hot", "multi_hot", "count"], OneOf(("int", "one_hot", "multi_hot", "count"))
    ] = "int"
    _: KW_ONLY
    name: base.Name = None

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Boundaries are given, since nothing is adapted to data, and grow."""
        given = self.bin_boundaries
        if given is None:
            yield "no bin_boundaries", "the values between the intervals, as [0.5, 1]"
        elif list(given) != sorted({*given}):
            yield f"bin_boundaries={list(given)}", "numbers that grow"

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged as "int", and otherwise has an axis of one more than the boundaries."""
        if self.output_mode == "int":
            return Trace(shape)
        width = len(self.bin_boundaries or ()) + 1
        if self.output_mode == "one_hot":
            return Trace((*(shape[:-1] if shape[-1] == 1 else shape), width))
        return Trace((*shape[1:], width))


@frozen
class Normalization(LayerDeclaration):
    """`(x - mean) / √variance`: https://keras.io/api/layers/preprocessing_layers/numerical/normalization/.

    Attributes:
        axis: The axis, or the axes, that `mean` and `variance` are along; 0 is the batch.
        mean: The mean, one number or one for each place along the axis.
        variance: The variance, likewise.
        invert: Whether it computes `x · √variance + mean`.
        name: The name of the layer.
    """

    axis: Annotated[Any, Optional(Numbers(Integer(-8, 8), alone=True))] = -1
    mean: Annotated[Some, Optional(Numbers(Number(), alone=True))] = None
    variance: Annotated[Some, Optional(Numbers(Number(0), alone=True))] = None
    invert: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Both are given, since nothing is adapted to data, for the same places."""
        if self.mean is None or self.variance is None:
            given = [name for name in ("mean", "variance") if getattr(self, name) is not None]
            yield f"only {given[0]}" if given else "no mean and no variance", "a mean and a variance"
        elif _many(self.mean) != _many(self.variance):
            yield f"{_many(self.mean)} and {_many(self.variance)}", "as many means as variances"
        elif self.axis is None and _many(self.mean):
            yield "a list without an axis", "one mean and one variance for axis = none"

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged. There are no weights, since mean and variance are settings."""
        if self.axis is not None:
            kept = sorted(places(shape, self.axis))
            many = _many(self.mean)
            along = shape[kept[-1]] if kept else 1
            require(many in (0, 1, along), f"{many} values along the axis")
        return Trace(shape)


def _many(value: Some) -> int:
    """How many numbers a list has; 0 for a single number."""
    return len(value) if isinstance(value, tuple) else 0

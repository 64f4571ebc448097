"""EinsumDense: a product of the input with a trained tensor, in Einstein's notation."""

import re
from collections.abc import Iterator
from dataclasses import KW_ONLY
from math import prod
from typing import Annotated, Any

from zoo.schema import fields
from zoo.schema.composite import Either, Optional
from zoo.schema.fields import WrongValue
from zoo.schema.plain_values import as_text
from zoo.schema.value import Value, frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Shape, Trace, require

EQUATION = re.compile(r"(\.{3})?([a-zA-Z]+)(\.{3})?,([a-zA-Z]+)->(\.{3})?([a-zA-Z]+)(\.{3})?")


@frozen
class Equation(Value):
    """An equation of an EinsumDense."""

    wanted: str = "an equation such as ab,bc->ac or ...a,ab->...b, in which the first letter is the batch"

    def read(self, value: Any) -> str:
        """The equation, or WrongValue."""
        if not isinstance(value, str) or parts_of(value) is None:
            raise WrongValue("is not an equation", self.wanted)
        return as_text(value)


def parts_of(equation: str) -> tuple[str, str, str, str] | None:
    """Where `...` is ("left", "right" or ""), and the letters of input, tensor and output.

    None if Keras does not take the equation.
    """
    match = EQUATION.fullmatch(equation)
    if not match:
        return None
    before, given, after, kernel, left, output, right = match.groups()
    if (before, after) != (left, right) or (before and after):
        return None
    side = "left" if before else "right" if after else ""
    batch = given[0] == output[0] and given[0] not in kernel
    repeated = any(len(set(part)) < len(part) for part in (given, kernel, output))
    known = set(output) <= {*given, *kernel} and set(kernel) <= {*given, *output}
    is_right = known and not repeated and (side == "left" or batch) and (side != "right" or len(given) > 1)
    return (side, given, kernel, output) if is_right else None


@frozen
class EinsumDense(LayerDeclaration):
    """A product with a trained tensor: https://keras.io/api/layers/core_layers/einsum_dense/.

    Attributes:
        equation: As `"abc,cd->abd"`: the axes of the input, of the tensor and of the output. The first axis
            of input and output is the batch; `...` stands for other axes.
        output_shape: The sizes of the axes of the output, without the batch and those of `...`.
        activation: The name of an activation.
        bias_axes: The axes of the output along which a bias is added; None is no bias.
        kernel_initializer: An initializer, by name or as a table.
        bias_initializer: An initializer, by name or as a table.
        kernel_regularizer: A regularizer, by name or as a table.
        bias_regularizer: A regularizer, by name or as a table.
        kernel_constraint: A constraint, by name or as a table.
        bias_constraint: A constraint, by name or as a table.
        name: The name of the layer.
    """

    equation: Annotated[str, Equation()]
    output_shape: Annotated[int | Shape, Either((fields.Integer(1), fields.Shape()))]
    activation: base.Activation = None
    bias_axes: Annotated[str | None, Optional(fields.Text("letters of the output"))] = None
    kernel_initializer: base.BiasInitializer = "glorot_uniform"
    bias_initializer: base.BiasInitializer = "zeros"
    kernel_regularizer: base.Regularizer = None
    bias_regularizer: base.Regularizer = None
    kernel_constraint: base.BiasConstraint = None
    bias_constraint: base.BiasConstraint = None
    _: KW_ONLY
    name: base.Name = None

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """A bias along an axis that the output does not have."""
        parts = parts_of(self.equation)
        if parts and set(self.bias_axes or "") - set(parts[-1]):
            yield f"bias_axes='{self.bias_axes}'", f"letters of {parts[-1]}"

    def trace(self, shape: Shape) -> Trace:
        """The axes of the input → those of the output. FLOPs: two for each product."""
        sizes, result, rest = self._sizes(shape)
        bias = prod(sizes[letter] for letter in self.bias_axes) if self.bias_axes else 0
        return Trace(result, prod(self.kernel(shape)) + bias, flops=2 * prod(sizes.values()) * prod(rest))

    def kernel(self, shape: Shape) -> Shape:
        """The shape of the trained tensor."""
        parts, sizes = parts_of(self.equation), self._sizes(shape)[0]
        return tuple(sizes[letter] for letter in parts[2]) if parts else ()

    def _sizes(self, shape: Shape) -> tuple[dict[str, int], Shape, Shape]:
        """The size of each letter, the shape of the output, and the sizes of the axes of `...`."""
        parts = parts_of(self.equation)
        assert parts is not None  # its kind has checked it
        side, given, _, output = parts
        own = self.output_shape if isinstance(self.output_shape, tuple) else (self.output_shape,)
        left = "..." if side == "left" else ""
        named = len(given) - (not left)  # axes with a letter, without the batch
        others = len(shape) - named
        require(others >= 0 if side else others == 0, f"{named} axes for {self.equation}")
        require(not left or others <= 1, "at most one axis in ..., besides the batch")  # Keras confuses more
        rest = shape[:others] if left else shape[len(shape) - others :] if others else ()
        inside = dict(zip(given if left else given[1:], shape[others:] if left else shape, strict=False))
        letters = output if left else output[1:]
        require(len(letters) == len(own), f"output_shape of {len(letters)} sizes for {self.equation}")
        outside = dict(zip(letters, own, strict=True))
        for letter in inside.keys() & outside.keys():
            wanted = f"the size {outside[letter]} of axis {letter} in output_shape, not {inside[letter]}"
            require(inside[letter] == outside[letter], wanted)
        return inside | outside, (*rest, *own) if left else (*own, *rest), rest

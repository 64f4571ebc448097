"""Dense, Flatten, Reshape, Rescaling, Activation."""

from collections.abc import Iterator
from dataclasses import KW_ONLY
from math import prod
from typing import Annotated

from zoo.schema import fields
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Trace, require


@frozen
class Dense(LayerDeclaration):
    """Every unit sees every input: https://keras.io/api/layers/core_layers/dense/."""

    units: base.Count
    activation: base.Activation = None
    use_bias: base.Switch = True
    kernel_initializer: base.MatrixInitializer = "glorot_uniform"
    bias_initializer: base.BiasInitializer = "zeros"
    kernel_regularizer: base.MatrixRegularizer = None
    bias_regularizer: base.Regularizer = None
    activity_regularizer: base.Regularizer = None
    kernel_constraint: base.MatrixConstraint = None
    bias_constraint: base.BiasConstraint = None
    _: KW_ONLY
    name: base.Name = None

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Softmax shares 1 among the units, of which one has it all, whatever it is given."""
        if self.activation == "softmax" and self.units == 1:
            yield "softmax on 1 unit, which is always 1", "sigmoid, or 2 units"

    def trace(self, shape: base.Shape) -> Trace:
        """(…, inputs) → (…, units)."""
        kernel = shape[-1] * self.units
        return Trace(
            output_shape=(*shape[:-1], self.units),
            parameters=kernel + self.units * self.use_bias,
            flops=2 * prod(shape[:-1]) * kernel,
        )


@frozen
class Flatten(LayerDeclaration):
    """All axes in one: https://keras.io/api/layers/reshaping_layers/flatten/."""

    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """(a, b, …) → (a·b·…,)."""
        return Trace((prod(shape),))


@frozen
class Reshape(LayerDeclaration):
    """Other axes for the same numbers: https://keras.io/api/layers/reshaping_layers/reshape/."""

    target_shape: Annotated[base.Shape, fields.Shape(free=True)]
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """Any shape → `target_shape`, in which one axis may be -1: whatever is left."""
        known = prod(axis for axis in self.target_shape if axis != -1)
        left, rest = divmod(prod(shape), known)
        fits = rest == 0 and left > 0 if -1 in self.target_shape else prod(shape) == known
        require(fits, f"{known:,} numbers{' or a multiple' * (-1 in self.target_shape)}")
        return Trace(tuple(left if axis == -1 else axis for axis in self.target_shape))


@frozen
class Rescaling(LayerDeclaration):
    """`scale · x + offset`: https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/."""

    scale: Annotated[float, fields.Number()]
    offset: Annotated[float, fields.Number()] = 0.0
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape stays."""
        return Trace(shape)


@frozen
class Activation(LayerDeclaration):
    """A function of each element: https://keras.io/api/layers/activations/."""

    activation: Annotated[str, fields.OneOf(base.ACTIVATIONS, "the name of an activation")]
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape stays."""
        alone = self.activation == "softmax" and shape[-1] == 1
        require(not alone, "two numbers for softmax, which of one is always 1")
        return Trace(shape)

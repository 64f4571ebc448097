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
    """A fully connected layer: https://keras.io/api/layers/core_layers/dense/.

    Attributes:
        units: The number of outputs.
        activation: The name of an activation.
        use_bias: Whether there is a bias for each unit.
        kernel_initializer: An initializer, by name or as a table.
        bias_initializer: An initializer, by name or as a table.
        kernel_regularizer: A regularizer, by name or as a table.
        bias_regularizer: A regularizer, by name or as a table.
        activity_regularizer: A regularizer, by name or as a table.
        kernel_constraint: A constraint, by name or as a table.
        bias_constraint: A constraint, by name or as a table.
        name: The name of the layer.

    Examples:
        ```python
        zoo.Dense(100, activation="relu", kernel_regularizer={"type": "L2", "l2": 0.01}, name="hidden")
        ```
    """

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
        """The softmax of a single unit is always 1."""
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
    """All axes combined into one: https://keras.io/api/layers/reshaping_layers/flatten/.

    Attributes:
        name: The name of the layer.
    """

    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """(a, b, …) → (a·b·…,)."""
        return Trace((prod(shape),))


@frozen
class Reshape(LayerDeclaration):
    """The same numbers in another shape: https://keras.io/api/layers/reshaping_layers/reshape/.

    Attributes:
        target_shape: The shape without the batch axis; one axis may be -1, and is then computed.
        name: The name of the layer.
    """

    target_shape: Annotated[base.Shape, fields.Shape(free=True)]
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """Any shape → `target_shape`, with an axis of -1 replaced by what is left."""
        known = prod(axis for axis in self.target_shape if axis != -1)
        left, rest = divmod(prod(shape), known)
        fits = rest == 0 and left > 0 if -1 in self.target_shape else prod(shape) == known
        require(fits, f"{known:,} numbers{' or a multiple' * (-1 in self.target_shape)}")
        return Trace(tuple(left if axis == -1 else axis for axis in self.target_shape))


@frozen
class Rescaling(LayerDeclaration):
    """`scale · x + offset`: https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/.

    Attributes:
        scale: The factor.
        offset: The summand.
        name: The name of the layer.
    """

    scale: Annotated[float, fields.Number()]
    offset: Annotated[float, fields.Number()] = 0.0
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        return Trace(shape)


@frozen
class Activation(LayerDeclaration):
    """An activation function: https://keras.io/api/layers/activations/.

    Attributes:
        activation: The name of the activation.
        name: The name of the layer.
    """

    activation: Annotated[str, fields.OneOf(base.ACTIVATIONS, "the name of an activation")]
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        alone = self.activation == "softmax" and shape[-1] == 1
        require(not alone, "at least two numbers for softmax, which is always 1 for one")
        return Trace(shape)

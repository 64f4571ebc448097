"""Activations with settings of their own: ReLU, LeakyReLU, ELU, PReLU and Softmax."""

from dataclasses import KW_ONLY
from math import prod
from typing import Annotated

from zoo.schema.composite import Optional
from zoo.schema.fields import Integer, Number
from zoo.schema.keras_objects import Numbers
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.axes import Axes, places
from zoo.specs.layers.base import LayerDeclaration, Trace

NotNegative = Annotated[float, Number(0)]


@frozen
class ReLU(LayerDeclaration):
    """The positive part, with an optional upper limit: https://keras.io/api/layers/activation_layers/relu/.

    Attributes:
        max_value: The largest output; None is no limit.
        negative_slope: The factor of values below the threshold.
        threshold: The value below which `negative_slope` applies.
        name: The name of the layer.
    """

    max_value: Annotated[float | None, Optional(Number(0))] = None
    negative_slope: NotNegative = 0.0
    threshold: NotNegative = 0.0
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        return Trace(shape)


@frozen
class LeakyReLU(LayerDeclaration):
    """Negative values multiplied by a factor: https://keras.io/api/layers/activation_layers/leaky_relu/.

    Attributes:
        negative_slope: The factor of negative values.
        name: The name of the layer.
    """

    negative_slope: NotNegative = 0.3
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        return Trace(shape)


@frozen
class ELU(LayerDeclaration):
    """An exponential below 0: https://keras.io/api/layers/activation_layers/elu/.

    Attributes:
        alpha: The factor of the exponential: negative values approach `-alpha`.
        name: The name of the layer.
    """

    alpha: Annotated[float, Number()] = 1.0
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        return Trace(shape)


@frozen
class PReLU(LayerDeclaration):
    """Negative values multiplied by a trained factor: https://keras.io/api/layers/activation_layers/prelu/.

    Attributes:
        alpha_initializer: An initializer, by name or as a table.
        alpha_regularizer: A regularizer, by name or as a table.
        alpha_constraint: A constraint, by name or as a table.
        shared_axes: The axes along which the factor is the same, such as [1, 2] for those of an image; 0 is
            the batch.
        name: The name of the layer.
    """

    alpha_initializer: base.BiasInitializer = "zeros"
    alpha_regularizer: base.Regularizer = None
    alpha_constraint: base.BiasConstraint = None
    shared_axes: Annotated[int | tuple[int, ...] | None, Optional(Numbers(Integer(1, 8), alone=True))] = None
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged; there is one factor for each place along the axes that are not shared."""
        shared = () if self.shared_axes is None else places(shape, self.shared_axes)
        return Trace(shape, prod(size for place, size in enumerate(shape) if place not in shared))


@frozen
class Softmax(LayerDeclaration):
    """Positive numbers whose sum is 1: https://keras.io/api/layers/activation_layers/softmax/.

    Attributes:
        axis: The axis, or axes, along which the sum is 1; 0 is the batch.
        name: The name of the layer.
    """

    axis: Axes = -1
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        places(shape, self.axis)
        return Trace(shape)

"""BatchNormalization and LayerNormalization."""

from dataclasses import KW_ONLY
from typing import Annotated

from zoo.schema.fields import Integer, Number
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Trace, require

Axis = Annotated[int, Integer(-1, 8)]
Epsilon = Annotated[float, Number(0, above=True)]


def _along(shape: base.Shape, axis: int) -> int:
    """The size of an axis in Keras's numbering, where axis 0 is the batch."""
    require(axis != 0, "an axis other than 0, which is the batch")
    require(axis <= len(shape), f"at least {axis} axes")
    return shape[axis] if axis < 0 else shape[axis - 1]


@frozen
class BatchNormalization(LayerDeclaration):
    """Normalization over a batch: https://keras.io/api/layers/normalization_layers/batch_normalization/.

    The moving mean and variance are non-trainable weights.

    Attributes:
        axis: The axis that is normalized, usually that of the channels; 0 is the batch.
        momentum: The momentum of the moving mean and variance, from 0 to 1.
        epsilon: Added to the variance, to avoid a division by 0.
        center: Whether the trained offset `beta` is added.
        scale: Whether the result is multiplied by the trained factor `gamma`.
        beta_initializer: An initializer, by name or as a table.
        gamma_initializer: An initializer, by name or as a table.
        moving_mean_initializer: An initializer, by name or as a table.
        moving_variance_initializer: An initializer, by name or as a table.
        beta_regularizer: A regularizer, by name or as a table.
        gamma_regularizer: A regularizer, by name or as a table.
        beta_constraint: A constraint, by name or as a table.
        gamma_constraint: A constraint, by name or as a table.
        name: The name of the layer.
    """

    axis: Axis = -1
    momentum: Annotated[float, Number(0, 1)] = 0.99
    epsilon: Epsilon = 0.001
    center: base.Switch = True
    scale: base.Switch = True
    beta_initializer: base.BiasInitializer = "zeros"
    gamma_initializer: base.BiasInitializer = "ones"
    moving_mean_initializer: base.BiasInitializer = "zeros"
    moving_variance_initializer: base.BiasInitializer = "ones"
    beta_regularizer: base.Regularizer = None
    gamma_regularizer: base.Regularizer = None
    beta_constraint: base.BiasConstraint = None
    gamma_constraint: base.BiasConstraint = None
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        size = _along(shape, self.axis)
        return Trace(shape, size * (2 + self.center + self.scale), non_trainable=2 * size)


@frozen
class LayerNormalization(LayerDeclaration):
    """Normalization of each example: https://keras.io/api/layers/normalization_layers/layer_normalization/.

    Attributes:
        axis: The axis that is normalized; 0 is the batch.
        epsilon: Added to the variance, to avoid a division by 0.
        center: Whether the trained offset `beta` is added.
        scale: Whether the result is multiplied by the trained factor `gamma`.
        beta_initializer: An initializer, by name or as a table.
        gamma_initializer: An initializer, by name or as a table.
        beta_regularizer: A regularizer, by name or as a table.
        gamma_regularizer: A regularizer, by name or as a table.
        beta_constraint: A constraint, by name or as a table.
        gamma_constraint: A constraint, by name or as a table.
        name: The name of the layer.
    """

    axis: Axis = -1
    epsilon: Epsilon = 0.001
    center: base.Switch = True
    scale: base.Switch = True
    beta_initializer: base.BiasInitializer = "zeros"
    gamma_initializer: base.BiasInitializer = "ones"
    beta_regularizer: base.Regularizer = None
    gamma_regularizer: base.Regularizer = None
    beta_constraint: base.BiasConstraint = None
    gamma_constraint: base.BiasConstraint = None
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        size = _along(shape, self.axis)
        return Trace(shape, size * (self.center + self.scale))

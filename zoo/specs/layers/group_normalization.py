"""GroupNormalization, RMSNormalization and UnitNormalization: each example is normalized on its own."""

from collections.abc import Iterator
from dataclasses import KW_ONLY
from math import prod
from typing import Annotated

from zoo.schema.fields import Integer, Number
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.axes import Axes, places
from zoo.specs.layers.base import LayerDeclaration, Trace, require

Epsilon = Annotated[float, Number(0, above=True)]


@frozen
class GroupNormalization(LayerDeclaration):
    """Normalization of groups of channels: https://keras.io/api/layers/normalization_layers/group_normalization/.

    Attributes:
        groups: The number of groups; -1 is one for each channel.
        axis: The axis of the channels; 0 is the batch.
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

    groups: Annotated[int, Integer(-1)] = 32
    axis: Annotated[int, Integer(-8, 8)] = -1
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

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """There is no such thing as 0 groups."""
        if self.groups == 0:
            yield "groups=0", "a number of at least 1, or -1 for one group for each channel"

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        (place,) = places(shape, self.axis)
        groups = shape[place] if self.groups == -1 else self.groups
        require(shape[place] % groups == 0, f"channels that {groups} groups divide")
        return Trace(shape, shape[place] * (self.center + self.scale))


@frozen
class RMSNormalization(LayerDeclaration):
    """Division by the root mean square: https://keras.io/api/layers/normalization_layers/rms_normalization/.

    Attributes:
        axis: The axis, or axes, along which the mean is taken: the last ones.
        epsilon: Added to the mean square, to avoid a division by 0.
        name: The name of the layer.
    """

    axis: Axes = -1
    epsilon: Epsilon = 1e-6
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged; there is a trained factor for each place along the axes."""
        axes = sorted(places(shape, self.axis))
        last = list(range(len(shape) - len(axes), len(shape)))
        require(axes == last, "axis=-1, or the last axes: Keras multiplies these by its factors")
        return Trace(shape, prod(shape[axis] for axis in axes))


@frozen
class UnitNormalization(LayerDeclaration):
    """Division by the Euclidean norm: https://keras.io/api/layers/normalization_layers/unit_normalization/.

    Attributes:
        axis: The axis, or axes, along which the norm is 1; 0 is the batch.
        name: The name of the layer.
    """

    axis: Axes = -1
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        places(shape, self.axis)
        return Trace(shape)

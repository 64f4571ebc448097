"""Dropout and GaussianNoise: only active during training."""

from dataclasses import KW_ONLY
from typing import Annotated

from zoo.schema.fields import Number
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Trace


@frozen
class Dropout(LayerDeclaration):
    """Random elements set to 0 in training: https://keras.io/api/layers/regularization_layers/dropout/.

    Attributes:
        rate: The fraction of elements that are set to 0.
        name: The name of the layer.
    """

    rate: Annotated[float, Number(0, 1)]
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        return Trace(shape)


@frozen
class GaussianNoise(LayerDeclaration):
    """Gaussian noise added in training: https://keras.io/api/layers/regularization_layers/gaussian_noise/.

    Attributes:
        stddev: The standard deviation of the noise.
        name: The name of the layer.
    """

    stddev: Annotated[float, Number(0, 1)]
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        return Trace(shape)

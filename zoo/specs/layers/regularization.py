"""Dropout and GaussianNoise: active in training alone."""

from dataclasses import KW_ONLY
from typing import Annotated

from zoo.schema.fields import Number
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Trace


@frozen
class Dropout(LayerDeclaration):
    """Sets a fraction of the elements to 0: https://keras.io/api/layers/regularization_layers/dropout/."""

    rate: Annotated[float, Number(0, 1)]
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape stays."""
        return Trace(shape)


@frozen
class GaussianNoise(LayerDeclaration):
    """Adds noise: https://keras.io/api/layers/regularization_layers/gaussian_noise/."""

    stddev: Annotated[float, Number(0, 1)]
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape stays."""
        return Trace(shape)

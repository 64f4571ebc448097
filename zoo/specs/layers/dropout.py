"""AlphaDropout, GaussianDropout and SpatialDropout1D to 3D: only active during training."""

from dataclasses import KW_ONLY
from typing import Annotated, Any

from zoo.schema.fields import Number
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.axes import spatial
from zoo.specs.layers.base import LayerDeclaration, Trace


@frozen
class AlphaDropout(LayerDeclaration):
    """Dropout that keeps mean and variance, for SELU: https://keras.io/api/layers/regularization_layers/alpha_dropout/.

    Attributes:
        rate: The fraction of elements that are dropped.
        name: The name of the layer.
    """

    rate: Annotated[float, Number(0, 1, below=True)]
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        return Trace(shape)


@frozen
class GaussianDropout(LayerDeclaration):
    """Multiplication by Gaussian noise with mean 1: https://keras.io/api/layers/regularization_layers/gaussian_dropout/.

    Attributes:
        rate: The rate of a Dropout with the same variance.
        name: The name of the layer.
    """

    rate: Annotated[float, Number(0, 1, below=True)]
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged."""
        return Trace(shape)


@frozen
class SpatialDropout1D(LayerDeclaration):
    """Whole channels set to 0 in training: https://keras.io/api/layers/regularization_layers/spatial_dropout1d/.

    Attributes:
        rate: The fraction of channels that are set to 0.
        name: The name of the layer.
    """

    rate: Annotated[float, Number(0, 1)]
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged: (steps, channels)."""
        spatial(shape, 1)
        return Trace(shape)


@frozen
class SpatialDropout2D(LayerDeclaration):
    """Whole channels set to 0 in training: https://keras.io/api/layers/regularization_layers/spatial_dropout2d/.

    Attributes:
        rate: The fraction of channels that are set to 0.
        name: The name of the layer.
    """

    rate: Annotated[float, Number(0, 1)]
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 2

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged: (height, width, channels)."""
        spatial(shape, 2)
        return Trace(shape)

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}


@frozen
class SpatialDropout3D(LayerDeclaration):
    """Whole channels set to 0 in training: https://keras.io/api/layers/regularization_layers/spatial_dropout3d/.

    Attributes:
        rate: The fraction of channels that are set to 0.
        name: The name of the layer.
    """

    rate: Annotated[float, Number(0, 1)]
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 3

    def trace(self, shape: base.Shape) -> Trace:
        """The shape is unchanged: (depth, height, width, channels)."""
        spatial(shape, 3)
        return Trace(shape)

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}

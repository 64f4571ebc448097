"""UpSampling1D, UpSampling2D and UpSampling3D."""

from dataclasses import KW_ONLY
from typing import Annotated, Any

from zoo.schema.composite import Sizes
from zoo.schema.fields import OneOf
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.axes import each, spatial
from zoo.specs.layers.base import LayerDeclaration, Trace

INTERPOLATIONS = ("bicubic", "bilinear", "lanczos3", "lanczos5", "nearest")


@frozen
class UpSampling1D(LayerDeclaration):
    """Values repeated along the axes: https://keras.io/api/layers/reshaping_layers/up_sampling1d/.

    A sequence without a channel axis gets one.

    Attributes:
        size: How many times as long each axis gets.
        name: The name of the layer.
    """

    size: base.Count = 2
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1

    def trace(self, shape: base.Shape) -> Trace:
        """(steps, channels) → (steps · size, channels)."""
        sizes, channels = spatial(shape, 1)
        return Trace(
            (*(size * times for size, times in zip(sizes, each(self.size, 1), strict=True)), channels)
        )


@frozen
class UpSampling2D(LayerDeclaration):
    """Pixels repeated, or interpolated: https://keras.io/api/layers/reshaping_layers/up_sampling2d/.

    An image without a channel axis gets one.

    Attributes:
        size: How many times as long each axis gets; one number for all axes.
        interpolation: How new pixels are computed: "nearest" repeats them.
        name: The name of the layer.
    """

    size: base.Window = (2, 2)
    interpolation: Annotated[str, OneOf(INTERPOLATIONS)] = "nearest"
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 2

    def trace(self, shape: base.Shape) -> Trace:
        """(height, width, channels) → (height · size[0], width · size[1], channels)."""
        sizes, channels = spatial(shape, 2)
        return Trace(
            (*(size * times for size, times in zip(sizes, each(self.size, 2), strict=True)), channels)
        )

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}


@frozen
class UpSampling3D(LayerDeclaration):
    """Values repeated along the axes: https://keras.io/api/layers/reshaping_layers/up_sampling3d/.

    A volume without a channel axis gets one.

    Attributes:
        size: How many times as long each axis gets; one number for all axes.
        name: The name of the layer.
    """

    size: Annotated[int | tuple[int, int, int], Sizes(3)] = (2, 2, 2)
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 3

    def trace(self, shape: base.Shape) -> Trace:
        """(depth, height, width, channels) → (depth', height', width', channels)."""
        sizes, channels = spatial(shape, 3)
        return Trace(
            (*(size * times for size, times in zip(sizes, each(self.size, 3), strict=True)), channels)
        )

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}

"""MaxPooling2D, AveragePooling2D and GlobalAveragePooling2D, on images of (height, width, channels)."""

from dataclasses import KW_ONLY
from typing import Annotated, Any

from zoo.schema.composite import Optional, Sizes
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import IMAGE_AXES, LayerDeclaration, Trace, image, slide

Strides = Annotated[int | tuple[int, int] | None, Optional(Sizes())]


class Pooling(LayerDeclaration):
    """The base class of pooling with a window."""

    pool_size: base.Window
    strides: Strides
    padding: base.Padding
    spatial_axes = IMAGE_AXES

    def trace(self, shape: base.Shape) -> Trace:
        """(height, width, channels) → (height', width', channels)."""
        *_, channels = image(shape)
        strides = self.pool_size if self.strides is None else self.strides
        return Trace((*slide(shape, self.pool_size, strides, self.padding), channels))

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}


@frozen
class MaxPooling2D(Pooling):
    """The maximum of each window: https://keras.io/api/layers/pooling_layers/max_pooling2d/.

    An image without a channel axis gets one.

    Attributes:
        pool_size: Height and width of the window, in pixels; one number for both.
        strides: The step of the window, in pixels; None is `pool_size`.
        padding: "valid" or "same".
        name: The name of the layer.
    """

    pool_size: base.Window = (2, 2)
    strides: Strides = None
    padding: base.Padding = "valid"
    _: KW_ONLY
    name: base.Name = None


@frozen
class AveragePooling2D(Pooling):
    """The mean of each window: https://keras.io/api/layers/pooling_layers/average_pooling2d/.

    An image without a channel axis gets one.

    Attributes:
        pool_size: Height and width of the window, in pixels; one number for both.
        strides: The step of the window, in pixels; None is `pool_size`.
        padding: "valid" or "same".
        name: The name of the layer.
    """

    pool_size: base.Window
    strides: Strides = None
    padding: base.Padding = "valid"
    _: KW_ONLY
    name: base.Name = None


@frozen
class GlobalAveragePooling2D(LayerDeclaration):
    """The mean of each channel: https://keras.io/api/layers/pooling_layers/global_average_pooling2d/.

    An image without a channel axis gets one.

    Attributes:
        keepdims: Whether the height and width axes are kept, with size 1.
        name: The name of the layer.
    """

    keepdims: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = IMAGE_AXES

    def trace(self, shape: base.Shape) -> Trace:
        """(height, width, channels) → (channels,), or (1, 1, channels) with `keepdims`."""
        *_, channels = image(shape)
        return Trace((1, 1, channels) if self.keepdims else (channels,))

    def arguments(self) -> dict[str, Any]:
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}

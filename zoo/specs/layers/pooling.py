"""Poolings of images of (height, width, channels)."""

from dataclasses import KW_ONLY

from zoo.schema.value import frozen
from zoo.specs.layers import base, kinds
from zoo.specs.layers.sliding import GlobalPooling, Pooling


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
    strides: kinds.Strides2D = None
    padding: base.Padding = "valid"
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 2


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
    strides: kinds.Strides2D = None
    padding: base.Padding = "valid"
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 2


@frozen
class GlobalMaxPooling2D(GlobalPooling):
    """The maximum of each channel: https://keras.io/api/layers/pooling_layers/global_max_pooling2d/.

    An image without a channel axis gets one.

    Attributes:
        keepdims: Whether the other axes are kept, with size 1.
        name: The name of the layer.
    """

    keepdims: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 2


@frozen
class GlobalAveragePooling2D(GlobalPooling):
    """The mean of each channel: https://keras.io/api/layers/pooling_layers/global_average_pooling2d/.

    An image without a channel axis gets one.

    Attributes:
        keepdims: Whether the other axes are kept, with size 1.
        name: The name of the layer.
    """

    keepdims: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 2

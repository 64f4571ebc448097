"""Poolings of sequences of (steps, channels)."""

from dataclasses import KW_ONLY

from zoo.schema.value import frozen
from zoo.specs.layers import base, kinds
from zoo.specs.layers.sliding import GlobalPooling, Pooling


@frozen
class MaxPooling1D(Pooling):
    """The maximum of each window: https://keras.io/api/layers/pooling_layers/max_pooling1d/.

    A sequence without a channel axis gets one.

    Attributes:
        pool_size: Length of the window, in steps.
        strides: The step of the window; None is `pool_size`.
        padding: "valid" or "same".
        name: The name of the layer.
    """

    pool_size: kinds.Window1D = 2
    strides: kinds.Strides1D = None
    padding: base.Padding = "valid"
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1


@frozen
class AveragePooling1D(Pooling):
    """The mean of each window: https://keras.io/api/layers/pooling_layers/average_pooling1d/.

    A sequence without a channel axis gets one.

    Attributes:
        pool_size: Length of the window, in steps.
        strides: The step of the window; None is `pool_size`.
        padding: "valid" or "same".
        name: The name of the layer.
    """

    pool_size: kinds.Window1D
    strides: kinds.Strides1D = None
    padding: base.Padding = "valid"
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1


@frozen
class GlobalMaxPooling1D(GlobalPooling):
    """The maximum of each channel: https://keras.io/api/layers/pooling_layers/global_max_pooling1d/.

    A sequence without a channel axis gets one.

    Attributes:
        keepdims: Whether the other axes are kept, with size 1.
        name: The name of the layer.
    """

    keepdims: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1


@frozen
class GlobalAveragePooling1D(GlobalPooling):
    """The mean of each channel: https://keras.io/api/layers/pooling_layers/global_average_pooling1d/.

    A sequence without a channel axis gets one.

    Attributes:
        keepdims: Whether the other axes are kept, with size 1.
        name: The name of the layer.
    """

    keepdims: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1

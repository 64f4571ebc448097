"""Poolings of volumes of (depth, height, width, channels)."""

from dataclasses import KW_ONLY

from zoo.schema.value import frozen
from zoo.specs.layers import base, kinds
from zoo.specs.layers.sliding import GlobalPooling, Pooling


@frozen
class MaxPooling3D(Pooling):
    """The maximum of each window: https://keras.io/api/layers/pooling_layers/max_pooling3d/.

    A volume without a channel axis gets one.

    Attributes:
        pool_size: Depth, height and width of the window, in voxels; one number for all.
        strides: The step of the window, in voxels; None is `pool_size`.
        padding: "valid" or "same".
        name: The name of the layer.
    """

    pool_size: kinds.Window3D = (2, 2, 2)
    strides: kinds.Strides3D = None
    padding: base.Padding = "valid"
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 3


@frozen
class AveragePooling3D(Pooling):
    """The mean of each window: https://keras.io/api/layers/pooling_layers/average_pooling3d/.

    A volume without a channel axis gets one.

    Attributes:
        pool_size: Depth, height and width of the window, in voxels; one number for all.
        strides: The step of the window, in voxels; None is `pool_size`.
        padding: "valid" or "same".
        name: The name of the layer.
    """

    pool_size: kinds.Window3D
    strides: kinds.Strides3D = None
    padding: base.Padding = "valid"
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 3


@frozen
class GlobalMaxPooling3D(GlobalPooling):
    """The maximum of each channel: https://keras.io/api/layers/pooling_layers/global_max_pooling3d/.

    A volume without a channel axis gets one.

    Attributes:
        keepdims: Whether the other axes are kept, with size 1.
        name: The name of the layer.
    """

    keepdims: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 3


@frozen
class GlobalAveragePooling3D(GlobalPooling):
    """The mean of each channel: https://keras.io/api/layers/pooling_layers/global_average_pooling3d/.

    A volume without a channel axis gets one.

    Attributes:
        keepdims: Whether the other axes are kept, with size 1.
        name: The name of the layer.
    """

    keepdims: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 3

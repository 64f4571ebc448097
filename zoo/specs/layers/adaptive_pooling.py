"""Adaptive poolings, whose windows follow from the size of their output."""

from dataclasses import KW_ONLY
from typing import Any

from zoo.schema.value import frozen
from zoo.specs.layers import base, kinds
from zoo.specs.layers.axes import each, spatial
from zoo.specs.layers.base import Trace
from zoo.specs.layers.sliding import Sliding


class AdaptivePooling(Sliding):
    """The base class of adaptive poolings."""

    output_size: Any

    def trace(self, shape: base.Shape) -> Trace:
        """(…, channels) → (*output_size, channels)."""
        _, channels = spatial(shape, self.spatial_axes)
        return Trace((*each(self.output_size, self.spatial_axes), channels))


@frozen
class AdaptiveAveragePooling1D(AdaptivePooling):
    """The mean of each window: https://keras.io/api/layers/pooling_layers/adaptive_average_pooling1d/.

    A sequence without a channel axis gets one. An output size of 1 needs another backend than TensorFlow; a
    global pooling with `keepdims` is the same.

    Attributes:
        output_size: The number of steps of the output.
        name: The name of the layer.
    """

    output_size: kinds.Window1D
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1


@frozen
class AdaptiveAveragePooling2D(AdaptivePooling):
    """The mean of each window: https://keras.io/api/layers/pooling_layers/adaptive_average_pooling2d/.

    An image without a channel axis gets one. An output size of 1 needs another backend than TensorFlow; a
    global pooling with `keepdims` is the same.

    Attributes:
        output_size: Height and width of the output; one number for both.
        name: The name of the layer.
    """

    output_size: base.Window
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 2


@frozen
class AdaptiveAveragePooling3D(AdaptivePooling):
    """The mean of each window: https://keras.io/api/layers/pooling_layers/adaptive_average_pooling3d/.

    A volume without a channel axis gets one. An output size of 1 needs another backend than TensorFlow; a
    global pooling with `keepdims` is the same.

    Attributes:
        output_size: Depth, height and width of the output; one number for all.
        name: The name of the layer.
    """

    output_size: kinds.Window3D
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 3


@frozen
class AdaptiveMaxPooling1D(AdaptivePooling):
    """The maximum of each window: https://keras.io/api/layers/pooling_layers/adaptive_max_pooling1d/.

    A sequence without a channel axis gets one. An output size of 1 needs another backend than TensorFlow; a
    global pooling with `keepdims` is the same.

    Attributes:
        output_size: The number of steps of the output.
        name: The name of the layer.
    """

    output_size: kinds.Window1D
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1


@frozen
class AdaptiveMaxPooling2D(AdaptivePooling):
    """The maximum of each window: https://keras.io/api/layers/pooling_layers/adaptive_max_pooling2d/.

    An image without a channel axis gets one. An output size of 1 needs another backend than TensorFlow; a
    global pooling with `keepdims` is the same.

    Attributes:
        output_size: Height and width of the output; one number for both.
        name: The name of the layer.
    """

    output_size: base.Window
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 2


@frozen
class AdaptiveMaxPooling3D(AdaptivePooling):
    """The maximum of each window: https://keras.io/api/layers/pooling_layers/adaptive_max_pooling3d/.

    A volume without a channel axis gets one. An output size of 1 needs another backend than TensorFlow; a
    global pooling with `keepdims` is the same.

    Attributes:
        output_size: Depth, height and width of the output; one number for all.
        name: The name of the layer.
    """

    output_size: kinds.Window3D
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 3

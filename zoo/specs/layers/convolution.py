"""Conv2D and DepthwiseConv2D, on images of (height, width, channels)."""

from collections.abc import Iterator
from dataclasses import KW_ONLY
from math import prod
from typing import Any

from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Trace, both, image, require, slide


@frozen
class Conv2D(LayerDeclaration):
    """Filters that slide over an image: https://keras.io/api/layers/convolution_layers/convolution2d/."""

    filters: base.Count
    kernel_size: base.Window
    strides: base.Window = (1, 1)
    padding: base.Padding = "valid"
    dilation_rate: base.Window = (1, 1)
    groups: base.Count = 1
    activation: base.Activation = None
    use_bias: base.Switch = True
    kernel_initializer: base.WindowInitializer = "glorot_uniform"
    bias_initializer: base.BiasInitializer = "zeros"
    kernel_regularizer: base.Regularizer = None
    bias_regularizer: base.Regularizer = None
    activity_regularizer: base.Regularizer = None
    kernel_constraint: base.WindowConstraint = None
    bias_constraint: base.BiasConstraint = None
    _: KW_ONLY
    name: base.Name = None

    wants_channels = True

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Keras strides or dilates, and divides the filters among the groups."""
        if max(both(self.strides)) > 1 and max(both(self.dilation_rate)) > 1:
            found = f"strides={self.strides} and dilation_rate={self.dilation_rate}"
            yield found, "one of them to be 1"
        if self.filters % self.groups:
            yield f"filters={self.filters} and groups={self.groups}", "filters that the groups divide"

    def trace(self, shape: base.Shape) -> Trace:
        """(height, width, channels) → (height', width', filters)."""
        *_, channels = image(shape)
        groups = self.groups
        require(channels % groups == 0, f"channels that {groups} groups divide")
        left = slide(shape, self.kernel_size, self.strides, self.padding, self.dilation_rate)
        kernel = prod(both(self.kernel_size)) * channels // groups * self.filters
        return Trace(
            output_shape=(*left, self.filters),
            parameters=kernel + self.filters * self.use_bias,
            flops=2 * prod(left) * kernel,
        )

    def arguments(self) -> dict[str, Any]:
        """Channels come last here, whatever Keras's configuration file says."""
        return {"data_format": "channels_last"}


@frozen
class DepthwiseConv2D(LayerDeclaration):
    """Filters for each channel alone: https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/."""

    kernel_size: base.Window
    strides: base.Window = (1, 1)
    padding: base.Padding = "valid"
    depth_multiplier: base.Count = 1
    dilation_rate: base.Window = (1, 1)
    activation: base.Activation = None
    use_bias: base.Switch = True
    depthwise_initializer: base.WindowInitializer = "glorot_uniform"
    bias_initializer: base.BiasInitializer = "zeros"
    depthwise_regularizer: base.Regularizer = None
    bias_regularizer: base.Regularizer = None
    activity_regularizer: base.Regularizer = None
    depthwise_constraint: base.WindowConstraint = None
    bias_constraint: base.BiasConstraint = None
    _: KW_ONLY
    name: base.Name = None

    wants_channels = True

    def trace(self, shape: base.Shape) -> Trace:
        """(height, width, channels) → (height', width', channels · depth_multiplier)."""
        *_, channels = image(shape)
        left = slide(shape, self.kernel_size, self.strides, self.padding, self.dilation_rate)
        filters = channels * self.depth_multiplier
        kernel = prod(both(self.kernel_size)) * filters
        return Trace(
            output_shape=(*left, filters),
            parameters=kernel + filters * self.use_bias,
            flops=2 * prod(left) * kernel,
        )

    def arguments(self) -> dict[str, Any]:
        """Channels come last here, whatever Keras's configuration file says."""
        return {"data_format": "channels_last"}

"""Conv2D and DepthwiseConv2D, on images of (height, width, channels)."""

from collections.abc import Iterator
from dataclasses import KW_ONLY
from math import prod
from typing import Any

from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import IMAGE_AXES, LayerDeclaration, Trace, both, image, require, slide


@frozen
class Conv2D(LayerDeclaration):
    """A 2D convolution: https://keras.io/api/layers/convolution_layers/convolution2d/.

    An image without a channel axis gets one.

    Attributes:
        filters: The number of output channels.
        kernel_size: Height and width of the window, in pixels; one number for both.
        strides: The step of the window, in pixels.
        padding: "valid" or "same".
        dilation_rate: The dilation of the window; 1 is none.
        groups: The number of groups that the channels are divided into.
        activation: The name of an activation.
        use_bias: Whether there is a bias for each filter.
        kernel_initializer: An initializer, by name or as a table.
        bias_initializer: An initializer, by name or as a table.
        kernel_regularizer: A regularizer, by name or as a table.
        bias_regularizer: A regularizer, by name or as a table.
        activity_regularizer: A regularizer, by name or as a table.
        kernel_constraint: A constraint, by name or as a table.
        bias_constraint: A constraint, by name or as a table.
        name: The name of the layer.
    """

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

    spatial_axes = IMAGE_AXES

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Keras allows either strides or dilation, and filters that the groups divide."""
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
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}


@frozen
class DepthwiseConv2D(LayerDeclaration):
    """A separate convolution of each channel: https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/.

    An image without a channel axis gets one.

    Attributes:
        kernel_size: Height and width of the window, in pixels; one number for both.
        strides: The step of the window, in pixels.
        padding: "valid" or "same".
        depth_multiplier: The number of output channels for each input channel.
        dilation_rate: The dilation of the window; 1 is none.
        activation: The name of an activation.
        use_bias: Whether there is a bias for each output channel.
        depthwise_initializer: An initializer, by name or as a table.
        bias_initializer: An initializer, by name or as a table.
        depthwise_regularizer: A regularizer, by name or as a table.
        bias_regularizer: A regularizer, by name or as a table.
        activity_regularizer: A regularizer, by name or as a table.
        depthwise_constraint: A constraint, by name or as a table.
        bias_constraint: A constraint, by name or as a table.
        name: The name of the layer.
    """

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

    spatial_axes = IMAGE_AXES

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
        """The channel axis is last, whatever Keras's configuration says."""
        return {"data_format": "channels_last"}

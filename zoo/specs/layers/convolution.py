"""Conv2D and DepthwiseConv2D, on images of (height, width, channels)."""

from dataclasses import KW_ONLY

from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.sliding import Convolution, DepthwiseConvolution


@frozen
class Conv2D(Convolution):
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
        use_bias: Whether there is a bias for each output channel.
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

    spatial_axes = 2


@frozen
class DepthwiseConv2D(DepthwiseConvolution):
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

    spatial_axes = 2

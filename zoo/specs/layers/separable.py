"""SeparableConv1D and SeparableConv2D."""

from dataclasses import KW_ONLY

from zoo.schema.value import frozen
from zoo.specs.layers import base, kinds
from zoo.specs.layers.sliding import SeparableConvolution


@frozen
class SeparableConv1D(SeparableConvolution):
    """A convolution of each channel, then one across channels: https://keras.io/api/layers/convolution_layers/separable_convolution1d/.

    A sequence without a channel axis gets one.

    Attributes:
        filters: The number of output channels.
        kernel_size: Length of the window, in steps.
        strides: The step of the window.
        padding: "valid" or "same".
        dilation_rate: The dilation of the window; 1 is none.
        depth_multiplier: The number of channels between both convolutions, for each input channel.
        activation: The name of an activation.
        use_bias: Whether there is a bias for each output channel.
        depthwise_initializer: An initializer, by name or as a table.
        pointwise_initializer: An initializer, by name or as a table.
        bias_initializer: An initializer, by name or as a table.
        depthwise_regularizer: A regularizer, by name or as a table.
        pointwise_regularizer: A regularizer, by name or as a table.
        bias_regularizer: A regularizer, by name or as a table.
        activity_regularizer: A regularizer, by name or as a table.
        depthwise_constraint: A constraint, by name or as a table.
        pointwise_constraint: A constraint, by name or as a table.
        bias_constraint: A constraint, by name or as a table.
        name: The name of the layer.
    """

    filters: base.Count
    kernel_size: kinds.Window1D
    strides: kinds.Window1D = 1
    padding: base.Padding = "valid"
    dilation_rate: kinds.Window1D = 1
    depth_multiplier: base.Count = 1
    activation: base.Activation = None
    use_bias: base.Switch = True
    depthwise_initializer: kinds.Initializer1D = "glorot_uniform"
    pointwise_initializer: kinds.Initializer1D = "glorot_uniform"
    bias_initializer: base.BiasInitializer = "zeros"
    depthwise_regularizer: base.Regularizer = None
    pointwise_regularizer: base.Regularizer = None
    bias_regularizer: base.Regularizer = None
    activity_regularizer: base.Regularizer = None
    depthwise_constraint: kinds.Constraint1D = None
    pointwise_constraint: kinds.Constraint1D = None
    bias_constraint: base.BiasConstraint = None
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1


@frozen
class SeparableConv2D(SeparableConvolution):
    """A convolution of each channel, then one across channels: https://keras.io/api/layers/convolution_layers/separable_convolution2d/.

    An image without a channel axis gets one.

    Attributes:
        filters: The number of output channels.
        kernel_size: Height and width of the window, in pixels; one number for both.
        strides: The step of the window, in pixels.
        padding: "valid" or "same".
        dilation_rate: The dilation of the window; 1 is none.
        depth_multiplier: The number of channels between both convolutions, for each input channel.
        activation: The name of an activation.
        use_bias: Whether there is a bias for each output channel.
        depthwise_initializer: An initializer, by name or as a table.
        pointwise_initializer: An initializer, by name or as a table.
        bias_initializer: An initializer, by name or as a table.
        depthwise_regularizer: A regularizer, by name or as a table.
        pointwise_regularizer: A regularizer, by name or as a table.
        bias_regularizer: A regularizer, by name or as a table.
        activity_regularizer: A regularizer, by name or as a table.
        depthwise_constraint: A constraint, by name or as a table.
        pointwise_constraint: A constraint, by name or as a table.
        bias_constraint: A constraint, by name or as a table.
        name: The name of the layer.
    """

    filters: base.Count
    kernel_size: base.Window
    strides: base.Window = (1, 1)
    padding: base.Padding = "valid"
    dilation_rate: base.Window = (1, 1)
    depth_multiplier: base.Count = 1
    activation: base.Activation = None
    use_bias: base.Switch = True
    depthwise_initializer: base.WindowInitializer = "glorot_uniform"
    pointwise_initializer: base.WindowInitializer = "glorot_uniform"
    bias_initializer: base.BiasInitializer = "zeros"
    depthwise_regularizer: base.Regularizer = None
    pointwise_regularizer: base.Regularizer = None
    bias_regularizer: base.Regularizer = None
    activity_regularizer: base.Regularizer = None
    depthwise_constraint: base.WindowConstraint = None
    pointwise_constraint: base.WindowConstraint = None
    bias_constraint: base.BiasConstraint = None
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 2

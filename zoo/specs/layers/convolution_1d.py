"""Conv1D and DepthwiseConv1D, on sequences of (steps, channels)."""

from dataclasses import KW_ONLY
from typing import Annotated

from zoo.schema.fields import OneOf
from zoo.schema.value import frozen
from zoo.specs.layers import base, kinds
from zoo.specs.layers.sliding import Convolution, DepthwiseConvolution


@frozen
class Conv1D(Convolution):
    """A 1D convolution: https://keras.io/api/layers/convolution_layers/convolution1d/.

    A sequence without a channel axis gets one.

    Attributes:
        filters: The number of output channels.
        kernel_size: Length of the window, in steps.
        strides: The step of the window.
        padding: "valid", "same", or "causal": no output depends on later steps.
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
    kernel_size: kinds.Window1D
    strides: kinds.Window1D = 1
    padding: Annotated[str, OneOf(("valid", "same", "causal"))] = "valid"
    dilation_rate: kinds.Window1D = 1
    groups: base.Count = 1
    activation: base.Activation = None
    use_bias: base.Switch = True
    kernel_initializer: kinds.Initializer1D = "glorot_uniform"
    bias_initializer: base.BiasInitializer = "zeros"
    kernel_regularizer: base.Regularizer = None
    bias_regularizer: base.Regularizer = None
    activity_regularizer: base.Regularizer = None
    kernel_constraint: kinds.Constraint1D = None
    bias_constraint: base.BiasConstraint = None
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1


@frozen
class DepthwiseConv1D(DepthwiseConvolution):
    """A separate convolution of each channel: https://keras.io/api/layers/convolution_layers/depthwise_convolution1d/.

    A sequence without a channel axis gets one.

    Attributes:
        kernel_size: Length of the window, in steps.
        strides: The step of the window.
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

    kernel_size: kinds.Window1D
    strides: kinds.Window1D = 1
    padding: base.Padding = "valid"
    depth_multiplier: base.Count = 1
    dilation_rate: kinds.Window1D = 1
    activation: base.Activation = None
    use_bias: base.Switch = True
    depthwise_initializer: kinds.Initializer1D = "glorot_uniform"
    bias_initializer: base.BiasInitializer = "zeros"
    depthwise_regularizer: base.Regularizer = None
    bias_regularizer: base.Regularizer = None
    activity_regularizer: base.Regularizer = None
    depthwise_constraint: kinds.Constraint1D = None
    bias_constraint: base.BiasConstraint = None
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 1

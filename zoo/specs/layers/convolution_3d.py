"""Conv3D, on volumes of (depth, height, width, channels)."""

from dataclasses import KW_ONLY

from zoo.schema.value import frozen
from zoo.specs.layers import base, kinds
from zoo.specs.layers.sliding import Convolution


@frozen
class Conv3D(Convolution):
    """A 3D convolution: https://keras.io/api/layers/convolution_layers/convolution3d/.

    A volume without a channel axis gets one.

    Attributes:
        filters: The number of output channels.
        kernel_size: Depth, height and width of the window, in voxels; one number for all.
        strides: The step of the window, in voxels.
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
    kernel_size: kinds.Window3D
    strides: kinds.Window3D = (1, 1, 1)
    padding: base.Padding = "valid"
    dilation_rate: kinds.Window3D = (1, 1, 1)
    groups: base.Count = 1
    activation: base.Activation = None
    use_bias: base.Switch = True
    kernel_initializer: kinds.Initializer3D = "glorot_uniform"
    bias_initializer: base.BiasInitializer = "zeros"
    kernel_regularizer: base.Regularizer = None
    bias_regularizer: base.Regularizer = None
    activity_regularizer: base.Regularizer = None
    kernel_constraint: kinds.Constraint3D = None
    bias_constraint: base.BiasConstraint = None
    _: KW_ONLY
    name: base.Name = None

    spatial_axes = 3

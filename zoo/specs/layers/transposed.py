"""Conv1DTranspose, Conv2DTranspose and Conv3DTranspose."""

from dataclasses import KW_ONLY

from zoo.schema.value import frozen
from zoo.specs.layers import base, kinds
from zoo.specs.layers.enlarging import TransposedConvolution


@frozen
class Conv1DTranspose(TransposedConvolution):
    """A transposed 1D convolution, which enlarges its input: https://keras.io/api/layers/convolution_layers/convolution1d_transpose/.

    A sequence without a channel axis gets one.

    Attributes:
        filters: The number of output channels.
        kernel_size: Length of the window, in steps.
        strides: The step of the window.
        padding: "valid" or "same".
        output_padding: Added to the size of the output along each axis, less than the strides; None: chosen
            by the padding.
        dilation_rate: The dilation of the window; 1 is none.
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
    padding: base.Padding = "valid"
    output_padding: kinds.OutputPadding1D = None
    dilation_rate: kinds.Window1D = 1
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
class Conv2DTranspose(TransposedConvolution):
    """A transposed 2D convolution, which enlarges its input: https://keras.io/api/layers/convolution_layers/convolution2d_transpose/.

    An image without a channel axis gets one.

    Attributes:
        filters: The number of output channels.
        kernel_size: Height and width of the window, in pixels; one number for both.
        strides: The step of the window, in pixels.
        padding: "valid" or "same".
        output_padding: Added to the size of the output along each axis, less than the strides; None: chosen
            by the padding.
        dilation_rate: The dilation of the window; 1 is none.
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
    output_padding: kinds.OutputPadding2D = None
    dilation_rate: base.Window = (1, 1)
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
class Conv3DTranspose(TransposedConvolution):
    """A transposed 3D convolution, which enlarges its input: https://keras.io/api/layers/convolution_layers/convolution3d_transpose/.

    A volume without a channel axis gets one.

    Attributes:
        filters: The number of output channels.
        kernel_size: Depth, height and width of the window, in voxels; one number for all.
        strides: The step of the window, in voxels.
        padding: "valid" or "same".
        output_padding: Added to the size of the output along each axis, less than the strides; None: chosen
            by the padding.
        dilation_rate: The dilation of the window; 1 is none.
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
    output_padding: kinds.OutputPadding3D = None
    dilation_rate: kinds.Window3D = (1, 1, 1)
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

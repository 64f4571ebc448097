"""ConvLSTM1D, ConvLSTM2D and ConvLSTM3D: LSTMs whose matrix products are convolutions."""

from collections.abc import Iterator
from dataclasses import KW_ONLY
from math import prod
from typing import Annotated, Any

from zoo.schema.fields import Number
from zoo.schema.value import frozen
from zoo.specs.layers import base, kinds
from zoo.specs.layers.axes import each
from zoo.specs.layers.base import Trace, require
from zoo.specs.layers.sliding import Windowed

GATES = 4
Rate = Annotated[float, Number(0, 1)]


@frozen
class ConvLSTM(Windowed):
    """The base class; `spatial_axes` counts the steps, too."""

    filters: base.Count
    kernel_size: Any
    strides: Any = 1
    padding: base.Padding = "valid"
    dilation_rate: Any = 1
    activation: base.Activation = "tanh"
    recurrent_activation: base.Activation = "sigmoid"
    use_bias: base.Switch = True
    kernel_initializer: Any = "glorot_uniform"
    recurrent_initializer: Any = "orthogonal"
    bias_initializer: base.BiasInitializer = "zeros"
    unit_forget_bias: base.Switch = True
    kernel_regularizer: base.Regularizer = None
    recurrent_regularizer: base.Regularizer = None
    bias_regularizer: base.Regularizer = None
    activity_regularizer: base.Regularizer = None
    kernel_constraint: Any = None
    recurrent_constraint: Any = None
    bias_constraint: base.BiasConstraint = None
    dropout: Rate = 0.0
    recurrent_dropout: Rate = 0.0
    return_sequences: base.Switch = False
    go_backwards: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    takes_steps = True

    @property
    def axes(self) -> int:
        """The axes that the window slides over."""
        return self.spatial_axes - 1

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Keras allows either strides or dilation."""
        if max(each(self.strides, self.axes)) > 1 and max(each(self.dilation_rate, self.axes)) > 1:
            found = f"strides={self.strides} and dilation_rate={self.dilation_rate}"
            yield found, "one of them to be 1"

    def trace(self, shape: base.Shape) -> Trace:
        """(steps, …, channels) → (…', filters), or (steps, …', filters) with `return_sequences`.

        FLOPs: two for each weight of both convolutions of the four gates, at each place of the output and
        each step.
        """
        require(len(shape) == self.axes + 2, "(steps, …, channels)")
        steps, *sizes, channels = shape
        left = self.left(tuple(sizes))
        window = prod(each(self.kernel_size, self.axes))
        kernels = GATES * self.filters * window * (channels + self.filters)
        return Trace(
            output_shape=(*(steps for _ in range(self.return_sequences)), *left, self.filters),
            parameters=kernels + GATES * self.filters * self.use_bias,
            flops=2 * steps * prod(left) * kernels,
        )


@frozen
class ConvLSTM1D(ConvLSTM):
    """An LSTM of convolutions on sequences of (steps, length, channels).

    https://keras.io/api/layers/recurrent_layers/conv_lstm1d/

    An input without a channel axis gets one.

    Attributes:
        filters: The number of output channels.
        kernel_size: Length of the window, in steps.
        strides: The step of the window.
        padding: "valid" or "same".
        dilation_rate: The dilation of the window; 1 is none.
        activation: The name of an activation.
        recurrent_activation: The activation of the gates.
        use_bias: Whether there are biases.
        kernel_initializer: An initializer, by name or as a table.
        recurrent_initializer: An initializer, by name or as a table.
        bias_initializer: An initializer, by name or as a table.
        unit_forget_bias: Whether 1 is added to the bias of the forget gate at the start.
        kernel_regularizer: A regularizer, by name or as a table.
        recurrent_regularizer: A regularizer, by name or as a table.
        bias_regularizer: A regularizer, by name or as a table.
        activity_regularizer: A regularizer, by name or as a table.
        kernel_constraint: A constraint, by name or as a table.
        recurrent_constraint: A constraint, by name or as a table.
        bias_constraint: A constraint, by name or as a table.
        dropout: The fraction of the inputs that are set to 0 in training.
        recurrent_dropout: The fraction of the state that is set to 0 in training.
        return_sequences: Whether there is an output for each step; otherwise for the last.
        go_backwards: Whether the steps are taken from the last to the first.
        name: The name of the layer.
    """

    kernel_size: kinds.Window1D
    strides: kinds.Window1D = 1
    dilation_rate: kinds.Window1D = 1
    kernel_initializer: kinds.Initializer1D = "glorot_uniform"
    recurrent_initializer: kinds.Initializer1D = "orthogonal"
    kernel_constraint: kinds.Constraint1D = None
    recurrent_constraint: kinds.Constraint1D = None

    spatial_axes = 2


@frozen
class ConvLSTM2D(ConvLSTM):
    """An LSTM of convolutions on images: (steps, height, width, channels).

    https://keras.io/api/layers/recurrent_layers/conv_lstm2d/

    An input without a channel axis gets one.

    Attributes:
        filters: The number of output channels.
        kernel_size: Height and width of the window, in pixels; one number for both.
        strides: The step of the window, in pixels.
        padding: "valid" or "same".
        dilation_rate: The dilation of the window; 1 is none.
        activation: The name of an activation.
        recurrent_activation: The activation of the gates.
        use_bias: Whether there are biases.
        kernel_initializer: An initializer, by name or as a table.
        recurrent_initializer: An initializer, by name or as a table.
        bias_initializer: An initializer, by name or as a table.
        unit_forget_bias: Whether 1 is added to the bias of the forget gate at the start.
        kernel_regularizer: A regularizer, by name or as a table.
        recurrent_regularizer: A regularizer, by name or as a table.
        bias_regularizer: A regularizer, by name or as a table.
        activity_regularizer: A regularizer, by name or as a table.
        kernel_constraint: A constraint, by name or as a table.
        recurrent_constraint: A constraint, by name or as a table.
        bias_constraint: A constraint, by name or as a table.
        dropout: The fraction of the inputs that are set to 0 in training.
        recurrent_dropout: The fraction of the state that is set to 0 in training.
        return_sequences: Whether there is an output for each step; otherwise for the last.
        go_backwards: Whether the steps are taken from the last to the first.
        name: The name of the layer.
    """

    kernel_size: base.Window
    strides: kinds.Steps2D = 1
    dilation_rate: kinds.Steps2D = 1
    kernel_initializer: base.WindowInitializer = "glorot_uniform"
    recurrent_initializer: base.WindowInitializer = "orthogonal"
    kernel_constraint: base.WindowConstraint = None
    recurrent_constraint: base.WindowConstraint = None

    spatial_axes = 3


@frozen
class ConvLSTM3D(ConvLSTM):
    """An LSTM of convolutions on volumes: (steps, depth, height, width, channels).

    https://keras.io/api/layers/recurrent_layers/conv_lstm3d/

    An input without a channel axis gets one.

    Attributes:
        filters: The number of output channels.
        kernel_size: Depth, height and width of the window; one number for all.
        strides: The step of the window, in voxels.
        padding: "valid" or "same".
        dilation_rate: The dilation of the window; 1 is none.
        activation: The name of an activation.
        recurrent_activation: The activation of the gates.
        use_bias: Whether there are biases.
        kernel_initializer: An initializer, by name or as a table.
        recurrent_initializer: An initializer, by name or as a table.
        bias_initializer: An initializer, by name or as a table.
        unit_forget_bias: Whether 1 is added to the bias of the forget gate at the start.
        kernel_regularizer: A regularizer, by name or as a table.
        recurrent_regularizer: A regularizer, by name or as a table.
        bias_regularizer: A regularizer, by name or as a table.
        activity_regularizer: A regularizer, by name or as a table.
        kernel_constraint: A constraint, by name or as a table.
        recurrent_constraint: A constraint, by name or as a table.
        bias_constraint: A constraint, by name or as a table.
        dropout: The fraction of the inputs that are set to 0 in training.
        recurrent_dropout: The fraction of the state that is set to 0 in training.
        return_sequences: Whether there is an output for each step; otherwise for the last.
        go_backwards: Whether the steps are taken from the last to the first.
        name: The name of the layer.
    """

    kernel_size: kinds.Window3D
    strides: kinds.Steps3D = 1
    dilation_rate: kinds.Steps3D = 1
    kernel_initializer: kinds.Initializer3D = "glorot_uniform"
    recurrent_initializer: kinds.Initializer3D = "orthogonal"
    kernel_constraint: kinds.Constraint3D = None
    recurrent_constraint: kinds.Constraint3D = None

    spatial_axes = 4

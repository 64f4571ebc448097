"""LSTM, GRU and SimpleRNN, on sequences of (steps, features)."""

from dataclasses import KW_ONLY
from typing import Annotated, ClassVar

from zoo.schema.fields import Number
from zoo.schema.value import frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Trace, require

Rate = Annotated[float, Number(0, 1)]


class Recurrent(LayerDeclaration):
    """The base class of recurrent layers, whose matrices are used at each step."""

    units: int
    use_bias: bool
    return_sequences: bool
    gates: ClassVar[int] = 1
    """The number of matrices of each kind."""

    @property
    def biases(self) -> int:
        """The number of biases of each gate and unit."""
        return int(self.use_bias)

    def trace(self, shape: base.Shape) -> Trace:
        """(steps, features) → (units,), or (steps, units) with `return_sequences`.

        FLOPs: two for each weight of the matrices at each step.
        """
        require(len(shape) == 2, "(steps, features)")  # noqa: PLR2004 - two axes
        steps, features = shape
        each_step = self.gates * self.units * (features + self.units)
        return Trace(
            output_shape=(steps, self.units) if self.return_sequences else (self.units,),
            parameters=each_step + self.gates * self.units * self.biases,
            flops=2 * steps * each_step,
        )


@frozen
class SimpleRNN(Recurrent):
    """A recurrent layer without gates: https://keras.io/api/layers/recurrent_layers/simple_rnn/.

    Attributes:
        units: The number of outputs.
        activation: The name of an activation.
        use_bias: Whether there are biases.
        kernel_initializer: An initializer, by name or as a table.
        recurrent_initializer: An initializer, by name or as a table.
        bias_initializer: An initializer, by name or as a table.
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
        unroll: Whether the loop over the steps is unrolled.
        name: The name of the layer.
    """

    units: base.Count
    activation: base.Activation = "tanh"
    use_bias: base.Switch = True
    kernel_initializer: base.MatrixInitializer = "glorot_uniform"
    recurrent_initializer: base.MatrixInitializer = "orthogonal"
    bias_initializer: base.BiasInitializer = "zeros"
    kernel_regularizer: base.MatrixRegularizer = None
    recurrent_regularizer: base.MatrixRegularizer = None
    bias_regularizer: base.Regularizer = None
    activity_regularizer: base.Regularizer = None
    kernel_constraint: base.MatrixConstraint = None
    recurrent_constraint: base.MatrixConstraint = None
    bias_constraint: base.BiasConstraint = None
    dropout: Rate = 0.0
    recurrent_dropout: Rate = 0.0
    return_sequences: base.Switch = False
    go_backwards: base.Switch = False
    unroll: base.Switch = False
    _: KW_ONLY
    name: base.Name = None


@frozen
class GRU(Recurrent):
    """Gated recurrent units: https://keras.io/api/layers/recurrent_layers/gru/.

    Attributes:
        units: The number of outputs.
        activation: The name of an activation.
        recurrent_activation: The activation of the gates.
        use_bias: Whether there are biases.
        kernel_initializer: An initializer, by name or as a table.
        recurrent_initializer: An initializer, by name or as a table.
        bias_initializer: An initializer, by name or as a table.
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
        unroll: Whether the loop over the steps is unrolled.
        reset_after: Whether the reset gate is applied after the matrix product, with a second bias.
        name: The name of the layer.
    """

    units: base.Count
    activation: base.Activation = "tanh"
    recurrent_activation: base.Activation = "sigmoid"
    use_bias: base.Switch = True
    kernel_initializer: base.MatrixInitializer = "glorot_uniform"
    recurrent_initializer: base.MatrixInitializer = "orthogonal"
    bias_initializer: base.BiasInitializer = "zeros"
    kernel_regularizer: base.MatrixRegularizer = None
    recurrent_regularizer: base.MatrixRegularizer = None
    bias_regularizer: base.Regularizer = None
    activity_regularizer: base.Regularizer = None
    kernel_constraint: base.MatrixConstraint = None
    recurrent_constraint: base.MatrixConstraint = None
    bias_constraint: base.BiasConstraint = None
    dropout: Rate = 0.0
    recurrent_dropout: Rate = 0.0
    return_sequences: base.Switch = False
    go_backwards: base.Switch = False
    unroll: base.Switch = False
    reset_after: base.Switch = True
    _: KW_ONLY
    name: base.Name = None

    gates = 3

    @property
    def biases(self) -> int:
        """With `reset_after`, there is a second bias."""
        return self.use_bias * (1 + self.reset_after)


@frozen
class LSTM(Recurrent):
    """Long short-term memory: https://keras.io/api/layers/recurrent_layers/lstm/.

    Attributes:
        units: The number of outputs.
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
        unroll: Whether the loop over the steps is unrolled.
        name: The name of the layer.
    """

    units: base.Count
    activation: base.Activation = "tanh"
    recurrent_activation: base.Activation = "sigmoid"
    use_bias: base.Switch = True
    kernel_initializer: base.MatrixInitializer = "glorot_uniform"
    recurrent_initializer: base.MatrixInitializer = "orthogonal"
    bias_initializer: base.BiasInitializer = "zeros"
    unit_forget_bias: base.Switch = True
    kernel_regularizer: base.MatrixRegularizer = None
    recurrent_regularizer: base.MatrixRegularizer = None
    bias_regularizer: base.Regularizer = None
    activity_regularizer: base.Regularizer = None
    kernel_constraint: base.MatrixConstraint = None
    recurrent_constraint: base.MatrixConstraint = None
    bias_constraint: base.BiasConstraint = None
    dropout: Rate = 0.0
    recurrent_dropout: Rate = 0.0
    return_sequences: base.Switch = False
    go_backwards: base.Switch = False
    unroll: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    gates = 4

"""The classes and names that an untrusted file may contain; all others are refused."""

from zoo.specs.layers import keras_values
from zoo.specs.layers.keras_values import NAMES
from zoo.specs.layers.other import CHAINABLE
from zoo.specs.layers.refused import CODE, NESTED

MODELS = ("Sequential", "Functional")
_VOCABULARY = (
    "Activation Add AdditiveAttention Attention AutoContrast Average AveragePooling2D BatchNormalization "
    "Bidirectional CategoryEncoding Concatenate ContrastLimitedAdaptiveHistogramEqualization Conv2D Dense "
    "DepthwiseConv2D Discretization Dot Dropout Flatten GaussianNoise GlobalAveragePooling2D "
    "GroupQueryAttention LayerNormalization MaxPooling2D Maximum Minimum MultiHeadAttention Multiply "
    "Normalization Rescaling Reshape STFTSpectrogram SpectralNormalization Subtract TimeDistributed"
).split()
_BESIDE = "GRUCell InputLayer LSTMCell SimpleRNNCell".split()
_ARITHMETIC = (
    "Absolute Add Clip Concatenate Cos Divide Exp ExpandDims Log Log1p Max Maximum Mean Min Minimum "
    "Multiply Negative Power Reciprocal Reshape Sign Sin Sqrt Square Squeeze Std Subtract Sum Tanh "
    "Transpose TrueDivide Var"
).split()
_ACTIVATIONS = (
    "Celu Elu Gelu HardSigmoid HardSilu HardTanh LeakyRelu LogSigmoid LogSoftmax Relu Relu6 Selu Sigmoid "
    "Silu Softmax Softplus Softsign"
).split()

CLASSES = {
    **keras_values.CLASSES,
    "keras": keras_values.CLASSES["keras"] | {"Sequential"},
    "keras.src.models.functional": frozenset({"Functional"}),
    "keras.layers": frozenset([*_VOCABULARY, *CHAINABLE, *NESTED, *_BESIDE]),
    "keras.src.ops.numpy": frozenset(_ARITHMETIC),
    "keras.src.ops.nn": frozenset(_ACTIVATIONS),
}
"""Allowed classes by their module."""

SIZES = frozenset("filters head_dim input_dim key_dim num_heads output_dim units value_dim".split())
"""Arguments whose value is a lower bound of the number of weights, and so of their bytes."""

OBJECT = frozenset(
    "module class_name config registered_name build_config compile_config shared_object_id name "
    "inbound_nodes".split()
)
"""The keys that Keras writes for an object."""

REFERENCE = "__keras_tensor__"
"""The class name of a reference to a layer's input in a functional model."""

__all__ = ["CLASSES", "CODE", "MODELS", "NAMES", "OBJECT", "REFERENCE", "SIZES"]

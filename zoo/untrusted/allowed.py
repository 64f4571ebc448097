"""All that a foreign file may name; whatever is not here is refused."""

from zoo.specs.layers import weights
from zoo.specs.layers.base import ACTIVATIONS
from zoo.specs.layers.other import CHAINABLE, CODE, NESTED, SEVERAL

MODELS = ("Sequential", "Functional")
_VOCABULARY = (
    "Activation AveragePooling2D BatchNormalization Conv2D Dense DepthwiseConv2D Dropout Flatten "
    "GaussianNoise GlobalAveragePooling2D LayerNormalization MaxPooling2D Rescaling Reshape"
).split()
_BESIDE = "GRUCell InputLayer LSTMCell Normalization SimpleRNNCell".split()
_ARITHMETIC = (
    "Absolute Add Divide Exp Log Maximum Mean Minimum Multiply Negative Power Sqrt Square Subtract TrueDivide"
).split()
_SETTINGS = {
    "initializer": weights.initializers(weights.MATRIX),
    "regularizer": weights.regularizers(weights.MATRIX),
    "constraint": weights.constraints(weights.MATRIX),
}

CLASSES = {
    "keras": frozenset({"Sequential", "DTypePolicy"}),
    "keras.src.models.functional": frozenset({"Functional"}),
    "keras.layers": frozenset([*_VOCABULARY, *CHAINABLE, *SEVERAL, *NESTED, *_BESIDE]),
    "keras.src.ops.numpy": frozenset(_ARITHMETIC),
    **{f"keras.{what}s": frozenset(known.types) for what, known in _SETTINGS.items()},
}
"""Classes by the module that Keras writes beside them."""

NAMES = {
    "activation": frozenset(ACTIVATIONS),
    **{what: frozenset([*known.names, *known.types]) for what, known in _SETTINGS.items()},
    "dtype": frozenset(
        "bfloat16 bool float16 float32 float64 int8 int16 int32 int64 mixed_bfloat16 mixed_float16 uint8 "
        "uint16 uint32".split()
    ),
}
"""What a text may be whose key ends so: Keras makes something of it."""

SIZES = frozenset("filters head_dim input_dim key_dim num_heads output_dim units value_dim".split())
"""Arguments that make at least so many weights, and so at least as many bytes."""

OBJECT = frozenset(
    "module class_name config registered_name build_config compile_config shared_object_id name "
    "inbound_nodes".split()
)
"""What Keras writes of an object."""

REFERENCE = "__keras_tensor__"
"""How a functional model says where a layer's input comes from."""

__all__ = ["CLASSES", "CODE", "MODELS", "NAMES", "OBJECT", "REFERENCE", "SIZES"]

"""`Layer`: a Keras layer without a class of its own here, by its name."""

import re
from collections.abc import Mapping
from typing import Any

from zoo.schema.declaration import settings_of
from zoo.schema.keras_objects import freeze, thaw
from zoo.schema.value import frozen
from zoo.specs.layers.base import IMAGE_AXES, LayerDeclaration

CHAINABLE = tuple(
    "ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D "
    "AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D AlphaDropout AveragePooling1D "
    "AveragePooling3D CenterCrop Conv1D Conv1DTranspose Conv2DTranspose Conv3D Conv3DTranspose "
    "ConvLSTM1D ConvLSTM2D ConvLSTM3D Cropping1D Cropping2D Cropping3D DepthwiseConv1D ELU EinsumDense "
    "Embedding GRU GaussianDropout GlobalAveragePooling1D GlobalAveragePooling3D GlobalMaxPooling1D "
    "GlobalMaxPooling2D GlobalMaxPooling3D GroupNormalization Identity LSTM LeakyReLU Masking "
    "MaxPooling1D MaxPooling3D PReLU Permute RMSNormalization RandomBrightness RandomContrast RandomCrop "
    "RandomFlip RandomRotation RandomTranslation RandomZoom ReLU RepeatVector Resizing SeparableConv1D "
    "SeparableConv2D SimpleRNN Softmax SpatialDropout1D SpatialDropout2D SpatialDropout3D "
    "UnitNormalization UpSampling1D UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D "
    "ZeroPadding3D".split()
)
"""The Keras layers that `Layer` takes: one input, one output, and arguments that TOML can hold.

Those of the vocabulary become their declarations, unless they have arguments that these do not have.
"""

IMAGE_LAYERS = frozenset(
    "CenterCrop RandomBrightness RandomContrast RandomCrop RandomFlip RandomRotation RandomTranslation "
    "RandomZoom Resizing".split()
)
"""Those for images only, whose names do not have the number of spatial axes, as in `Conv3D`."""

ONLY_KERAS = frozenset(
    "activity_regularizer autocast batch_shape data_format dtype fill_mode input_shape lora_alpha lora_rank "
    "noise_shape quantization_config return_state seed stateful trainable use_cudnn weights".split()
)
"""Arguments that Keras's layers take, and declarations do not have, or not all of them."""


def goes_beyond(declared: type[LayerDeclaration], settings: Mapping[str, Any]) -> bool:
    """Whether a layer has arguments that its declaration can't hold, so that only Keras can check them.

    These are some of Keras's arguments, and values in Keras's own forms: `HeNormal`, and the table
    `{class_name = "HeNormal", config = {}}`.
    """
    known = settings_of(declared)
    return any(key in ONLY_KERAS and key not in known for key in settings) or any(
        value[:1].isupper() if isinstance(value, str) else isinstance(value, dict) and "class_name" in value
        for value in settings.values()
    )


@frozen
class Layer(LayerDeclaration):
    """Any other Keras layer with one input and one output.

    Keras checks the arguments, and counts the parameters, when it builds the layer.

    Attributes:
        layer: The name of a class in `keras.layers`.
        settings: The arguments as a tuple of pairs.
        inputs: The name of the layer whose output it takes, in a tuple; None is the layer before it.
        name: The name of the layer.

    Examples:
        ```python
        zoo.Layer("RandomContrast", factor=0.2)
        ```
    """

    layer: str
    settings: tuple[tuple[str, Any], ...]
    name: str | None

    def __init__(
        self,
        layer: str,
        /,
        *,
        inputs: tuple[str, ...] | None = None,
        name: str | None = None,
        **settings: Any,
    ) -> None:
        """`layer` is the name of a class in `keras.layers`."""
        object.__setattr__(self, "layer", layer)
        object.__setattr__(self, "settings", freeze(settings))
        object.__setattr__(self, "inputs", tuple(inputs) if isinstance(inputs, list) else inputs)
        object.__setattr__(self, "name", name)

    @property
    def type(self) -> str:
        """The name of the Keras layer."""
        return self.layer

    @property
    def is_counted(self) -> bool:
        """Only Keras knows."""
        return False

    def arguments(self) -> dict[str, Any]:
        """The arguments of the Keras layer."""
        return {key: thaw(value) for key, value in self.settings}

    @property
    def spatial_axes(self) -> int:  # type: ignore[override]  # a constant in all others
        """The axes of its input besides batch and channels; 0 for a layer that takes any number of axes."""
        if self.layer in IMAGE_LAYERS:
            return IMAGE_AXES
        found = re.search(r"(\d)D", self.layer)
        axes = int(found[1]) if found else 0
        return axes + 1 if self.layer.startswith("ConvLSTM") else axes  # and time

    def but(self, changes: Mapping[str, Any]) -> "Layer":
        """The same layer with changed arguments."""
        place = {"inputs": self.inputs, "name": self.name}
        return Layer(self.layer, **(place | self.arguments() | dict(changes)))

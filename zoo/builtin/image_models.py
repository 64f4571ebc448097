"""Known models for images."""

from zoo import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Head,
    MaxPooling2D,
    ModelSpec,
    Residual,
)

CONV_2 = ModelSpec(
    summary="Images: two convolutions of 32 and 64 filters, ReLU, dropout",
    layers=(
        Conv2D(32, 3, padding="same", activation="relu"),
        MaxPooling2D(2),
        Conv2D(64, 3, padding="same", activation="relu"),
        MaxPooling2D(2),
        Flatten(),
        Dense(100, activation="relu", name="hidden"),
        Dropout(0.4),
        Head(),
    ),
)

LENET_5 = ModelSpec(
    summary="Images: LeNet-5, two convolutions with average pooling, tanh",
    layers=(
        Conv2D(6, 5, padding="same", activation="tanh", name="c1"),
        AveragePooling2D(2, name="s2"),
        Conv2D(16, 5, activation="tanh", name="c3"),
        AveragePooling2D(2, name="s4"),
        Flatten(),
        Dense(120, activation="tanh", name="c5"),
        Dense(84, activation="tanh", name="f6"),
        Head(),
    ),
)
"""LeCun, Bottou, Bengio and Haffner: Gradient-Based Learning Applied to Document Recognition, 1998.

In its usual present-day form: "same" padding in place of the paper's border of two pixels, a second
convolution over all channels, average pooling without weights, and a softmax output. It needs images of at
least 12×12.
"""


def _convolution(filters: int, size: int, name: str, strides: int = 1) -> Conv2D:
    """A convolution with the initial values and the penalty of resnet-8."""
    return Conv2D(
        filters,
        size,
        strides=strides,
        padding="same",
        kernel_initializer="he_normal",
        kernel_regularizer={"type": "L2", "l2": 1e-4},
        name=name,
    )


def _stage(filters: int, name: str) -> Residual:
    """Two convolutions, beside a projection to half the size where there are more filters than before."""
    strides = 1 if filters == 16 else 2  # noqa: PLR2004 - as many filters as before the first stage
    return Residual(
        (
            _convolution(filters, 3, "conv1", strides),
            BatchNormalization(name="bn1"),
            Activation("relu", name="relu"),
            _convolution(filters, 3, "conv2"),
            BatchNormalization(name="bn2"),
        ),
        shortcut="identity" if strides == 1 else (_convolution(filters, 1, "projection", strides),),
        activation="relu",
        name=name,
    )


RESNET_8 = ModelSpec(
    summary="Images: ResNet-8 of MLPerf Tiny, three stages",
    input_shape=(32, 32, 3),
    layers=(
        _convolution(16, 3, "conv"),
        BatchNormalization(name="bn"),
        Activation("relu", name="relu"),
        _stage(16, "stage1"),
        _stage(32, "stage2"),
        _stage(64, "stage3"),
        GlobalAveragePooling2D(name="pool"),
        Head(),
    ),
)
"""That of MLPerf Tiny for images of 32×32: https://github.com/mlcommons/tiny (image classification)."""

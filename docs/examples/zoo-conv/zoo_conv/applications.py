"""Two models from Keras Applications, with untrained weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo import Head, ModelSpec, Task

if TYPE_CHECKING:
    from collections.abc import Callable

    import keras

PHOTO = (224, 224, 3)


def mobilenet_v2(input_shape: tuple[int, ...], task: Task) -> keras.Model:
    """Build MobileNetV2 for an input shape and a task; Kerazoo calls this function."""
    import keras  # imported here, so that listing models does not import Keras

    return _fitted(keras.applications.MobileNetV2, input_shape, task)


def resnet_50(input_shape: tuple[int, ...], task: Task) -> keras.Model:
    """Build ResNet50 for an input shape and a task."""
    import keras

    return _fitted(keras.applications.ResNet50, input_shape, task)


def _fitted(application: Callable[..., keras.Model], input_shape: tuple[int, ...], task: Task) -> keras.Model:
    """Build the application with the last layer that a head would have for the task.

    Keras's argument `classes` is the number of units: one sigmoid unit for two classes, linear units for a regression.
    """
    if len(input_shape) != len(PHOTO):
        msg = f"wanted images with channels, for example {PHOTO}, not {input_shape}"
        raise ValueError(msg)
    head = Head().fit(task)
    return application(
        weights=None,
        input_shape=input_shape,
        classes=head.units,
        classifier_activation=head.activation,
    )


MOBILENET_V2 = ModelSpec(
    summary="MobileNetV2 from Keras Applications, untrained", builder=mobilenet_v2, input_shape=PHOTO
)
RESNET_50 = ModelSpec(
    summary="ResNet50 from Keras Applications, untrained", builder=resnet_50, input_shape=PHOTO
)

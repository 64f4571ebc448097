"""Two models of Keras Applications, with weights still to be trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo import Head, ModelSpec, Task

if TYPE_CHECKING:
    from collections.abc import Callable

    import keras

PHOTO = (224, 224, 3)


def mobilenet_v2(input_shape: tuple[int, ...], task: Task) -> keras.Model:
    """MobileNetV2; Kerazoo calls this with the shape of the data and what is to be answered."""
    import keras  # only here, so that showing other models stays free of it

    return _fitted(keras.applications.MobileNetV2, input_shape, task)


def resnet_50(input_shape: tuple[int, ...], task: Task) -> keras.Model:
    """ResNet50, likewise."""
    import keras

    return _fitted(keras.applications.ResNet50, input_shape, task)


def _fitted(application: Callable[..., keras.Model], input_shape: tuple[int, ...], task: Task) -> keras.Model:
    """The application, its last layer as a head wants it.

    Two classes are one sigmoid unit, and a regression is linear: Keras's `classes` are the units,
    whatever they stand for.
    """
    if len(input_shape) != len(PHOTO):
        msg = f"wanted images with channels, as {PHOTO}, not {input_shape}"
        raise ValueError(msg)
    answer = Head().fit(task)
    return application(
        weights=None,
        input_shape=input_shape,
        classes=answer.units,
        classifier_activation=answer.activation,
    )


MOBILENET_V2 = ModelSpec(
    summary="MobileNetV2 of Keras Applications, untrained", builder=mobilenet_v2, input_shape=PHOTO
)
RESNET_50 = ModelSpec(
    summary="ResNet50 of Keras Applications, untrained", builder=resnet_50, input_shape=PHOTO
)

"""The models equal those of Keras Applications."""

from typing import Any

import numpy as np
import pytest

import zoo

SHAPE = (32, 32, 3)
MODELS = {
    "resnet-50": ("ResNet50", {}, {}),
    "resnet-101": ("ResNet101", {}, {}),
    "vgg-16": ("VGG16", {}, {}),
    "mobilenet-v2": ("MobileNetV2", {}, {}),
    "mobilenet-v2 of half the width": ("MobileNetV2", {"alpha": 0.5}, {"width": 0.5}),
    "densenet-121": ("DenseNet121", {}, {}),
}
TASKS = [
    (zoo.Task("classification", 10), 10, "softmax"),
    (zoo.Task("classification", 2), 1, "sigmoid"),
    (zoo.Task("regression", 3), 3, "linear"),
]


@pytest.mark.parametrize("name", MODELS)
def test_outputs_with_the_same_weights(name: str) -> None:
    """With random weights put over, in the same order; also the output of the layer before the last."""
    import keras

    application, arguments, settings = MODELS[name]
    theirs: Any = getattr(keras.applications, application)(
        weights=None, input_shape=SHAPE, classes=10, **arguments
    )
    task = zoo.Task("classification", 10)
    ours = zoo.build(f"zoo-conv:{name.partition(' ')[0]}", SHAPE, task=task, settings=settings)
    random = np.random.default_rng(0)
    # Vectors are biases and statistics, of which most are 0 in a new model.
    weights = [each + random.uniform(0, 0.1, each.shape) * (each.ndim == 1) for each in theirs.get_weights()]
    theirs.set_weights(weights)
    ours.set_weights(weights)
    x = random.random((2, *SHAPE), "float32")
    for place in (-1, -2):
        found, expected = (keras.Model(each.inputs, each.layers[place].output)(x) for each in (ours, theirs))
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5 * np.abs(expected).max())


@pytest.mark.parametrize(("task", "units", "activation"), TASKS)
def test_last_layer_depends_on_the_task(task: zoo.Task, units: int, activation: str) -> None:
    """Units and activation are those of a head."""
    built = zoo.build("zoo-conv:mobilenet-v2", SHAPE, task=task)
    assert built.output_shape == (None, units)
    assert built.layers[-1].activation.__name__ == activation


def test_vision_transformer_of_small_images() -> None:
    """The size of images and patches is set; other images are refused."""
    small = {"size": 28, "patch": 7, "width": 8, "depth": 2, "heads": 2}
    assert zoo.build("zoo-conv:vit-tiny", (28, 28), settings=small).output_shape == (None, 10)
    with pytest.raises(zoo.ZooError, match="positions"):
        zoo.build("zoo-conv:vit-tiny", (21, 21), settings=small)

"""The last layer of the models from Keras Applications depends on the task."""

import pytest

import zoo

TASKS = [
    (zoo.Task("classification", 10), 10, "softmax"),
    (zoo.Task("classification", 2), 1, "sigmoid"),
    (zoo.Task("regression", 1), 1, "linear"),
    (zoo.Task("regression", 3), 3, "linear"),
]


@pytest.mark.parametrize("name", ["mobilenet-v2", "resnet-50"])
@pytest.mark.parametrize(("task", "units", "activation"), TASKS)
def test_last_layer_depends_on_the_task(name: str, task: zoo.Task, units: int, activation: str) -> None:
    """Units and activation are those of a head."""
    built = zoo.build(f"zoo-conv:{name}", (32, 32, 3), task=task)
    assert built.output_shape == (None, units)
    assert built.layers[-1].activation.__name__ == activation


def test_shape_without_channels_is_refused() -> None:
    """Images without a channel axis are an error."""
    with pytest.raises(zoo.ZooError, match=r"wanted images with channels, .* not \(28, 28\)"):
        zoo.build("zoo-conv:mobilenet-v2", (28, 28))

"""The models of Keras Applications end as their task wants."""

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
def test_last_layer_is_what_the_task_wants(name: str, task: zoo.Task, units: int, activation: str) -> None:
    """Units and activation are a head's."""
    built = zoo.build(f"zoo-conv:{name}", (32, 32, 3), task=task)
    assert built.output_shape == (None, units)
    assert built.layers[-1].activation.__name__ == activation


def test_shape_without_channels_is_refused_in_one_sentence() -> None:
    """A dataset of grey images without channels does not fit."""
    with pytest.raises(zoo.ZooError, match=r"wanted images with channels, .* not \(28, 28\)"):
        zoo.build("zoo-conv:mobilenet-v2", (28, 28))

"""The optimizer that keeps the gradients."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from zoo.training.gradient_recorder import GradientRecorder


def recorded(layer: keras.layers.Layer, *batches: list[list[float]]) -> tuple[keras.Model, list[list[float]]]:
    """A model of one layer, and the gradient of the mean of its output after each batch."""
    model = keras.Sequential([keras.Input((len(batches[0][0]),)), layer])
    recorder = GradientRecorder()
    recorder.build(model.trainable_variables)
    model.compile(recorder, loss=lambda _, found: keras.ops.mean(found))
    gradients = []
    for batch in batches:
        model.train_on_batch(np.array(batch), np.zeros(1))
        gradients.append(keras.ops.convert_to_numpy(recorder.gradients[0]).ravel().tolist())
    return model, gradients


def test_the_gradients_of_a_repeated_token_are_added_up() -> None:
    """A token that is in the batch before has a gradient of 0 in the next one without it."""
    _, found = recorded(keras.layers.Embedding(3, 1), [[0, 0, 2]], [[1, 1, 1]])
    assert [pytest.approx(row) for row in ([2 / 3, 0, 1 / 3], [0, 1, 0])] == found


def test_a_constraint_does_not_change_the_weights() -> None:
    """Keras applies it after each step of an optimizer."""
    layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="ones", kernel_constraint="unit_norm")
    model, found = recorded(layer, [[2, 4]], [[6, 8]])
    assert found == [[2, 4], [6, 8]]
    assert model.get_weights()[0].ravel().tolist() == [1, 1]

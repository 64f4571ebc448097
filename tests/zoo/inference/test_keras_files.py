"""Evaluate `.keras` files of other programs on datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras
import numpy as np
import pytest

import zoo
from zoo.catalog.resolve import named
from zoo.data.prepare import prepare_data
from zoo.errors import UsageError
from zoo.inference.open import source_of

if TYPE_CHECKING:
    from pathlib import Path

L = keras.layers


@pytest.mark.long
@pytest.mark.parametrize("activation", ["softmax", None])
def test_two_outputs_for_two_classes_are_probabilities(tmp_path: Path, activation: str | None) -> None:
    """As many models have them; without an activation they are logits."""
    model = keras.Sequential([keras.Input((30,)), L.Rescaling(1e-3), L.Dense(2, activation)])
    model.save(tmp_path / "two.keras")
    _, data = prepare_data(named("dataset", "breast-cancer"), is_scaled=False)
    test = data.parts.test
    right = model.predict(data.x[test], verbose=0).argmax(axis=1) == data.y[test]
    found = zoo.evaluate(tmp_path / "two.keras", dataset="breast-cancer")
    assert found.metrics["accuracy"] == pytest.approx(np.mean(right))


@pytest.mark.long
def test_an_axis_of_one_channel_is_added(tmp_path: Path) -> None:
    """The images of the dataset have none."""
    model = keras.Sequential([keras.Input((8, 8, 1)), L.Conv2D(2, 3), L.Flatten(), L.Dense(10, "softmax")])
    model.save(tmp_path / "channel.keras")
    _, data = prepare_data(named("dataset", "digits"), is_scaled=False)
    test = data.parts.test
    right = model.predict(data.x[test][..., None], verbose=0).argmax(axis=1) == data.y[test]
    found = zoo.evaluate(tmp_path / "channel.keras", dataset="digits")
    assert found.metrics["accuracy"] == pytest.approx(np.mean(right))


def test_weights_alone_are_told_from_a_model() -> None:
    """Keras can't load them without the model, so its loader is not suggested."""
    with pytest.raises(UsageError) as refused:
        source_of("a.weights.h5", "runs")
    what = "a.weights.h5 has weights without a model"
    assert str(refused.value) == f"{what}; wanted a .keras file, as model.save(path) of Keras writes it"


def test_a_model_of_keras_2_is_told_as_what_it_is(tmp_path: Path) -> None:
    """Whether or not there is a folder of runs."""
    with pytest.raises(UsageError, match=r"is an HDF5 file, the format of Keras 2; in Python, keras\.saving"):
        zoo.evaluate(tmp_path / "model.h5", dataset="iris")

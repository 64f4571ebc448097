"""Load an untrusted file; its weights are read in a process with a memory limit."""

from __future__ import annotations

import json
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import h5py
import keras
import numpy as np
import pytest

from zoo.errors import ZooError
from zoo.training import keras_file
from zoo.training.keras_file import of_file, rebuilt
from zoo.untrusted import NotLoaded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A saved Keras model with noise layers and seeds."""
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((4, 4)),
            layers.Flatten(),
            layers.Dense(50, "relu"),
            layers.Dropout(0.3),
            layers.Dense(3),
        ]
    )
    path = tmp_path / "model.keras"
    model.save(path)
    return path


def changed(
    path: Path, change: Callable[[dict[str, Any]], None] = lambda _: None, weights: Any = None
) -> None:
    """Rewrite a file with another description or other weights."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(members["config.json"])
    change(config)
    members["config.json"] = json.dumps(config).encode()
    if weights is not None:
        target = path.with_name("weights.h5")
        target.write_bytes(members["model.weights.h5"])
        with h5py.File(target, "a") as content:
            weights(content)
        members["model.weights.h5"] = target.read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@pytest.mark.long
def test_model_is_that_of_the_file(file: Path) -> None:
    """Its outputs are those of the model loaded by Keras."""
    x = np.random.default_rng(0).normal(size=(5, 4, 4)).astype(np.float32)
    trained = of_file(file, "tensorflow")
    wanted = keras.saving.load_model(file, compile=False).predict(x, verbose=0)
    assert np.array_equal(trained.predict(trained.scaled(x)), wanted)
    assert (trained.title, trained.input_shape, trained.task.outputs) == ("model.keras", (4, 4), 3)


def _nan(weights: h5py.File) -> None:
    weights["layers/dense/vars/0"][0, 0] = np.nan


def _fewer(weights: h5py.File) -> None:
    del weights["layers/dense/vars/1"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (_nan, "its weights have /layers/dense/vars/0, which is not finite: nan"),
        (_fewer, "its weights do not match its layers"),
    ],
)
def test_invalid_weights_are_refused(file: Path, weights: Callable, said: str) -> None:
    """The message is that of the other process."""
    changed(file, weights=weights)
    with pytest.raises(NotLoaded, match=f"model.keras was not loaded: {said}"):
        of_file(file, "tensorflow")


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the limit")
def test_memory_is_limited(file: Path) -> None:
    """A model that needs terabytes ends the other process, not this one."""

    def grow(config: dict[str, Any]) -> None:
        dense = config["config"]["layers"][2]
        wide = json.loads(json.dumps(dense))
        wide["config"] |= {"name": "wide"}
        for each in (dense, wide):
            each["config"]["units"] = 15_000
            each["build_config"] = {"input_shape": [None, 15_000]}
        config["config"]["layers"][3:3] = [wide]

    changed(file, grow)
    with pytest.raises(NotLoaded, match=r"model.keras was not loaded: .*memory"):
        of_file(file, "tensorflow")


def test_settings_that_keras_does_not_take_are_refused(file: Path) -> None:
    """The message has one line of Keras's message."""
    with zipfile.ZipFile(file) as archive:
        config = json.loads(archive.read("config.json"))
    config["config"]["layers"][2]["config"]["padding"] = "same"
    with pytest.raises(ZooError, match=r"Keras can't build it: .*padding"):
        rebuilt(config)


def test_model_without_a_fixed_shape_is_refused() -> None:
    """The shape of examples must be known."""
    model = keras.Sequential([keras.Input((None, 3)), keras.layers.Dense(2)])
    with pytest.raises(ZooError, match="wanted one input, and a row of numbers"):
        rebuilt(keras.saving.serialize_keras_object(model))


@pytest.mark.long
def test_layers_compute_what_follows_from_their_variables(tmp_path: Path) -> None:
    """An adapted Normalization scales by a deviation that is no variable."""
    x = np.array([[1, 50], [2, 950], [3, 100]], np.float32)
    scaled = keras.layers.Normalization()
    scaled.adapt(x)
    path = tmp_path / "norm.keras"
    keras.Sequential([keras.Input((2,)), scaled, keras.layers.Dense(1)]).save(path)
    trained = of_file(path, "tensorflow")
    wanted = keras.saving.load_model(path, compile=False).predict(x, verbose=0)
    assert np.array_equal(trained.predict(x), wanted)


def test_a_description_can_be_built_twice() -> None:
    """Keras takes the layer out of a wrapper's description."""
    model = keras.Sequential(
        [keras.Input((3, 4)), keras.layers.TimeDistributed(keras.layers.Dense(2)), keras.layers.Flatten()]
    )
    description = keras.saving.serialize_keras_object(model)
    assert [rebuilt(description).count_params() for _ in range(2)] == [10, 10]


def test_several_inputs_are_named() -> None:
    """Predictions are made of one."""
    inputs = [keras.Input((3,)), keras.Input((3,))]
    description = keras.saving.serialize_keras_object(keras.Model(inputs, keras.layers.Add()(inputs)))
    with pytest.raises(ZooError, match=r"^it has 2 inputs; wanted one input and one output$"):
        rebuilt(description)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "it needs too much memory: one example becomes 9 values in its layers"),
        (ValueError("no"), "Keras can't run it: ValueError: no"),
    ],
)
def test_a_model_that_fails_on_its_first_examples_is_refused(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    """The process that reads it answers, and does not end without a reason."""

    def failing(*_: Any, **__: Any) -> None:
        raise error

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(5)])
    monkeypatch.setattr(keras_file, "rebuilt", lambda _: failing)
    monkeypatch.setattr(keras_file, "put_into", lambda *_: None)
    with pytest.raises(ZooError) as refused:
        keras_file._check_same(model, {}, ())
    assert str(refused.value) == said

"""Write a trained model in another format with Keras's exporters."""

from __future__ import annotations

import warnings
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from zoo.errors import ZooError
from zoo.training import limits

if TYPE_CHECKING:
    from pathlib import Path

    import keras

    from zoo.training.restore import Trained

KERAS_NAMES = {"saved-model": "tf_saved_model", "onnx": "onnx", "litert": "litert", "torch": "torch"}


def write(trained: Trained, name: str, path: Path, dtype: str | None) -> None:
    """Write a model in the format of this name.

    `dtype` is that of the dataset's examples, which the written model then scales itself; None if it
    takes scaled examples. Raises ZooError if Keras can't write it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the exporters' warnings are for their developers
            _write(exported_model(trained, dtype), name, path)
    except Exception as error:
        cause = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        raise ZooError(f"Keras can't write {trained.title} as {name}: {cause}") from error


def outputs(trained: Trained, x: np.ndarray, *, is_scaled: bool) -> np.ndarray:
    """The expected outputs of the written model for examples of the dataset, as float64.

    They are the model's outputs; if the scaling is included, those of a regression are in the units
    of the target.
    """
    found = limits.predicted(trained.model, trained.scaled(x)).astype(np.float64)
    if not is_scaled or not trained.scaling.target_mean:
        return found
    return found * trained.scaling.target_scale + np.array(trained.scaling.target_mean)


def outputs_with_weights(trained: Trained, path: Path, scaled: np.ndarray) -> np.ndarray:
    """The outputs of a model with the weights of a file, after its own weights are set to zero."""
    for weight in trained.model.weights:
        weight.assign(np.zeros(weight.shape, weight.dtype))
    trained.model.load_weights(path)
    return limits.predicted(trained.model, scaled)


def exported_model(trained: Trained, dtype: str | None) -> keras.Model:
    """The model that is written: one that scales examples of this dtype itself, or the model as it is."""
    return trained.model if dtype is None else with_scaling(trained, dtype)


def with_scaling(trained: Trained, dtype: str) -> keras.Model:
    """A model that takes unscaled examples of the dataset, and returns targets in their own units.

    Rows are centred before they are divided, as in training: the other order would lose the digits of
    values that vary little around a large mean.
    """
    import keras

    scaling, layers = trained.scaling, keras.layers
    inputs = scaled = keras.Input(trained.input_shape, dtype=dtype, name="input")
    if scaling.tokens:
        scaled = inputs
    elif scaling.mean:
        features = len(scaling.mean)
        shape = trained.input_shape if features == prod(trained.input_shape) else (features,)
        mean, scale = (np.reshape(numbers, shape) for numbers in (scaling.mean, scaling.scale))
        scaled = layers.Rescaling(1.0, offset=(-mean).tolist(), name="centre")(scaled)
        scaled = layers.Rescaling((1 / scale).tolist(), name="scale")(scaled)
    else:
        scaled = layers.Rescaling(scaling.factor, name="scale")(scaled)
    answer = trained.model(scaled)
    if scaling.target_mean:
        target = {"scale": scaling.target_scale, "offset": list(scaling.target_mean)}
        answer = layers.Rescaling(**target, name="units")(answer)
    return keras.Model(inputs, answer, name=f"{trained.model.name}-scaled")


def _write(model: keras.Model, name: str, path: Path) -> None:
    import keras

    if name == "keras":
        _without_optimizer(model)
        model.save(path)
    elif name == "weights":
        model.save_weights(path)
    elif name == "openvino":
        path.mkdir()
        model.export(str(path / "model.xml"), format=name, verbose=False)
    elif name == "torch":
        import torch

        batch = {0: torch.export.Dim("batch", min=1)}
        model.export(str(path), format=name, verbose=False, dynamic_shapes=batch)
    else:
        signature = [keras.InputSpec(shape=model.input_shape, dtype=model.inputs[0].dtype, name="input")]
        kept = {"input_signature": signature} if name != "litert" else {}
        model.export(str(path), format=KERAS_NAMES[name], verbose=False, **kept)


def _without_optimizer(model: keras.Model) -> None:
    """Leave out how a model, and one inside it, was compiled.

    A run keeps the weights of its best epoch, but not the state of the optimizer at that epoch. With the
    settings of an optimizer and without its state, Keras warns when the file is loaded.
    """
    import keras

    for each in (model, *model.layers):
        if isinstance(each, keras.Model):
            each.compiled, each.optimizer = False, None

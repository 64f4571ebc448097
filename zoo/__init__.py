"""Keras models by name: list them, train them, and prove what they did.

Importing this package imports next to nothing: each name is imported when it is first used. What is
trained and built is so by names::

    import zoo

    zoo.list_models("relu-*")
    zoo.show("relu-dropout")
    zoo.build("relu-dropout", input_shape=(28, 28), classes=10)  # a keras.Model
    zoo.train("relu-dropout", optimizer="rmsprop")  # a RunRecord

What is published under a name is declared with the values below::

    TINY = zoo.ModelSpec(
        summary="One small hidden layer",
        layers=(zoo.Flatten(), zoo.Dense(16, activation="relu"), zoo.Head()),
    )
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from registry import AmbiguousName, LoadFailed, RegistryError, UnknownName
    from zoo import optimizer
    from zoo.again import replay, resume
    from zoo.comparison import Comparison, compare
    from zoo.dataset import DatasetSpec, Loaded, Split, Task
    from zoo.description import show
    from zoo.drawing.curves import draw_curves
    from zoo.errors import (
        BackendError,
        DatasetError,
        DatasetNotFound,
        DeclarationError,
        Mistake,
        SettingError,
        ZooError,
    )
    from zoo.evaluation import ClassFigures, Evaluation, TargetFigures, evaluate
    from zoo.kept import read_run
    from zoo.layers import (
        Activation,
        AveragePooling2D,
        BatchNormalization,
        Conv2D,
        Dense,
        DepthwiseConv2D,
        Dropout,
        Flatten,
        GaussianNoise,
        GlobalAveragePooling2D,
        Head,
        Layer,
        LayerNormalization,
        MaxPooling2D,
        Rescaling,
        Reshape,
    )
    from zoo.listing import list_datasets, list_models, list_optimizers
    from zoo.names import build, train
    from zoo.optimizer import OptimizerPreset
    from zoo.prediction import Predictions, predict
    from zoo.run import Interrupted, RunRecord, TrainingFailed
    from zoo.spec import ModelSpec

__version__ = "0.1.0"

__all__ = [
    "Activation",
    "AmbiguousName",
    "AveragePooling2D",
    "BackendError",
    "BatchNormalization",
    "ClassFigures",
    "Comparison",
    "Conv2D",
    "DatasetError",
    "DatasetNotFound",
    "DatasetSpec",
    "DeclarationError",
    "Dense",
    "DepthwiseConv2D",
    "Dropout",
    "Evaluation",
    "Flatten",
    "GaussianNoise",
    "GlobalAveragePooling2D",
    "Head",
    "Interrupted",
    "Layer",
    "LayerNormalization",
    "LoadFailed",
    "Loaded",
    "MaxPooling2D",
    "Mistake",
    "ModelSpec",
    "OptimizerPreset",
    "Predictions",
    "RegistryError",
    "Rescaling",
    "Reshape",
    "RunRecord",
    "SettingError",
    "Split",
    "TargetFigures",
    "Task",
    "TrainingFailed",
    "UnknownName",
    "ZooError",
    "build",
    "compare",
    "draw_curves",
    "evaluate",
    "list_datasets",
    "list_models",
    "list_optimizers",
    "optimizer",
    "predict",
    "read_run",
    "replay",
    "resume",
    "show",
    "train",
]

_PLACES = {
    "registry": "AmbiguousName LoadFailed RegistryError UnknownName",
    "zoo.comparison": "Comparison compare",
    "zoo.dataset": "DatasetSpec Loaded Split Task",
    "zoo.description": "show",
    "zoo.drawing.curves": "draw_curves",
    "zoo.errors": (
        "BackendError DatasetError DatasetNotFound DeclarationError Mistake SettingError ZooError"
    ),
    "zoo.evaluation": "ClassFigures Evaluation TargetFigures evaluate",
    "zoo.kept": "read_run",
    "zoo.layers": (
        "Activation AveragePooling2D BatchNormalization Conv2D Dense DepthwiseConv2D Dropout Flatten "
        "GaussianNoise GlobalAveragePooling2D Head Layer LayerNormalization MaxPooling2D Rescaling Reshape"
    ),
    "zoo.listing": "list_datasets list_models list_optimizers",
    "zoo.again": "replay resume",
    "zoo.names": "build train",
    "zoo.optimizer": "OptimizerPreset",
    "zoo.prediction": "Predictions predict",
    "zoo.run": "Interrupted RunRecord TrainingFailed",
    "zoo.spec": "ModelSpec",
}
_PLACE = {name: module for module, names in _PLACES.items() for name in names.split()}
"""Where each name is from."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module has
    if name == "optimizer":
        return importlib.import_module("zoo.optimizer")
    if name not in _PLACE:
        msg = f"module 'zoo' has no attribute {name!r}"
        raise AttributeError(msg)
    found = globals()[name] = getattr(importlib.import_module(_PLACE[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

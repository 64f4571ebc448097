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
    from zoo.api.build import build
    from zoo.api.list import list_datasets, list_models, list_optimizers
    from zoo.api.replay import replay
    from zoo.api.resume import resume
    from zoo.api.show import show
    from zoo.api.train import train
    from zoo.comparison import Comparison, compare
    from zoo.drawing.curves import draw_curves
    from zoo.errors import (
        BackendError,
        DatasetError,
        DatasetNotFound,
        DeclarationError,
        SettingError,
        UsageError,
        ZooError,
    )
    from zoo.inference.evaluate import evaluate
    from zoo.inference.figures import ClassFigures, Evaluation, TargetFigures
    from zoo.inference.predict import predict
    from zoo.inference.predictions import Predictions
    from zoo.runs import Interrupted, RunRecord, TrainingFailed
    from zoo.runs.kept import read_run
    from zoo.specs import optimizer
    from zoo.specs.dataset import DatasetSpec, Loaded, Split
    from zoo.specs.layers import (
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
    from zoo.specs.model import ModelSpec
    from zoo.specs.optimizer import OptimizerPreset
    from zoo.specs.task import Task

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
    "UsageError",
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
    "zoo.api.build": "build",
    "zoo.api.list": "list_datasets list_models list_optimizers",
    "zoo.api.replay": "replay",
    "zoo.api.resume": "resume",
    "zoo.api.show": "show",
    "zoo.api.train": "train",
    "zoo.comparison": "Comparison compare",
    "zoo.drawing.curves": "draw_curves",
    "zoo.errors": (
        "BackendError DatasetError DatasetNotFound DeclarationError UsageError SettingError ZooError"
    ),
    "zoo.inference.evaluate": "evaluate",
    "zoo.inference.figures": "ClassFigures Evaluation TargetFigures",
    "zoo.inference.predict": "predict",
    "zoo.inference.predictions": "Predictions",
    "zoo.runs": "Interrupted RunRecord TrainingFailed",
    "zoo.runs.kept": "read_run",
    "zoo.specs.dataset": "DatasetSpec Loaded Split",
    "zoo.specs.layers": (
        "Activation AveragePooling2D BatchNormalization Conv2D Dense DepthwiseConv2D Dropout Flatten "
        "GaussianNoise GlobalAveragePooling2D Head Layer LayerNormalization MaxPooling2D Rescaling Reshape"
    ),
    "zoo.specs.model": "ModelSpec",
    "zoo.specs.optimizer": "OptimizerPreset",
    "zoo.specs.task": "Task",
}
_PLACE = {name: module for module, names in _PLACES.items() for name in names.split()}
"""Where each name is from."""


def __getattr__(name: str) -> Any:
    if name == "optimizer":
        return importlib.import_module("zoo.specs.optimizer")
    if name not in _PLACE:
        msg = f"module 'zoo' has no attribute {name!r}"
        raise AttributeError(msg)
    found = globals()[name] = getattr(importlib.import_module(_PLACE[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

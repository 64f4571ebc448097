"""A model zoo for Keras: train models by name, with reproducible runs.

Importing this package imports neither Keras nor NumPy: each name is imported at its first use.
Models, optimizers and datasets are used by their registered names::

    import zoo

    zoo.list_models("relu-*")
    zoo.show("relu-dropout")
    record = zoo.train("relu-dropout", optimizer="rmsprop")
    zoo.evaluate(record)
    model = zoo.load(record)  # a keras.Model

A model to be registered is declared with the classes below::

    TINY = zoo.ModelSpec(
        summary="One small hidden layer",
        layers=(zoo.Flatten(), zoo.Dense(16, activation="relu"), zoo.Head()),
    )
"""

from __future__ import annotations

import importlib
from types import FunctionType
from typing import TYPE_CHECKING, Any

from zoo.specs import layers
from zoo.system import fork as _fork  # noqa: F401 - it notes a fork after TensorFlow was imported

if TYPE_CHECKING:
    from zoo.api.audit import Audit, audit
    from zoo.api.build import build
    from zoo.api.compare import compare
    from zoo.api.described import Described
    from zoo.api.draw_curves import draw_curves
    from zoo.api.gradients import Gradients, gradients
    from zoo.api.list import list_datasets, list_models, list_optimizers, list_weights
    from zoo.api.list_runs import list_runs
    from zoo.api.load import load
    from zoo.api.load_dataset import load_dataset
    from zoo.api.range_test import RangeTest, range_test
    from zoo.api.replay import Replay, replay
    from zoo.api.resume import resume
    from zoo.api.show import show
    from zoo.api.sweep import sweep
    from zoo.api.train import train
    from zoo.cards.card import Card, card
    from zoo.cards.compare import Stale, check_card
    from zoo.comparison import Comparison
    from zoo.comparison.baselines import Baselines
    from zoo.comparison.fit_baselines import baseline
    from zoo.data.loaded_dataset import LoadedDataset
    from zoo.errors import (
        BackendError,
        DatasetError,
        DatasetNotFound,
        DeclarationError,
        SettingError,
        UnknownName,
        UsageError,
        ZooError,
    )
    from zoo.inference.average import WeightAverage, average
    from zoo.inference.evaluate import evaluate
    from zoo.inference.evaluation import Evaluation
    from zoo.inference.export import export
    from zoo.inference.exported import Exported
    from zoo.inference.figures import ClassFigures, TargetFigures
    from zoo.inference.predict import predict
    from zoo.inference.predictions import Predictions
    from zoo.registry import AmbiguousName, LoadFailed, RegistryError
    from zoo.reports.report import report
    from zoo.runs import Interrupted, RunRecord, TrainingFailed
    from zoo.runs.find import RunLike
    from zoo.runs.kept import read_run
    from zoo.runs.listing import ListedRun
    from zoo.scaffold.publish import PublishedWeights, publish
    from zoo.specs import optimizer
    from zoo.specs.dataset import DatasetSpec, Loaded, Split
    from zoo.specs.dataset_like import DatasetLike
    from zoo.specs.layers import (
        ELU,
        GRU,
        LSTM,
        Activation,
        ActivityRegularization,
        AdaptiveAveragePooling1D,
        AdaptiveAveragePooling2D,
        AdaptiveAveragePooling3D,
        AdaptiveMaxPooling1D,
        AdaptiveMaxPooling2D,
        AdaptiveMaxPooling3D,
        Add,
        AdditiveAttention,
        AlphaDropout,
        Attention,
        AutoContrast,
        Average,
        AveragePooling1D,
        AveragePooling2D,
        AveragePooling3D,
        BatchNormalization,
        Bidirectional,
        Block,
        CategoryEncoding,
        CenterCrop,
        Concatenate,
        ContrastLimitedAdaptiveHistogramEqualization,
        Conv1D,
        Conv1DTranspose,
        Conv2D,
        Conv2DTranspose,
        Conv3D,
        Conv3DTranspose,
        ConvLSTM1D,
        ConvLSTM2D,
        ConvLSTM3D,
        Cropping1D,
        Cropping2D,
        Cropping3D,
        Dense,
        DepthwiseConv1D,
        DepthwiseConv2D,
        Discretization,
        Dot,
        Dropout,
        EinsumDense,
        Embedding,
        Flatten,
        GaussianDropout,
        GaussianNoise,
        GlobalAveragePooling1D,
        GlobalAveragePooling2D,
        GlobalAveragePooling3D,
        GlobalMaxPooling1D,
        GlobalMaxPooling2D,
        GlobalMaxPooling3D,
        GroupNormalization,
        GroupQueryAttention,
        Head,
        Identity,
        Layer,
        LayerNormalization,
        LeakyReLU,
        Masking,
        Maximum,
        MaxPooling1D,
        MaxPooling2D,
        MaxPooling3D,
        Minimum,
        MultiHeadAttention,
        Multiply,
        Normalization,
        Permute,
        PReLU,
        ReLU,
        RepeatVector,
        Rescaling,
        Reshape,
        Residual,
        Resizing,
        RMSNormalization,
        SeparableConv1D,
        SeparableConv2D,
        SimpleRNN,
        Softmax,
        SpatialDropout1D,
        SpatialDropout2D,
        SpatialDropout3D,
        SpectralNormalization,
        STFTSpectrogram,
        Subtract,
        TimeDistributed,
        UnitNormalization,
        UpSampling1D,
        UpSampling2D,
        UpSampling3D,
        ZeroPadding1D,
        ZeroPadding2D,
        ZeroPadding3D,
    )
    from zoo.specs.layers.base import Trace, WrongShape
    from zoo.specs.layers.own import OwnLayer
    from zoo.specs.metrics import MetricSpec
    from zoo.specs.model import ModelSpec
    from zoo.specs.optimizer import OptimizerPreset
    from zoo.specs.own_loss import LossSpec
    from zoo.specs.task import Task
    from zoo.specs.weights import WeightsSpec
    from zoo.sweeps.ranking import Ranking
    from zoo.sweeps.result import SweepResult
    from zoo.system.download import cache_folder, download

__version__ = "0.1.0"

__all__ = [
    "ELU",
    "GRU",
    "LSTM",
    "Activation",
    "ActivityRegularization",
    "AdaptiveAveragePooling1D",
    "AdaptiveAveragePooling2D",
    "AdaptiveAveragePooling3D",
    "AdaptiveMaxPooling1D",
    "AdaptiveMaxPooling2D",
    "AdaptiveMaxPooling3D",
    "Add",
    "AdditiveAttention",
    "AlphaDropout",
    "AmbiguousName",
    "Attention",
    "Audit",
    "AutoContrast",
    "Average",
    "AveragePooling1D",
    "AveragePooling2D",
    "AveragePooling3D",
    "BackendError",
    "Baselines",
    "BatchNormalization",
    "Bidirectional",
    "Block",
    "Card",
    "CategoryEncoding",
    "CenterCrop",
    "ClassFigures",
    "Comparison",
    "Concatenate",
    "ContrastLimitedAdaptiveHistogramEqualization",
    "Conv1D",
    "Conv1DTranspose",
    "Conv2D",
    "Conv2DTranspose",
    "Conv3D",
    "Conv3DTranspose",
    "ConvLSTM1D",
    "ConvLSTM2D",
    "ConvLSTM3D",
    "Cropping1D",
    "Cropping2D",
    "Cropping3D",
    "DatasetError",
    "DatasetLike",
    "DatasetNotFound",
    "DatasetSpec",
    "DeclarationError",
    "Dense",
    "DepthwiseConv1D",
    "DepthwiseConv2D",
    "Described",
    "Discretization",
    "Dot",
    "Dropout",
    "EinsumDense",
    "Embedding",
    "Evaluation",
    "Exported",
    "Flatten",
    "GaussianDropout",
    "GaussianNoise",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAveragePooling3D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GlobalMaxPooling3D",
    "Gradients",
    "GroupNormalization",
    "GroupQueryAttention",
    "Head",
    "Identity",
    "Interrupted",
    "Layer",
    "LayerNormalization",
    "LeakyReLU",
    "ListedRun",
    "LoadFailed",
    "Loaded",
    "LoadedDataset",
    "LossSpec",
    "Masking",
    "MaxPooling1D",
    "MaxPooling2D",
    "MaxPooling3D",
    "Maximum",
    "MetricSpec",
    "Minimum",
    "ModelSpec",
    "MultiHeadAttention",
    "Multiply",
    "Normalization",
    "OptimizerPreset",
    "OwnLayer",
    "PReLU",
    "Permute",
    "Predictions",
    "PublishedWeights",
    "RMSNormalization",
    "RangeTest",
    "Ranking",
    "ReLU",
    "RegistryError",
    "RepeatVector",
    "Replay",
    "Rescaling",
    "Reshape",
    "Residual",
    "Resizing",
    "RunLike",
    "RunRecord",
    "STFTSpectrogram",
    "SeparableConv1D",
    "SeparableConv2D",
    "SettingError",
    "SimpleRNN",
    "Softmax",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "SpectralNormalization",
    "Split",
    "Stale",
    "Subtract",
    "SweepResult",
    "TargetFigures",
    "Task",
    "TimeDistributed",
    "Trace",
    "TrainingFailed",
    "UnitNormalization",
    "UnknownName",
    "UpSampling1D",
    "UpSampling2D",
    "UpSampling3D",
    "UsageError",
    "WeightAverage",
    "WeightsSpec",
    "WrongShape",
    "ZeroPadding1D",
    "ZeroPadding2D",
    "ZeroPadding3D",
    "ZooError",
    "audit",
    "average",
    "baseline",
    "build",
    "cache_folder",
    "card",
    "check_card",
    "compare",
    "download",
    "draw_curves",
    "evaluate",
    "export",
    "gradients",
    "list_datasets",
    "list_models",
    "list_optimizers",
    "list_runs",
    "list_weights",
    "load",
    "load_dataset",
    "optimizer",
    "predict",
    "publish",
    "range_test",
    "read_run",
    "replay",
    "report",
    "resume",
    "show",
    "sweep",
    "train",
]
__all__.sort()  # Ruff has names in capitals first

_PLACES = {
    "zoo.registry": "AmbiguousName LoadFailed RegistryError",
    "zoo.api.audit": "Audit audit",
    "zoo.api.build": "build",
    "zoo.api.compare": "compare",
    "zoo.api.draw_curves": "draw_curves",
    "zoo.api.gradients": "Gradients gradients",
    "zoo.api.list": "list_datasets list_models list_optimizers list_weights",
    "zoo.api.list_runs": "list_runs",
    "zoo.api.load": "load",
    "zoo.api.load_dataset": "load_dataset",
    "zoo.api.range_test": "RangeTest range_test",
    "zoo.api.replay": "Replay replay",
    "zoo.api.resume": "resume",
    "zoo.api.described": "Described",
    "zoo.api.show": "show",
    "zoo.api.sweep": "sweep",
    "zoo.api.train": "train",
    "zoo.cards.card": "Card card",
    "zoo.cards.compare": "Stale check_card",
    "zoo.comparison": "Comparison",
    "zoo.comparison.baselines": "Baselines",
    "zoo.comparison.fit_baselines": "baseline",
    "zoo.data.loaded_dataset": "LoadedDataset",
    "zoo.errors": (
        "BackendError DatasetError DatasetNotFound DeclarationError SettingError UnknownName UsageError "
        "ZooError"
    ),
    "zoo.inference.average": "WeightAverage average",
    "zoo.inference.evaluate": "evaluate",
    "zoo.inference.export": "export",
    "zoo.inference.exported": "Exported",
    "zoo.inference.evaluation": "Evaluation",
    "zoo.inference.figures": "ClassFigures TargetFigures",
    "zoo.inference.predict": "predict",
    "zoo.inference.predictions": "Predictions",
    "zoo.reports.report": "report",
    "zoo.scaffold.publish": "PublishedWeights publish",
    "zoo.runs": "Interrupted RunRecord TrainingFailed",
    "zoo.runs.find": "RunLike",
    "zoo.runs.kept": "read_run",
    "zoo.runs.listing": "ListedRun",
    "zoo.specs.dataset": "DatasetSpec Loaded Split",
    "zoo.specs.dataset_like": "DatasetLike",
    "zoo.specs.layers.base": "Trace WrongShape",
    "zoo.specs.layers.own": "OwnLayer",
    "zoo.specs.metrics": "MetricSpec",
    "zoo.specs.model": "ModelSpec",
    "zoo.specs.optimizer": "OptimizerPreset",
    "zoo.specs.own_loss": "LossSpec",
    "zoo.specs.task": "Task",
    "zoo.specs.weights": "WeightsSpec",
    "zoo.sweeps.ranking": "Ranking",
    "zoo.sweeps.result": "SweepResult",
    "zoo.system.download": "cache_folder download",
}
_PLACE = {name: module for module, names in _PLACES.items() for name in names.split()}
_PLACE |= dict.fromkeys(layers.__all__, "zoo.specs.layers")
"""The module that each name is imported from."""
_OF_PLUGINS = ("cache_folder", "download")
"""Functions that plugins call while a command runs, whose errors name options."""


def __getattr__(name: str) -> Any:
    if name == "optimizer":
        return importlib.import_module("zoo.specs.optimizer")
    if name not in _PLACE:
        msg = f"module 'zoo' has no attribute {name!r}"
        raise AttributeError(msg)
    found = getattr(importlib.import_module(_PLACE[name]), name)
    if isinstance(found, FunctionType) and name not in _OF_PLUGINS:
        from zoo.api.python_names import named_in_python

        found = named_in_python(found)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

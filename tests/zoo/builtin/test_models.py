"""The built-in models: their names and their parameters."""

from __future__ import annotations

import pytest

from zoo.catalog import registries
from zoo.specs.architecture import parameters_of, trace
from zoo.specs.named import Named
from zoo.specs.task import Task

BOOK = ("relu-dropout", "relu-flatten", "sigmoid-2layer", "softmax-1layer")
PARAMETERS = {
    "conv-2": 333_526,
    "lenet-5": 61_706,
    "mlp": 55_050,
    "relu-dropout": 79_510,
    "relu-flatten": 79_510,
    "sigmoid-2layer": 79_510,
    "softmax-1layer": 7_850,
    "resnet-8": 78_378,
}
AT_THEIR_SHAPE = {"bag-of-embeddings": 640_650, "gru": 14_858, "text-cnn": 1_436_910}
TEN = Task("classification", 10)


def test_names_and_parameters() -> None:
    """For 28×28 pixels and 10 classes: those in the book, and others computed by hand.

    conv-2: 320 + 18,496 + 313,700 + 1,010. lenet-5: 156 + 2,416 + 48,120 + 10,164 + 850. mlp: 50,240 + 4,160 + 650.
    """
    others = AT_THEIR_SHAPE.keys()
    found = {
        name: trace(registries.MODELS[name], (28, 28), TEN).parameters
        for name in {*registries.MODELS} - others
    }
    assert found == PARAMETERS


def test_parameters_at_their_own_shape() -> None:
    """Models of texts and sequences are shown for 100 words or steps."""
    assert {name: parameters_of(registries.MODELS[name]) for name in AT_THEIR_SHAPE} == AT_THEIR_SHAPE


def test_parameters_of_resnet_8() -> None:
    """Those of MLPerf Tiny for 32×32×3: each convolution has a bias, and each normalization four numbers a filter."""
    start = 9 * 3 * 16 + 16 + 4 * 16
    stages = [
        2 * (9 * 16 * 16 + 16 + 4 * 16),
        (9 * 16 * 32 + 32) + (9 * 32 * 32 + 32) + 2 * 4 * 32 + (16 * 32 + 32),
        (9 * 32 * 64 + 64) + (9 * 64 * 64 + 64) + 2 * 4 * 64 + (32 * 64 + 64),
    ]
    found = trace(registries.MODELS["resnet-8"], (32, 32, 3), TEN)
    assert (found.parameters, found.non_trainable) == (start + sum(stages) + 64 * 10 + 10, 480)
    assert found.parameters == 78_666


@pytest.mark.parametrize("name", ["relu-dropout", "relu-flatten", "sigmoid-2layer"])
def test_parameters_of_each_layer(name: str) -> None:
    """The hidden layer has 78,500 parameters, the output 1,010, dropout none."""
    counts = {row.name: row.parameters for row in trace(registries.MODELS[name], (28, 28), TEN).layers}
    dropout = {"dropout": 0} if name == "relu-dropout" else {}
    assert counts == {"flatten": 0, "hidden": 78_500, **dropout, "output": 1_010}


@pytest.mark.parametrize("name", PARAMETERS)
def test_keras_counts_the_same(name: str) -> None:
    """The computed numbers equal those of the built model."""
    from zoo.training.build import build_model

    assert build_model(Named(name, registries.MODELS[name]), (28, 28), TEN).count_params() == PARAMETERS[name]


@pytest.mark.parametrize("name", [*BOOK, "mlp"])
@pytest.mark.parametrize("dataset", registries.DATASETS)
def test_every_model_of_the_book_fits_every_dataset(name: str, dataset: str) -> None:
    """The models of the book, and mlp, support every built-in dataset."""
    spec = registries.DATASETS[dataset]
    assert trace(registries.MODELS[name], spec.input_shape, spec.task).parameters > 0

"""The built-in models: their names and their parameters."""

from __future__ import annotations

import pytest

from zoo.catalog import registries
from zoo.specs.architecture import parameters_of, trace
from zoo.specs.named import Named
from zoo.specs.task import Task

PARAMETERS = {
    "relu-dropout": 79_510,
    "relu-flatten": 79_510,
    "sigmoid-2layer": 79_510,
    "softmax-1layer": 7_850,
}
AT_THEIR_SHAPE = {"bag-of-embeddings": 640_650, "gru": 14_858, "text-cnn": 1_436_910}
TEN = Task("classification", 10)


def test_names_and_parameters() -> None:
    """For 28×28 pixels and 10 classes, the models have the numbers of parameters in the book."""
    others = AT_THEIR_SHAPE.keys()
    found = {
        name: trace(registries.MODELS[name], (28, 28), TEN).parameters
        for name in {*registries.MODELS} - others
    }
    assert found == PARAMETERS


def test_parameters_at_their_own_shape() -> None:
    """Models of texts and sequences are shown for 100 words or steps."""
    assert {name: parameters_of(registries.MODELS[name]) for name in AT_THEIR_SHAPE} == AT_THEIR_SHAPE


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


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("dataset", registries.DATASETS)
def test_every_model_fits_every_dataset(name: str, dataset: str) -> None:
    """Every built-in model supports every built-in dataset."""
    spec = registries.DATASETS[dataset]
    assert trace(registries.MODELS[name], spec.input_shape, spec.task).parameters > 0

"""The built-in models: their names and their parameters."""

from __future__ import annotations

import pytest

from zoo.catalog import registries
from zoo.specs.architecture import trace
from zoo.specs.named import Named
from zoo.specs.task import Task

PARAMETERS = {
    "relu-dropout": 79_510,
    "relu-flatten": 79_510,
    "sigmoid-2layer": 79_510,
    "softmax-1layer": 7_850,
}
TEN = Task("classification", 10)


def test_names_and_parameters() -> None:
    """For 28×28 pixels and 10 classes, the models have the numbers of parameters in the book."""
    found = {name: trace(spec, (28, 28), TEN).parameters for name, spec in registries.MODELS.items()}
    assert found == PARAMETERS


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

"""The outcomes of a trained model on the validation examples."""

from __future__ import annotations

from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

import zoo
from zoo.runs.validation_outcomes import read_outcomes
from zoo.specs.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.runs import RunRecord

LOGITS = zoo.ModelSpec(layers=(zoo.Dense(8, activation="relu"), zoo.Head(logits=True)))


def one_hot() -> zoo.Loaded:
    """Three classes that are not linearly separable, with one-hot labels."""
    drawn = np.random.RandomState(3)
    x, labels = drawn.normal(size=(60, 4)), drawn.randint(0, 3, 60)
    return zoo.Loaded(zoo.Split(x, np.eye(3, dtype="float32")[labels]), None, "here")


THREE = zoo.DatasetSpec("drawn", Task("classification", 3, "one-hot"), (4,), one_hot)


@pytest.mark.long
@pytest.mark.parametrize(
    ("model", "dataset", "settings"),
    [
        ("relu-flatten", "iris", {"keep": "best", "epochs": 3}),
        pytest.param("relu-flatten", "breast-cancer", {}, marks=pytest.mark.long),
        pytest.param(LOGITS, "breast-cancer", {}, marks=pytest.mark.long),
        pytest.param(LOGITS, THREE, {}, marks=pytest.mark.long),
    ],
)
def test_the_number_of_right_outcomes_matches_the_accuracy(
    run: Callable[..., RunRecord], model: Any, dataset: Any, settings: dict[str, Any]
) -> None:
    """Keras's accuracy of the kept epoch, with any head and labels."""
    record = run(model, "adam", dataset, **settings)
    answers = read_outcomes(Path(record.path))
    assert answers is not None
    assert answers.right is not None
    assert (answers.epoch, answers.examples) == (record.kept_epoch, record.examples["validation"])
    expected = record.metrics["validation"]["accuracy"] * answers.examples
    assert answers.right.bit_count() == pytest.approx(expected, abs=0.01)
    assert 0 < answers.right.bit_count() < answers.examples


@pytest.mark.long
def test_the_mean_of_the_errors_is_that_of_keras(run: Callable[..., RunRecord]) -> None:
    """Each example has one error, in the units of the target."""
    record = run("relu-flatten", "adam", "diabetes")
    answers = read_outcomes(Path(record.path))
    assert answers is not None
    assert answers.errors is not None
    mean = fsum(answers.errors) / len(answers.errors)
    assert mean == pytest.approx(record.metrics["validation"]["mean_absolute_error"], rel=1e-5)
    assert len(answers.errors) == record.examples["validation"]


@pytest.mark.long
def test_a_run_draws_its_curves(run: Callable[..., RunRecord]) -> None:
    """The file is written at its end."""
    record = run(epochs=2)
    root = ET.parse(Path(record.path) / "curves.svg").getroot()
    said = str(root.findtext("{http://www.w3.org/2000/svg}desc"))
    assert said.startswith(
        f"relu-flatten with rmsprop on iris, seed 42 ({record.id[-4:]}): 2 epochs; loss from "
    )

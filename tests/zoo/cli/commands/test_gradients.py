"""`zoo gradients`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import pytest

import zoo as kerazoo
from zoo.builtin.datasets import fashion_mnist
from zoo.errors import DatasetNotFound, ZooError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.zoo.cli.conftest import Said


OTHERS = [pytest.param("jax", marks=pytest.mark.jax), pytest.param("torch", marks=pytest.mark.soak)]


@pytest.mark.parametrize("backend", ["tensorflow", *OTHERS])
def test_the_gradient_is_that_of_the_formula(backend: str) -> None:
    """For softmax with cross-entropy, it is the mean of (p - y) xᵀ; before training, and after two steps."""
    pytest.importorskip(backend)
    if backend == "tensorflow":
        measured, wanted = measured_and_wanted()
    else:  # one process has one backend
        code = f"import json; from {__name__} import measured_and_wanted as f; print(json.dumps(f()))"
        environment = os.environ | {"KERAS_BACKEND": backend}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
        measured, wanted = json.loads(done.stdout)
    assert measured == [["output", 15, *(pytest.approx(each, rel=1e-4) for each in row)] for row in wanted]


def measured_and_wanted() -> tuple[list[list[Any]], list[list[float]]]:
    """The rows of softmax-1layer for all of iris in one batch, and their figures by the formula."""
    rows = []
    for options in ({}, {"after": 2, "optimizer": "sgd-fast"}):
        found = kerazoo.gradients("softmax-1layer", "iris", batches=1, batch_size=200, **options)
        rows += [[*row] for row in found.layers]
    data = kerazoo.load_dataset("iris")
    x = data.training.x.astype(np.float64)
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    model = kerazoo.build("softmax-1layer", input_shape=(4,), classes=3, seed=42)
    weights = np.concatenate([np.atleast_2d(each) for each in model.get_weights()]).astype(np.float64)
    inputs = np.concatenate([x, np.ones((len(x), 1))], axis=1)
    wanted = []
    for _ in range(3):
        scores = np.exp(inputs @ weights)
        error = scores / scores.sum(axis=1, keepdims=True) - np.eye(3)[data.training.y]
        gradient = inputs.T @ error / len(x)
        wanted.append([float(np.sqrt(np.square(gradient).mean())), float(np.abs(gradient).max())])
        weights -= 0.1 * gradient
    return rows, [wanted[0], wanted[2]]


def test_several_models_are_drawn_in_one_picture(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """A table for each model, and a line for each in the picture; no run is saved."""
    words = ("gradients", "sigmoid-2layer", "relu-flatten", "-d", "digits", "--batches", "2")
    code, out, _ = zoo(*words, "-o", "gradients.svg", "--json")
    models = json.loads(out)["models"]
    assert [each["title"] for each in models] == ["sigmoid-2layer on digits", "relu-flatten on digits"]
    assert [row["layer"] for each in models for row in each["layers"]] == ["hidden", "output"] * 2
    picture = (tmp_path / "gradients.svg").read_text(encoding="utf-8")
    assert (code, [*tmp_path.iterdir()]) == (0, [tmp_path / "gradients.svg"])
    assert ">sigmoid-2layer on digits<" in picture
    assert ">relu-flatten on digits<" in picture


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("relu-dropuot", "no model is called 'relu-dropuot'; did you mean relu-dropout?"),
        (
            "relu-dropout --optimizer sgd",
            "--optimizer sgd has no effect without --after; wanted --after N too",
        ),
        ("relu-dropout --batches 0", "--batches 0 is too small; wanted a whole number from 1 to 10,000"),
    ],
)
def test_a_usage_error_is_one_sentence(zoo: Callable[..., Said], words: str, sentence: str) -> None:
    """Keras is not imported."""
    code, out, err = zoo("gradients", *words.split())
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {sentence}")


@pytest.mark.long
@pytest.mark.parametrize(
    "layers",
    [
        [kerazoo.Dense(20, activation="sigmoid")] * 12,
        [kerazoo.Dense(20), kerazoo.Dense(20, kernel_initializer={"type": "Constant", "value": 30})],
    ],
    ids=["small", "large"],
)
def test_gradients_of_half_precision_are_scaled(layers: list[Any]) -> None:
    """As in a training: unscaled, small ones would be 0, and with too large a scale, large ones infinite."""
    model = kerazoo.ModelSpec((*layers, kerazoo.Head()), summary="Sigmoids, or large weights")
    half, whole = (
        [row.size for row in kerazoo.gradients(model, "iris", batches=2, precision=precision).layers]
        for precision in ("mixed_float16", "float32")
    )
    assert half == pytest.approx(whole, rel=0.01)


def test_frozen_layers_are_named(zoo: Callable[..., Said]) -> None:
    """In the table in their place, and in JSON; they have no gradient."""
    words = ("gradients", "sigmoid-2layer", "-d", "iris", "--set", "train.freeze=hidden", "--batches", "1")
    rows = [line.split() for line in zoo(*words).out.splitlines()[3:]]
    assert [row[:3] for row in rows] == [["hidden", "500", "frozen"], ["output", "303", rows[1][2]]]
    found = json.loads(zoo(*words, "--json").out)["models"][0]
    assert [row["layer"] for row in found["layers"]] == ["output"]
    assert found["frozen"] == [{"layer": "hidden", "parameters": 500, "place": 0}]


def test_a_gradient_that_is_not_finite_is_one_sentence() -> None:
    """The model explodes: each layer multiplies by 1e30."""
    layer = kerazoo.Dense(4, kernel_initializer={"type": "Constant", "value": 1e30})
    model = kerazoo.ModelSpec((layer, layer, kerazoo.Head()), summary="Explodes")
    with pytest.raises(ZooError) as caught:
        kerazoo.gradients(model, "iris")
    assert str(caught.value) == "the gradient of dense is nan in batch 1; wanted finite numbers"


def test_the_title_names_the_data_that_was_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the full data, that is the sample."""
    monkeypatch.setattr(fashion_mnist, "load_full", missing)
    found = kerazoo.gradients("softmax-1layer", batches=2)
    assert (found.title, found.batches) == ("softmax-1layer on fashion-mnist-sample", 2)


def missing() -> NoReturn:
    """Full data that nobody has."""
    raise DatasetNotFound("fashion-mnist is nowhere")

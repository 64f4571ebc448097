"""The precision of layers: of the plan, whatever was set outside."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import keras
import pytest

import zoo
from tests.zoo.cli.samples import interrupt

if TYPE_CHECKING:
    from zoo.inference.exported import Exported
    from zoo.runs import RunRecord

NOISY = zoo.ModelSpec(
    layers=(
        zoo.Flatten(),
        zoo.Dense(8, activation="relu", name="hidden"),
        zoo.BatchNormalization(),
        zoo.Dropout(0.2),
        zoo.Head(),
    )
)
MIXED = ("mixed_bfloat16", "mixed_float16")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder for runs."""
    monkeypatch.chdir(tmp_path)


def trained(precision: str | None = None, execution: str = "plain", epochs: int = 3) -> RunRecord:
    """A run on iris with all that changes from step to step."""
    return zoo.train(NOISY, "adam", "iris", epochs=epochs, seed=3, execution=execution, precision=precision)


def variables(model: keras.Model) -> set[str]:
    """The dtypes of the weights."""
    return {str(each.dtype) for each in model.weights if "seed" not in each.path}


@pytest.mark.parametrize("precision", [*MIXED, "bfloat16"])
@pytest.mark.long
def test_layers_compute_in_the_precision_of_the_plan(precision: str) -> None:
    """In mixed precision, weights and the output are float32; the record has the figures of the saved model."""
    run = trained(precision, epochs=1)
    assert f'precision = "{precision}"' in Path(run.path, "plan.toml").read_text()
    model = zoo.load(run)
    hidden, head = model.get_layer("hidden"), model.get_layer("head")
    narrow = precision.removeprefix("mixed_")
    weights = "float32" if precision in MIXED else "bfloat16"
    assert (hidden.compute_dtype, variables(model)) == (narrow, {weights})
    assert head.compute_dtype == weights
    assert zoo.evaluate(run).metrics == run.metrics["test"]


@pytest.mark.long
def test_the_default_is_float32_whatever_was_set() -> None:
    """The caller's policy is what it was afterwards."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("float16")
    try:
        run = trained(epochs=1)
        assert keras.config.dtype_policy().name == "float16"
        assert variables(zoo.load(run)) == {"float32"}
    finally:
        keras.config.set_dtype_policy(before)


@pytest.mark.long
def test_blocks_of_steps_are_the_same_with_scaled_losses() -> None:
    """The loss of mixed_float16 is scaled by a factor that each step can change."""
    plain, loop = trained("mixed_float16"), trained("mixed_float16", "loop")
    assert (loop.history, loop.model_digest) == (plain.history, plain.model_digest)


@pytest.mark.long
@pytest.mark.parametrize("precision", ["mixed_float16", pytest.param("bfloat16", marks=pytest.mark.soak)])
def test_a_resumed_run_is_identical_to_an_uninterrupted_one(precision: str) -> None:
    """The checkpoint has the scale of the loss, and 16-bit weights as they are."""
    whole = trained(precision)
    with pytest.raises(zoo.Interrupted) as stopped:
        zoo.train(
            NOISY, "adam", "iris", epochs=3, seed=3, execution="plain", precision=precision, watch=interrupt
        )
    assert stopped.value.record is not None
    resumed = zoo.resume(stopped.value.record)
    assert (resumed.history, resumed.model_digest) == (whole.history, whole.model_digest)


def test_an_unknown_precision_is_refused() -> None:
    """With what is possible."""
    wanted = "wanted one of float32, mixed_bfloat16, mixed_float16, bfloat16; did you mean float32?"
    with pytest.raises(zoo.ZooError) as caught:
        trained("float8")
    assert str(caught.value) == f"train.precision=float8 is not known; {wanted}"


@pytest.mark.long
@pytest.mark.parametrize("precision", ["mixed_float16", pytest.param("bfloat16", marks=pytest.mark.soak)])
def test_an_export_computes_in_float32(precision: str) -> None:
    """Its weights are converted, and it is compared with the model in float32."""
    run = trained(precision, epochs=1)
    found: Exported = zoo.export(run, "keras", output="it.keras")
    assert (found.trained_in, found.is_converted) == (precision, True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the optimizer, which has no state in an export
        assert variables(keras.saving.load_model("it.keras")) == {"float32"}


@pytest.mark.jax
@pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="the extra jax is not installed")
def test_a_run_on_jax_is_resumed_too() -> None:
    """In a process with this backend."""
    said = """
import zoo
from tests.zoo.cli.samples import interrupt
from tests.zoo.training.test_precision import NOISY

how = dict(epochs=3, backend="jax", precision="mixed_float16")
whole = zoo.train(NOISY, "adam", "iris", **how)
try:
    zoo.train(NOISY, "adam", "iris", watch=interrupt, **how)
except zoo.Interrupted as stopped:
    run = zoo.resume(stopped.record)
assert (run.history, run.model_digest) == (whole.history, whole.model_digest)
assert zoo.evaluate(run).metrics == run.metrics["test"]
"""
    environment = os.environ | {"KERAS_BACKEND": "jax", "PYTHONPATH": str(Path(__file__).parents[3])}
    subprocess.run([sys.executable, "-c", said], check=True, env=environment)

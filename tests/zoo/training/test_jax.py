"""The same on JAX, in separate processes, since a process has one backend."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.jax,
    pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="the extra jax is not installed"),
]

NOISY = """\
kerazoo = 1
kind = "model"
layers = [
  { type = "Flatten" },
  { type = "GaussianNoise", stddev = 0.1 },
  { type = "Dense", units = 16, activation = "relu" },
  { type = "BatchNormalization" },
  { type = "Dropout", rate = 0.3 },
  { type = "Head" },
]
"""


def train(folder: Path, *arguments: str, backend: str = "jax") -> dict:
    """Train two epochs with the command, and return the record."""
    command = [sys.executable, "-c", "from zoo.cli.group import main; main()", "train", *arguments]
    command += ["--epochs", "2", "--backend", backend, "--json"]
    environment = {name: value for name, value in os.environ.items() if name != "KERAS_BACKEND"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    record: dict = json.loads(done.stdout)
    return record | {"stderr": done.stderr, "code": done.returncode}


def digests(folder: Path, record: dict) -> list[str]:
    """The digest of all variables after each epoch."""
    lines = (folder / record["path"] / "metrics.jsonl").read_text().splitlines()
    return [json.loads(line)["digest"] for line in lines]


@pytest.mark.parametrize("execution", ["loop", "loop+xla"])
def test_a_loop_has_the_history_of_plain_fit(tmp_path: Path, execution: str) -> None:
    """They agree up to float32 rounding, with a smaller last batch."""
    iris = ("relu-flatten", "--dataset", "iris", "--batch-size", "7", "--execution")
    plain, looped = train(tmp_path, *iris, "plain"), train(tmp_path, *iris, execution)
    assert (plain["execution"], looped["execution"]) == ("plain", execution)
    for name, values in plain["history"].items():
        np.testing.assert_allclose(looped["history"][name], values, rtol=1e-5, err_msg=name)


def test_two_runs_of_one_plan_are_bit_identical(tmp_path: Path) -> None:
    """They have dropout, noise and batch normalization, and run in two processes."""
    (tmp_path / "noisy.toml").write_text(NOISY)
    first, second = (train(tmp_path, "./noisy.toml", "--dataset", "digits") for _ in range(2))
    assert digests(tmp_path, first) == digests(tmp_path, second)


def test_a_loss_that_is_not_finite_is_reported(tmp_path: Path) -> None:
    """As on TensorFlow, the error is one line, the exit code 1 and the status failed."""
    wild = (
        "relu-flatten",
        "--dataset",
        "digits",
        "--optimizer",
        "sgd",
        "--set",
        "optimizer.learning_rate=1e20",
    )
    record = train(tmp_path, *wild)
    assert (record["code"], record["status"]) == (1, "failed")
    assert record["stderr"].splitlines()[-1].startswith("error: loss became nan in epoch 1, by step ")


@pytest.mark.parametrize(
    ("dataset", "settings", "metric", "good"),
    [
        ("breast-cancer", ("--set", "output.logits=true"), "accuracy", (0.85, 1.0)),
        ("diabetes", ("--set", "output.loss=mean_absolute_error"), "mean_absolute_error", (30.0, 65.0)),
    ],
)
def test_binary_classification_and_regression_are_learnt(
    tmp_path: Path, dataset: str, settings: tuple[str, ...], metric: str, good: tuple[float, float]
) -> None:
    """With logits, and with absolute errors in the units of the target; a constant mean would give 65."""
    record = train(tmp_path, "relu-flatten", "--dataset", dataset, "--optimizer", "adam", *settings)
    least, most = good
    assert least < record["metrics"]["test"][metric] < most


def test_only_the_command_writes_to_stderr(tmp_path: Path) -> None:
    """The output of TensorFlow, which Keras also imports for JAX, is discarded."""
    record = train(tmp_path, "relu-flatten", "--dataset", "iris")
    assert [line.split()[0] for line in record["stderr"].splitlines()] == [
        "relu-flatten",
        "96",
        "epoch",
        "epoch",
    ]


def test_a_run_of_jax_is_restored_on_tensorflow(tmp_path: Path) -> None:
    """Some exports need this; the weights are those that were saved."""
    import keras

    from zoo.runs import kept
    from zoo.training.restore import of_run

    (tmp_path / "noisy.toml").write_text(NOISY)
    path = tmp_path / train(tmp_path, "./noisy.toml", "--dataset", "iris")["path"]
    expected = keras.models.load_model(path / "model.keras").get_weights()
    found = of_run(kept.of_run(path), "tensorflow").model.get_weights()
    assert [each.tobytes() for each in found] == [each.tobytes() for each in expected]


def test_averaged_weights_are_kept(tmp_path: Path) -> None:
    """With EMA, the weights share the optimizer's arrays, which a step on JAX donates."""
    averaged = ("relu-flatten", "--dataset", "iris", "--set", "optimizer.use_ema=true")
    record = train(tmp_path, *averaged)
    assert (record["code"], record["status"], "test" in record["metrics"]) == (0, "completed", True)

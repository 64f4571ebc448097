"""The same on JAX, in separate processes, since a process has one backend."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.zoo.training.resuming import Server, install, run_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


@pytest.fixture(scope="module")
def train(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., dict]]:
    """Train two epochs in a process with JAX; returns the record, the exit code and what was said."""
    folder = tmp_path_factory.mktemp("jax")
    model = folder / "noisy.toml"
    model.write_text(NOISY)
    with Server(install(folder), "jax") as server:

        def train(
            name: str = str(model), dataset: str = "iris", optimizer: str = "rmsprop", **more: Any
        ) -> dict:
            runs = Path(tempfile.mkdtemp(dir=folder))
            settings = {"dataset": dataset, "epochs": 2, "backend": "jax"} | more
            job = {
                "do": "train",
                "model": name,
                "optimizer": optimizer,
                "folder": str(runs),
                "train": settings,
            }
            answer = server.do(job)
            run = run_in(runs)
            assert run is not None, answer
            record: dict = json.loads((run / "run.json").read_text())
            return record | answer | {"path": run}

        yield train


def digests(record: dict) -> list[str]:
    """The digest of all variables after each epoch."""
    lines = (record["path"] / "metrics.jsonl").read_text().splitlines()
    return [json.loads(line)["digest"] for line in lines]


@pytest.fixture(scope="module")
def plain(train: Callable[..., dict]) -> dict:
    """A run with Keras's own loop, and a smaller last batch."""
    return train("relu-flatten", batch_size=7, execution="plain")


@pytest.mark.parametrize("execution", ["loop", "loop+xla"])
def test_a_loop_has_the_history_of_plain_fit(train: Callable[..., dict], plain: dict, execution: str) -> None:
    """They agree up to float32 rounding."""
    looped = train("relu-flatten", batch_size=7, execution=execution)
    assert (plain["execution"], looped["execution"]) == ("plain", execution)
    for name, values in plain["history"].items():
        np.testing.assert_allclose(looped["history"][name], values, rtol=1e-5, err_msg=name)


def test_two_runs_of_one_plan_are_bit_identical(train: Callable[..., dict]) -> None:
    """They have dropout, noise and batch normalization, and run in two processes."""
    first, second = (train(dataset="digits") for _ in range(2))
    assert digests(first) == digests(second)


@pytest.mark.long
@pytest.mark.parametrize(
    "optimizer",
    [
        "schedule-free-adamw",
        pytest.param("adafactor", marks=pytest.mark.soak),
        pytest.param("muon", marks=pytest.mark.soak),
    ],
)
def test_optimizers_with_states_of_other_shapes_are_trained(
    train: Callable[..., dict], optimizer: str
) -> None:
    """Scalars, none at all, and a copy of the weights; the loop has the history of Keras's own."""
    one, other = (
        train("relu-flatten", optimizer=optimizer, execution=each) for each in ("plain", "loop+xla")
    )
    for name, values in one["history"].items():
        np.testing.assert_allclose(other["history"][name], values, rtol=1e-3, err_msg=name)


def test_a_loss_that_is_not_finite_is_reported(train: Callable[..., dict]) -> None:
    """As on TensorFlow, the error is one sentence, the exit code 1 and the status failed."""
    wild = {"optimizer.learning_rate": 1e20}
    record = train("relu-flatten", "digits", "sgd", settings=wild)
    assert (record["code"], record["status"]) == (1, "failed")
    assert record["said"].startswith("loss became nan in epoch 1, by step ")


@pytest.mark.parametrize(
    ("dataset", "settings", "metric", "good"),
    [
        ("breast-cancer", {"output.logits": True}, "accuracy", (0.85, 1.0)),
        pytest.param(
            *("diabetes", {"output.loss": "mean_absolute_error"}, "mean_absolute_error", (30.0, 65.0)),
            marks=pytest.mark.soak,
        ),
    ],
)
def test_binary_classification_and_regression_are_learnt(
    train: Callable[..., dict],
    dataset: str,
    settings: dict[str, Any],
    metric: str,
    good: tuple[float, float],
) -> None:
    """With logits, and with absolute errors in the units of the target; a constant mean would give 65."""
    record = train("relu-flatten", dataset, "adam", settings=settings)
    least, most = good
    assert least < record["metrics"]["test"][metric] < most


def test_only_the_command_writes_to_stderr(tmp_path: Path) -> None:
    """The output of TensorFlow, which Keras also imports for JAX, is discarded."""
    command = [sys.executable, "-m", "zoo", "train", "relu-flatten", "--dataset", "iris"]
    environment = {name: value for name, value in os.environ.items() if name != "KERAS_BACKEND"}
    options = ["--epochs", "2", "--backend", "jax", "--json"]
    done = subprocess.run(
        [*command, *options], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    starts = [line.split()[0] for line in done.stderr.splitlines()]
    if "Importing" in starts:  # which took long
        starts.remove("Importing")
    assert starts == ["relu-flatten", "96", "epoch", "epoch"]


def test_a_run_of_jax_is_restored_on_tensorflow(train: Callable[..., dict]) -> None:
    """Some exports need this; the weights are those that were saved."""
    import keras

    from zoo.runs import kept
    from zoo.training.restore import of_run

    path = train()["path"]
    expected = keras.models.load_model(path / "model.keras").get_weights()
    found = of_run(kept.of_run(path), "tensorflow").model.get_weights()
    assert [each.tobytes() for each in found] == [each.tobytes() for each in expected]


def test_averaged_weights_are_kept(train: Callable[..., dict]) -> None:
    """With EMA, the weights share the optimizer's arrays, which a step on JAX donates."""
    record = train("relu-flatten", settings={"optimizer.use_ema": True})
    assert (record["code"], record["status"], "test" in record["metrics"]) == (0, "completed", True)

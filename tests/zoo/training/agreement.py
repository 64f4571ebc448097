"""Whether all files of a run describe the same model; run as a program, it trains on a backend."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zoo
from tests.zoo.training.resuming import ROOT

if TYPE_CHECKING:
    from zoo.runs import RunRecord

ENTRY_POINTS = """\
[zoo.callbacks]
stop = acme_final:stop
swap = acme_final:swap
restoring = acme_final:Restoring
shrinking = acme_final:Shrinking
averaging = acme_final:Averaging
"""
CALLBACKS = '''\
"""Callbacks that change the weights at the end."""

import keras


class Restoring(keras.callbacks.Callback):
    """Has no `get_state`, and gives the model the weights of the first epoch."""

    def on_epoch_end(self, epoch, logs=None):
        if epoch == 0:
            self.first = self.model.get_weights()

    def on_train_end(self, logs=None):
        self.model.set_weights(self.first)


class Shrinking(keras.callbacks.Callback):
    """Makes all weights smaller after each epoch."""

    def on_epoch_end(self, epoch, logs=None):
        self.model.set_weights([0.9 * each for each in self.model.get_weights()])


class Averaging(keras.callbacks.Callback):
    """Gives the model the mean of the weights after each epoch."""

    def on_train_begin(self, logs=None):
        self.sums, self.epochs = None, 0

    def on_epoch_end(self, epoch, logs=None):
        now = [each.astype("float32") for each in self.model.get_weights()]
        self.sums = now if self.sums is None else [a + b for a, b in zip(self.sums, now)]
        self.epochs += 1

    def on_train_end(self, logs=None):
        weights = self.model.get_weights()
        means = [(total / self.epochs).astype(old.dtype) for total, old in zip(self.sums, weights)]
        self.model.set_weights(means)


def stop():
    return keras.callbacks.EarlyStopping("val_loss", patience=1, min_delta=9.0, restore_best_weights=True)


def swap():
    return keras.callbacks.SwapEMAWeights(swap_on_epoch=True)
'''
AVERAGED = {"optimizer.use_ema": True, "optimizer.ema_momentum": 0.9, "optimizer.learning_rate": 0.05}


def trained(runs: Path, callbacks: tuple[str, ...] = (), **settings: Any) -> RunRecord:
    """A short run whose epochs differ clearly, with dropout and batch normalization; `optimizer` is a name."""
    known = {"epochs": 4, "batch_size": 64, "execution": "plain"} | settings
    dotted = {name: known.pop(name) for name in settings if "." in name}
    model = runs.parent / "noisy.toml"
    optimizer = known.pop("optimizer", "adam")
    return zoo.train(model, optimizer, "digits", settings=dotted, callbacks=callbacks, runs_dir=runs, **known)


def accounts(record: RunRecord) -> dict[str, dict[str, float]]:
    """Accuracy and loss of the kept model on the validation examples, from each file."""
    import keras

    from zoo.plan.prepare import prepare
    from zoo.runs import kept
    from zoo.runs.validation_outcomes import read_outcomes
    from zoo.training.feed import Batches

    path = Path(record.path)
    outcomes = read_outcomes(path)
    assert outcomes is not None
    assert outcomes.right is not None
    assert outcomes.epoch == record.kept_epoch
    _, data = prepare(kept.of_run(path).plan)
    saved = keras.models.load_model(path / "model.keras")
    feed = Batches(data, data.parts.validation, 1_000)
    return {
        "record": record.metrics["validation"],
        "run.json": zoo.read_run(record).metrics["validation"],
        "zoo.evaluate": zoo.evaluate(record, split="validation").metrics,
        "zoo.load": zoo.load(record).evaluate(feed, verbose=0, return_dict=True),
        "model.keras": saved.evaluate(feed, verbose=0, return_dict=True),
        "validation.json": {"accuracy": outcomes.right.bit_count() / outcomes.examples},
    }


def disagreeing(record: RunRecord) -> dict[str, dict[str, float]]:
    """The files of a run whose values differ from its record by more than rounding."""
    found = accounts(record)
    wanted = found["record"]
    wrong = {
        name: each
        for name, each in found.items()
        if any(abs(each[metric] - wanted[metric]) > 1e-5 * (1 + abs(wanted[metric])) for metric in each)
    }
    return wrong and {"record": wanted} | wrong


def on_jax(runs: Path, *jobs: tuple[tuple[str, ...], dict[str, Any]]) -> list[dict[str, Any]]:
    """What disagrees with the record of each of these runs, trained one after the other on JAX.

    A job has callbacks and settings. The plugin is in the folder `site` beside `runs`.
    """
    described = [
        {"runs": str(runs), "callbacks": callbacks, "settings": settings | {"backend": "jax"}}
        for callbacks, settings in jobs
    ]
    path = os.pathsep.join([str(ROOT), str(runs.parent / "site")])
    done = subprocess.run(
        [sys.executable, "-m", "tests.zoo.training.agreement", json.dumps(described)],
        env={**os.environ, "PYTHONPATH": path, "KERAS_BACKEND": "jax"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> None:
    """Train the runs of the jobs in the last argument, and print for each what disagrees with its record."""
    for job in json.loads(sys.argv[1]):
        os.environ["KERAS_BACKEND"] = job["settings"]["backend"]
        record = trained(Path(job["runs"]), tuple(job["callbacks"]), **job["settings"])
        print(json.dumps(disagreeing(record)), flush=True)


if __name__ == "__main__":
    main()

"""Whether all files of a run describe the same model; run as a program, it trains with a backend."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zoo

if TYPE_CHECKING:
    from zoo.runs import RunRecord

ENTRY_POINTS = """\
[zoo.callbacks]
stop = acme_final:stop
swap = acme_final:swap
restoring = acme_final:Restoring
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


def stop():
    return keras.callbacks.EarlyStopping("val_loss", patience=1, min_delta=9.0, restore_best_weights=True)


def swap():
    return keras.callbacks.SwapEMAWeights(swap_on_epoch=True)
'''
AVERAGED = {"optimizer.use_ema": True, "optimizer.ema_momentum": 0.9, "optimizer.learning_rate": 0.05}


def trained(runs: Path, callbacks: tuple[str, ...] = (), **settings: Any) -> RunRecord:
    """A short run whose epochs differ clearly, with dropout and batch normalization."""
    known = {"epochs": 4, "batch_size": 64, "execution": "plain"} | settings
    dotted = {name: known.pop(name) for name in settings if "." in name}
    model = runs.parent / "noisy.toml"
    return zoo.train(model, "adam", "digits", settings=dotted, callbacks=callbacks, runs_dir=runs, **known)


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


def main() -> None:
    """Train the run of the job in the last argument, and print its record and the differences."""
    job = json.loads(sys.argv[1])
    os.environ["KERAS_BACKEND"] = job["settings"]["backend"]
    record = trained(Path(job["runs"]), tuple(job["callbacks"]), **job["settings"])
    print(json.dumps({"disagreeing": disagreeing(record), "record": record.to_json()}))


if __name__ == "__main__":
    main()

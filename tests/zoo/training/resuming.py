"""Runs that are interrupted on purpose, and their results, which must be equal."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from zoo.runs.checkpoint import Checkpoint, read

ROOT = Path(__file__).parents[3]
SERVER = Path(__file__).with_name("resume_server.py")

MODEL = """\
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

PLUGIN = '''\
"""Callbacks with a state that persists between epochs."""

import keras
import numpy as np


class Remembering(keras.callbacks.Callback):
    """Has a running mean as an array, draws random numbers without a seed, and changes the weights by them."""

    def on_train_begin(self, logs=None):
        self.mean, self.drawn = np.zeros(2, np.float32), []

    def on_epoch_end(self, epoch, logs=None):
        chance = float(keras.ops.convert_to_numpy(keras.random.normal(())))
        self.drawn.append(chance)
        self.mean = np.float32(0.5) * self.mean + np.float32([logs["val_loss"], chance])
        kernel = self.model.trainable_variables[-1]
        kernel.assign(kernel + 1e-3 * self.mean[0])

    def get_state(self):
        return {"mean": self.mean, "drawn": self.drawn}

    def set_state(self, state):
        self.mean, self.drawn = state["mean"], state["drawn"]


def reduce():
    return keras.callbacks.ReduceLROnPlateau("val_loss", factor=0.5, patience=1, cooldown=1, min_delta=0.05)


def stop():
    return keras.callbacks.EarlyStopping("val_loss", patience=2, min_delta=0.1, restore_best_weights=True)
'''

POINTS = "[zoo.callbacks]\nremembering = acme_calls:Remembering\nreduce = acme_calls:reduce\nstop = acme_calls:stop\n"


@dataclass(frozen=True)
class Scenario:
    """The model, data and settings of a training."""

    settings: dict[str, Any]
    callbacks: tuple[str, ...]
    train: dict[str, Any]

    def but(self, **train: Any) -> Scenario:
        """The same with other settings."""
        return replace(self, train=self.train | train)

    def job(self, folder: Path, backend: str, model: Path, **more: Any) -> dict[str, Any]:
        """The job of the server that starts it."""
        train = {"dataset": "digits", "epochs": 7, "batch_size": 32, "threads": 1, "execution": "plain"}
        train |= {"backend": backend, "settings": self.settings, "callbacks": self.callbacks} | self.train
        return {
            "do": "train", "model": str(model), "optimizer": "adam", "folder": str(folder), "train": train
        } | more  # fmt: skip


WORSE = {"type": "PiecewiseConstantDecay", "boundaries": [140], "values": [0.02, 2.0]}
"""A learning rate that is too large from the fifth epoch on, so that the best epoch is not the last."""
SCENARIOS = {
    "short": Scenario(
        {"optimizer.use_ema": True}, ("remembering",), {"epochs": 3, "keep": "best", "dataset": "iris"}
    ),
    "schedule": Scenario(
        {"optimizer.use_ema": True, "optimizer.ema_momentum": 0.9, "optimizer.learning_rate": WORSE},
        ("remembering",),
        {"patience": 2, "keep": "best", "augment": "flip,shift"},
    ),
    "plateau": Scenario({"optimizer.learning_rate": 0.05}, ("reduce", "stop", "remembering"), {}),
    "preset": Scenario(
        {"optimizer.learning_rate": 0.05},
        ("stop", "remembering"),
        {"schedule": {"type": "plateau", "factor": 0.5, "patience": 1, "cooldown": 1, "min_delta": 0.05}},
    ),
}
SCENARIOS |= {
    f"{name}, {', '.join(map(str, more.values()))}": SCENARIOS[name].but(**more)
    for name, more in (
        ("schedule", {"execution": "loop", "checkpoint_every": 2}),
        ("plateau", {"execution": "loop", "keep": "best"}),
        ("schedule", {"execution": "loop+xla", "keep": "last"}),
        ("preset", {"keep": "best", "checkpoint_every": 2}),
    )
}
KILLED = tuple(name for name in SCENARIOS if name not in ("short", "preset"))
"""With each execution, with the last and the best epoch kept, and with checkpoints not in every epoch."""


PARTS = (
    "seeds of layers",
    "seed of all",
    "optimizer",
    "order",
    "epoch",
    "callbacks",
    "history",
    "digests",
    "best",
)
"""The parts of a checkpoint that a child of the server can omit."""


def run_in(runs: Path) -> Path | None:
    """The only run in a folder; None if there is none yet."""
    found = [each.parent for each in runs.glob("[!.]*/run.json")]
    assert len(found) <= 1
    return found[0] if found else None


def install(folder: Path) -> Path:
    """The folder of a plugin with these callbacks, as on `sys.path` after its installation."""
    info = folder / "site" / "acme_calls-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-calls\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(POINTS)
    (info.parent / "acme_calls.py").write_text(PLUGIN)
    (info.parent / "noisy.toml").write_text(MODEL)
    return info.parent


CACHE = {
    "JAX_COMPILATION_CACHE_DIR": "{}/compiled",
    "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
    "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
}
"""On JAX the children would compile the same steps again and again."""


class Server:
    """A process that has imported Keras, and forks a child for each job; the first job starts it."""

    def __init__(self, site: Path, backend: str) -> None:
        """`site` is the folder of the plugin."""
        self.site, self.backend = site, backend

    @cached_property
    def process(self) -> subprocess.Popen[str]:
        """The process; it is ready when it answers."""
        environment = os.environ | {"KERAS_BACKEND": self.backend, "PYTHONPATH": str(ROOT)}
        environment |= {name: value.format(self.site.parent) for name, value in CACHE.items()}
        return subprocess.Popen(
            [sys.executable, str(SERVER), str(self.site)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
        )  # fmt: skip

    def do(self, job: dict[str, Any]) -> dict[str, Any]:
        """The result of a child: exit code, output, number of events."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return dict(answer)

    def __enter__(self) -> Self:
        """Return the server."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server."""
        if "process" not in vars(self):
            return
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


@dataclass(frozen=True)
class End:
    """Everything that must be equal at the end of a run, with or without interruptions."""

    model: str
    seeds: str
    optimizer: str
    callbacks: str
    weights: str
    epoch: int
    best: str
    digests: tuple[str, ...]
    record: dict[str, Any] = field(hash=False)
    files: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path) -> Self:
        """The end of the run in a directory."""
        state = read(folder / "checkpoint.zoo")
        record = json.loads((folder / "run.json").read_text())
        rows = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
        told = [{key: row[key] for key in row if key != "seconds"} for row in rows]
        kept = ("status", "history", "metrics", "best_epoch", "kept_epoch", "error")
        assert state.history == record["history"]
        return cls(
            model=_digest(state.model),
            seeds=_digest(state.seeds),
            optimizer=_digest(state.optimizer),
            callbacks=_digest(state.others) + json.dumps(state.callbacks),
            weights=weights_of(folder / "model.keras"),
            epoch=state.epoch,
            best=state.best,
            digests=tuple(state.digests),
            record={name: record[name] for name in kept} | {"metrics.jsonl": told},
            files=tuple(sorted(each.name for each in folder.iterdir())),
        )


def weights_of(path: Path) -> str:
    """A digest of the weights of a saved Keras model."""
    with zipfile.ZipFile(path) as archive:
        return hashlib.sha256(archive.read("model.weights.h5")).hexdigest()


def _digest(arrays: Checkpoint | Any) -> str:
    content = hashlib.sha256()
    for each in arrays:
        content.update(f"{each.name} {each.dtype} {each.shape}\n".encode() + each.content)
    return content.hexdigest()

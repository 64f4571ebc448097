"""What benchmarks train: models and data, with Kerazoo and with the plain script in plain_keras.py."""

from __future__ import annotations

import functools
import math
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs
from in_turn import Finished, run

import zoo
from zoo.builtin.datasets.fashion_mnist import DEBIAN, FULL, load_full

HERE = Path(__file__).parent
ZOO = [str(Path(sys.executable).with_name("zoo"))]
PLAIN = [sys.executable, str(HERE / "plain_keras.py")]


@dataclass(frozen=True)
class Workload:
    """A model and a dataset, with their names in Kerazoo and in the plain script."""

    model: str
    dataset: str
    epochs: int
    training_examples: int
    plain_model: str
    augment: str = ""
    options: tuple[str, ...] = ()
    """Further options of `zoo train`."""

    def ours(self, execution: str) -> Finished:
        """Train with Kerazoo in a new folder."""
        with tempfile.TemporaryDirectory() as folder:
            data = str(folder_of(self.dataset)) if self.dataset in RANDOM else self.dataset
            options = {"dataset": data, "epochs": str(self.epochs), "execution": execution}
            options |= {"augment": self.augment} if self.augment else {}
            given = [part for name, value in options.items() for part in (f"--{name}", value)]
            given += [*self.options, "--runs-dir", folder, "--json"]
            return run([*ZOO, "train", self.model, "--optimizer", "rmsprop", *given])

    def theirs(self, *options: str) -> Finished:
        """Train with the plain script."""
        data = [] if self.dataset == "digits" else [str(folder_of(self.dataset))]
        options += ("--augment",) * bool(self.augment)
        return run([*PLAIN, self.plain_model, *data, "--epochs", str(self.epochs), *options])

    @property
    def steps(self) -> int:
        """The number of batches of 32 per epoch."""
        return math.ceil(self.training_examples / 32)

    def __str__(self) -> str:
        """Return the label in a table."""
        augmented = f" with {self.augment}" if self.augment else ""
        return f"{self.plain_model}{augmented}, {self.dataset}, {self.epochs} epochs"


FLATTEN = Workload("relu-flatten", "fashion-mnist", 5, 48_000, "relu-flatten")
DROPOUT = Workload("relu-dropout", "fashion-mnist", 5, 48_000, "relu-dropout")
CONVOLUTIONS = Workload(
    str(HERE / "two_convolutions.toml"), "fashion-mnist-sample", 2, 4_800, "two-convolutions"
)
DIGITS = Workload("relu-flatten", "digits", 5, 1_149, "relu-flatten")
IMAGES, SEQUENCES, TEXTS = (
    *("random images of 32×32×3", "random sequences of 100×8"),
    "random texts of 100 words",
)
OF_TEXTS = ("--text", "text", "--target", "label")
LISTED = (
    Workload("resnet-8", IMAGES, 3, 640, "resnet-8"),
    Workload("resnet-8", IMAGES, 3, 640, "resnet-8", "flip,shift"),
    Workload("gru", SEQUENCES, 3, 640, "gru"),
    Workload("text-cnn", TEXTS, 3, 640, "text-cnn", options=OF_TEXTS),
)
"""Models of the list; `plain_model` is a name in plain_keras.py."""


@functools.cache
def folder_of(dataset: str) -> Path:
    """Return the folder of the four files of Fashion-MNIST or of its sample, or a new file of random data."""
    if dataset in RANDOM:
        return RANDOM[dataset](Path(tempfile.mkdtemp()))
    if dataset == "fashion-mnist-sample":
        return Path(zoo.__file__).parent / "builtin" / "datasets" / "fashion_mnist_sample"
    load_full()  # downloads them if necessary
    cache = Path(platformdirs.user_cache_dir("kerazoo", appauthor=False)) / "fashion-mnist"
    keras = Path(os.environ.get("KERAS_HOME", Path.home() / ".keras")) / "datasets" / "fashion-mnist"
    return next(
        place for place in (cache, keras, DEBIAN) if all((place / f"{name}.gz").is_file() for name in FULL)
    )


def random_images(folder: Path) -> Path:
    """Write 800 images for training and validation, and 200 for the test."""
    chance = np.random.default_rng(0)
    return _saved(folder, chance, chance.integers(0, 256, (1000, 32, 32, 3), np.uint8))


def random_sequences(folder: Path) -> Path:
    """Write as many sequences."""
    chance = np.random.default_rng(0)
    return _saved(folder, chance, chance.normal(size=(1000, 100, 8)).astype(np.float32))


def random_texts(folder: Path) -> Path:
    """Write a table of 1,000 texts, of which a fifth is for the test."""
    chance = np.random.default_rng(0)
    rows = [
        f"{' '.join(f'w{word}' for word in words)},class {label}"
        for words, label in zip(
            chance.integers(0, 5_000, (1000, 100)), chance.integers(0, 10, 1000), strict=True
        )
    ]
    path = folder / "random.csv"
    path.write_text("\n".join(["text,label", *rows]))
    return path


def _saved(folder: Path, chance: np.random.Generator, x: np.ndarray) -> Path:
    y = chance.integers(0, 10, len(x), np.int32)
    path = folder / "random.npz"
    np.savez(path, x_train=x[:800], y_train=y[:800], x_test=x[800:], y_test=y[800:])
    return path


RANDOM = {IMAGES: random_images, SEQUENCES: random_sequences, TEXTS: random_texts}
"""Data whose time does not depend on what it shows, and how it is written."""

"""The plain Keras script that Kerazoo is compared with, as a beginner would write it.

    python benchmarks/plain_keras.py relu-flatten FOLDER --epochs 5

FOLDER contains the four .gz files of Fashion-MNIST, or is an .npz file with 8-bit images or sequences, or a
.csv file with the columns text and label; without it, scikit-learn's digits are used. The script does the
same work as `zoo train`: the same data and split, epochs with validation, a test, and a saved model.
`--augment` puts augmentation layers before the model's.
It has every advantage that costs nothing: float32 from the start and no progress bar. `--as-usual` removes
them: `images / 255.0` is float64, and `fit` shows its progress. The last line of the output is JSON with
the seconds of every epoch, measured as in Kerazoo.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

Arrays = tuple[np.ndarray, np.ndarray]


class Clock(keras.callbacks.Callback):
    """Records the seconds of every epoch, including validation."""

    def __init__(self) -> None:
        """Start without any epoch."""
        super().__init__()
        self.seconds: list[float] = []

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras
        """Start the clock."""
        self.began = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras
        """Record the time."""
        self.seconds.append(time.perf_counter() - self.began)


def load(folder: Path | None, *, as_usual: bool) -> tuple[Arrays, Arrays]:
    """Return training and test examples, scaled to 0…1."""
    if folder is None:
        digits = load_digits()
        x, test_x, y, test_y = train_test_split(digits.images, digits.target, test_size=0.2, random_state=42)
        return (x.astype("float32") / 16, y), (test_x.astype("float32") / 16, test_y)
    if folder.suffix == ".npz":
        arrays = np.load(folder)
        x, test_x = (arrays[f"x_{part}"] for part in ("train", "test"))
        if x.dtype == np.uint8:
            x, test_x = (each.astype("float32") / 255 for each in (x, test_x))
        return (x, arrays["y_train"]), (test_x, arrays["y_test"])
    if folder.suffix == ".csv":
        x, y = tokens(folder)
        x, test_x, y, test_y = train_test_split(x, y, test_size=0.2, random_state=42)
        return (x, y), (test_x, test_y)
    part = {}
    for name in ("train", "t10k"):
        with gzip.open(folder / f"{name}-images-idx3-ubyte.gz") as file:
            images = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28)
        with gzip.open(folder / f"{name}-labels-idx1-ubyte.gz") as file:
            labels = np.frombuffer(file.read(), np.uint8, offset=8)
        part[name] = (images / 255.0 if as_usual else images.astype("float32") / 255), labels
    return part["train"], part["t10k"]


def tokens(path: Path) -> Arrays:
    """Return the first 100 words of each text as their places in a vocabulary, and the labels."""
    with path.open(newline="") as file:
        rows = [(row["text"].lower().split()[:100], row["label"]) for row in csv.DictReader(file)]
    counts = Counter(word for words, _ in rows for word in words)
    places = {word: place for place, (word, _) in enumerate(counts.most_common(9_998), 2)}
    x = np.zeros((len(rows), 100), np.int32)
    for row, (words, _) in zip(x, rows, strict=True):
        row[: len(words)] = [places.get(word, 1) for word in words]
    return x, np.unique([label for _, label in rows], return_inverse=True)[1]


def text_cnn(shape: tuple[int, ...]) -> keras.Model:
    """Build the model of Kim, 2014, with a vocabulary of 10,000 words."""
    start = keras.Input(shape)
    words = layers.Embedding(10_000, 128)(start)
    each = [layers.Conv1D(100, size, padding="same", activation="relu")(words) for size in (3, 4, 5)]
    together = layers.Concatenate()([layers.GlobalMaxPooling1D()(x) for x in each])
    return keras.Model(start, layers.Dense(10, activation="softmax")(layers.Dropout(0.5)(together)))


def convolution(filters: int, size: int, strides: int = 1) -> layers.Layer:
    """Return a convolution of resnet-8."""
    options = {"kernel_initializer": "he_normal", "kernel_regularizer": keras.regularizers.L2(1e-4)}
    return layers.Conv2D(filters, size, strides=strides, padding="same", **options)


def resnet_8(shape: tuple[int, ...], first: list[layers.Layer]) -> keras.Model:
    """Build the ResNet of MLPerf Tiny."""
    start = x = keras.Input(shape)
    for layer in (*first, convolution(16, 3), layers.BatchNormalization(), layers.ReLU()):
        x = layer(x)
    for filters, strides in ((16, 1), (32, 2), (64, 2)):
        y = layers.ReLU()(layers.BatchNormalization()(convolution(filters, 3, strides)(x)))
        y = layers.BatchNormalization()(convolution(filters, 3)(y))
        x = x if strides == 1 else convolution(filters, 1, strides)(x)
        x = layers.ReLU()(layers.Add()([x, y]))
    return keras.Model(start, layers.Dense(10, activation="softmax")(layers.GlobalAveragePooling2D()(x)))


def augmentation() -> list[layers.Layer]:
    """Return the layers of Kerazoo's `--augment flip,shift`."""
    return [
        layers.RandomFlip("horizontal"),
        layers.RandomTranslation(0.125, 0.125, fill_mode="constant"),
    ]


def build(name: str, shape: tuple[int, ...], *, augment: bool = False) -> keras.Model:
    """Build the model and compile it with rmsprop."""
    first = augmentation() if augment else []
    dense = [layers.Flatten(), layers.Dense(100, activation="relu")]
    inner = {
        "softmax-1layer": [layers.Flatten()],
        "sigmoid-2layer": [layers.Flatten(), layers.Dense(100, activation="sigmoid")],
        "relu-flatten": dense,
        "relu-dropout": [*dense, layers.Dropout(0.3)],
        "two-convolutions": [
            layers.Reshape((*shape, 1)),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            *dense,
            layers.Dropout(0.4),
        ],
        "gru": [layers.GRU(64)],
    }
    if name == "resnet-8":
        model = resnet_8(shape, first)
    elif name == "text-cnn":
        model = text_cnn(shape)
    else:
        own = [*first, *inner[name], layers.Dense(10, activation="softmax")]
        model = keras.Sequential([keras.Input(shape), *own])
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def main() -> None:
    """Train, test, save, and print the times."""
    parser = argparse.ArgumentParser(description="Train a model with plain Keras.")
    models = ("softmax-1layer", "sigmoid-2layer", "relu-flatten", "relu-dropout", "two-convolutions")
    parser.add_argument("model", choices=(*models, "resnet-8", "gru", "text-cnn"))
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--no-validation", action="store_true")
    parser.add_argument("--as-usual", action="store_true")
    parser.add_argument("--augment", action="store_true")
    arguments = parser.parse_args()

    keras.utils.set_random_seed(42)
    (x, y), (test_x, test_y) = load(arguments.folder, as_usual=arguments.as_usual)
    x, validation_x, y, validation_y = train_test_split(x, y, test_size=0.2, random_state=42)
    validation = None if arguments.no_validation else (validation_x, validation_y)
    model = build(arguments.model, x.shape[1:], augment=arguments.augment)
    clock = Clock()
    verbose = "auto" if arguments.as_usual else 0
    options = {"epochs": arguments.epochs, "validation_data": validation, "verbose": verbose}
    model.fit(x, y, batch_size=32, callbacks=[clock], **options)
    tested = model.evaluate(test_x, test_y, verbose=verbose, return_dict=True)
    with tempfile.TemporaryDirectory() as folder:
        model.save(Path(folder) / "model.keras")
    print(json.dumps({"epoch_seconds": clock.seconds, "test": tested}))


if __name__ == "__main__":
    main()

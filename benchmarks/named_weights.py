"""Compare `zoo predict NAME image.png` with a plain script that builds the model, loads and predicts.

    python benchmarks/named_weights.py [--rounds N]

Both give the class of one image by conv-2's built-in weights: `zoo predict conv-2.fashion-mnist image.png`,
and this file with `--plain`, which loads the same weights from a file of Keras's. The claim is about the time
of the whole command.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from in_turn import Claim, in_turn, peak_of, print_claims, print_surroundings, run, seconds_of

NAME = "conv-2.fashion-mnist"
TARGET = 1.3
ZOO = str(Path(sys.executable).with_name("zoo"))
THEIRS = "plain script"


def plain(weights: Path, image: Path) -> None:
    """Predict as a beginner would do it."""
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras
    import numpy as np
    from keras import layers
    from PIL import Image

    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(100, activation="relu"),
            layers.Dropout(0.4),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.load_weights(weights)
    pixels = np.asarray(Image.open(image).convert("L"), "float32")[None, :, :, None] / 255
    probabilities = model.predict(pixels, verbose=0)[0]
    print(probabilities.argmax(), probabilities.max())


def measure(folder: Path, rounds: int) -> None:
    """Write the image and the weights, and measure both programs alternately."""
    from PIL import Image

    import zoo
    from zoo.builtin.datasets.fashion_mnist import load_sample

    image, weights = folder / "image.png", folder / "model.weights.h5"
    Image.fromarray(load_sample().train.x[0]).save(image)
    zoo.load(NAME).save_weights(weights)
    ours = [ZOO, "predict", NAME, str(image)]
    theirs = [sys.executable, __file__, "--plain", str(weights), str(image)]
    results = in_turn({"zoo predict": lambda: run(ours), THEIRS: lambda: run(theirs)}, rounds)
    both = results["zoo predict"], results[THEIRS]
    claims = [
        Claim("seconds", seconds_of(both[0]), seconds_of(both[1]), TARGET),
        Claim("peak memory", peak_of(both[0]), peak_of(both[1]), None, "MiB"),
    ]
    print_claims(f"one image, {NAME}; {rounds} rounds", claims, "zoo predict", THEIRS)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare the time of zoo predict NAME with plain Keras.")
    parser.add_argument("--rounds", type=int, default=5, help="number of rounds; the median is reported")
    parser.add_argument("--plain", nargs=2, type=Path, metavar=("WEIGHTS", "IMAGE"))
    arguments = parser.parse_args()
    if arguments.plain:
        plain(*arguments.plain)
        return
    print_surroundings()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), arguments.rounds)


if __name__ == "__main__":
    main()

"""Compare the time of `zoo predict` with a plain script that loads the model with Keras and predicts.

    python benchmarks/predict.py [--rounds N]

A run is trained on the sample of Fashion-MNIST. Both programs then read the same .npy file of 10,000
images, and write a CSV file with the class and the probabilities of each: `zoo predict RUN images.npy -o
…`, and this file with `--plain`, which loads model.keras. The claim is about the time of the whole command.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from in_turn import Claim, in_turn, peak_of, print_claims, print_surroundings, run, seconds_of

EXAMPLES = 10_000
TARGET = 1.5
ZOO = str(Path(sys.executable).with_name("zoo"))
THEIRS = "plain script"


def plain(model: Path, images: Path, output: Path) -> None:
    """Predict as a beginner would do it."""
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras
    import numpy as np

    probabilities = keras.models.load_model(model).predict(np.load(images).astype("float32") / 255, verbose=0)
    classes = probabilities.argmax(axis=1)[:, None]
    np.savetxt(output, np.hstack([classes, probabilities]), delimiter=",")


def measure(folder: Path, rounds: int) -> None:
    """Train, write the images, and measure both programs alternately."""
    import numpy as np

    from zoo.builtin.datasets.fashion_mnist import load_sample

    train = [ZOO, "train", "relu-dropout", "--dataset", "fashion-mnist-sample", "--runs-dir", str(folder)]
    trained = Path(run([*train, "--quiet"]).stdout.strip())
    x = np.concatenate([load_sample().train.x] * 2)[:EXAMPLES]
    images = folder / "images.npy"
    np.save(images, x)
    ours = [ZOO, "predict", f"{trained}/", str(images), "-o", str(folder / "ours.csv"), "--force"]
    theirs = [sys.executable, __file__, "--plain", str(trained / "model.keras"), str(images)]
    results = in_turn(
        {"zoo predict": lambda: run(ours), THEIRS: lambda: run([*theirs, str(folder / "theirs.csv")])}, rounds
    )
    both = results["zoo predict"], results[THEIRS]
    claims = [
        Claim("seconds", seconds_of(both[0]), seconds_of(both[1]), TARGET),
        Claim("peak memory", peak_of(both[0]), peak_of(both[1]), None, "MiB"),
    ]
    print_claims(f"{EXAMPLES:,} images; {rounds} rounds", claims, "zoo predict", THEIRS)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare the time of zoo predict with plain Keras.")
    parser.add_argument("--rounds", type=int, default=5, help="number of rounds; the median is reported")
    parser.add_argument("--plain", nargs=3, type=Path, metavar=("MODEL", "IMAGES", "OUTPUT"))
    arguments = parser.parse_args()
    if arguments.plain:
        plain(*arguments.plain)
        return
    print_surroundings()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), arguments.rounds)


if __name__ == "__main__":
    main()

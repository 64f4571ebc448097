"""Compare the time of a sweep with plain Keras scripts, one after another.

    python benchmarks/sweep.py [--rounds N]

The sweep trains the four built-in models with seven optimizers, one seed, five epochs on the full data,
two runs at a time. Of the 28 scripts, one of each model is measured, alternately with the sweep. The time
of all 28 is estimated as seven times the sum, because the time of a step depends little on the optimizer.
"""

from __future__ import annotations

import argparse
import tempfile

from in_turn import Claim, in_turn, print_claims, print_surroundings, run, seconds_of
from workloads import PLAIN, ZOO, folder_of

MODELS = ("softmax-1layer", "sigmoid-2layer", "relu-flatten", "relu-dropout")
OPTIMIZERS = ("sgd", "sgd-fast", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
JOBS, EPOCHS, TARGET = 2, 5, 0.35


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare the time of a sweep with plain Keras.")
    parser.add_argument("--rounds", type=int, default=1, help="number of rounds")
    arguments = parser.parse_args()
    print_surroundings()
    with tempfile.TemporaryDirectory() as folder:
        sweep = [
            "sweep",
            *MODELS,
            "--optimizer",
            ",".join(OPTIMIZERS),
            "--dataset",
            "fashion-mnist",
            "--runs-dir",
            folder,
        ]
        ours = [
            *ZOO,
            "--no-plugins",
            *sweep,
            "--jobs",
            str(JOBS),
            "--epochs",
            str(EPOCHS),
            "--progress",
            "off",
        ]
        data = str(folder_of("fashion-mnist"))
        plain = {
            model: (lambda model=model: run([*PLAIN, model, data, "--epochs", str(EPOCHS)]))
            for model in MODELS
        }
        found = in_turn({"sweep": lambda: run(ours), **plain}, arguments.rounds)
    theirs = len(OPTIMIZERS) * sum(seconds_of(found[model]) for model in MODELS)
    claim = Claim(
        f"{len(OPTIMIZERS) * len(MODELS)} runs, {JOBS} at a time", seconds_of(found["sweep"]), theirs, TARGET
    )
    print_claims(f"A sweep compared with plain scripts in sequence; rounds: {arguments.rounds}", [claim],
                 "zoo sweep", "plain")  # fmt: skip


if __name__ == "__main__":
    main()

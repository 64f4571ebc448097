"""Measure the time to save a checkpoint, compared with the fastest epoch of the book's run.

    python benchmarks/checkpoint.py [--rounds N]

The time includes reading the state from Keras's variables, computing its SHA-256, writing the file, and
flushing the file and its folder. It is measured during a run of relu-dropout with rmsprop on Fashion-MNIST.
The time of an epoch includes validation, but not the checkpoint. The median of the checkpoints is compared
with the fastest of all epochs.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from statistics import median
from typing import Any

from in_turn import Claim, Finished, in_turn, print_claims, print_surroundings, run

import zoo

EPOCHS, TARGET = 5, 0.02


def one_run() -> None:
    """Train, and print the seconds of each checkpoint and of each epoch as JSON."""
    from zoo.training.journal import Journal, Variables

    take, keep, costs = Variables.of, Journal._keep, []  # noqa: SLF001 - this is measured

    def taken(model: Any) -> Variables:
        began = time.perf_counter()
        variables = take(model)
        costs.append(time.perf_counter() - began)
        return variables

    def kept(self: Journal, variables: Variables, *, is_best: bool) -> None:
        began = time.perf_counter()
        keep(self, variables, is_best=is_best)
        costs[-1] += time.perf_counter() - began

    Variables.of = taken  # type: ignore[method-assign, assignment]
    Journal._keep = kept  # type: ignore[method-assign]  # noqa: SLF001 - as above
    with tempfile.TemporaryDirectory(dir=".") as runs:
        record = zoo.train("relu-dropout", dataset="fashion-mnist", epochs=EPOCHS, runs_dir=runs)
    print(json.dumps({"costs": costs, "epochs": record.epoch_seconds}))


def measured(rounds: int) -> Claim:
    """Return both times, over all rounds."""
    command = [sys.executable, __file__, "--one-run"]
    results: list[Finished] = in_turn({"zoo train": lambda: run(command)}, rounds)["zoo train"]
    found = [json.loads(each.stdout) for each in results]
    cost = median(seconds for each in found for seconds in each["costs"])
    fastest = min(seconds for each in found for seconds in each["epochs"])
    return Claim("relu-dropout on fashion-mnist", cost, fastest, TARGET)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the time to save a checkpoint.")
    parser.add_argument("--rounds", type=int, default=3, help="number of trainings")
    parser.add_argument("--one-run", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one_run:
        one_run()
        return
    print_surroundings()
    title = f"One checkpoint compared with the fastest epoch; {arguments.rounds} rounds"
    print_claims(title, [measured(arguments.rounds)], "checkpoint", "epoch")


if __name__ == "__main__":
    main()

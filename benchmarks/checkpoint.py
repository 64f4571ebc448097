"""What keeping the state of an epoch costs, against the fastest epoch of the book's run.

    python benchmarks/checkpoint.py [--rounds N]

The whole of it counts: taking the state out of Keras's variables, its SHA-256, writing, flushing the
file and its folder. It is measured in the run itself, relu-dropout with rmsprop on Fashion-MNIST; an
epoch has its validation in it, but not its checkpoint. The median of the checkpoints stands against
the fastest of all epochs.
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
    """Train, and print as JSON the seconds of each checkpoint and of each epoch."""
    from zoo.training.journal import Journal, Variables

    take, keep, costs = Variables.of, Journal._keep, []  # noqa: SLF001 - what is measured

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
    """Both figures, over all rounds."""
    command = [sys.executable, __file__, "--one-run"]
    results: list[Finished] = in_turn({"zoo train": lambda: run(command)}, rounds)["zoo train"]
    found = [json.loads(each.stdout) for each in results]
    cost = median(seconds for each in found for seconds in each["costs"])
    fastest = min(seconds for each in found for seconds in each["epochs"])
    return Claim("relu-dropout on fashion-mnist", cost, fastest, TARGET)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What keeping the state of an epoch costs.")
    parser.add_argument("--rounds", type=int, default=3, help="how often it is trained")
    parser.add_argument("--one-run", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one_run:
        one_run()
        return
    print_surroundings()
    title = f"The state of one epoch against the fastest epoch; {arguments.rounds} rounds"
    print_claims(title, [measured(arguments.rounds)], "checkpoint", "epoch")


if __name__ == "__main__":
    main()

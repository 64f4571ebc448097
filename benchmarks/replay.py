"""Measure how far two trainings differ because of rounding, and because of other settings.

    python benchmarks/replay.py [--model NAME] [--dataset NAME …] [--epochs N] [--seeds N …] [--jobs N]

A run is repeated with other threads, another loop and other processor instructions, which change the last
bits of sums, and then with another seed, learning rate or batch size, which make it a different run. For
each, the differences in loss and val_loss are printed, from the smallest to the largest over seeds, for the
first epoch and for later ones. The tolerances of a replay, in zoo/runs/verdict.py, are based on this.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from in_turn import print_surroundings, print_table, run

from zoo.runs.verdict import FIRST, LATER, VALIDATION, apart

ZOO = str(Path(sys.executable).with_name("zoo"))
LOOP = ("--backend", "tensorflow", "--execution", "loop", "--threads", "2")
XLA = ("--backend", "tensorflow", "--execution", "loop+xla", "--threads", "2")


class Way(NamedTuple):
    """A variant: options of `zoo train` for the base and for the variant, and environment variables."""

    name: str
    base: tuple[str, ...]
    options: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    seeds_on: int = 0


ARITHMETIC = (
    Way("plain", LOOP, ("--execution", "plain")),
    Way("1 thread", LOOP, ("--threads", "1")),
    Way("without oneDNN", LOOP, (), ("TF_ENABLE_ONEDNN_OPTS=0",)),
    Way("oneDNN with AVX2", LOOP, (), ("ONEDNN_MAX_CPU_ISA=AVX2",)),
    Way("XLA, 1 thread", XLA, ("--threads", "1")),
    Way("XLA with SSE4.2", XLA, (), ("XLA_FLAGS=--xla_cpu_max_isa=SSE4_2",)),
)
MORE = (
    Way("learning rate + 1 %", XLA, ("--set", "optimizer.learning_rate=0.00101")),
    Way("learning rate + 10 %", XLA, ("--set", "optimizer.learning_rate=0.0011")),
    Way("dropout 0.31, not 0.3", XLA, ("--set", "dropout.rate=0.31")),
    Way("batches of 31", XLA, ("--batch-size", "31")),
    Way("seed + 100", XLA, seeds_on=100),
    Way("dropout without XLA", XLA, ("--execution", "loop")),
    Way("JAX", LOOP, ("--backend", "jax")),
)


class Job(NamedTuple):
    """One training."""

    way: Way
    model: str
    dataset: str
    epochs: int
    seed: int

    def rows(self) -> list[dict[str, Any]]:
        """Train, and return the rows of metrics.jsonl."""
        with tempfile.TemporaryDirectory() as folder:
            settings = {
                "dataset": self.dataset,
                "epochs": self.epochs,
                "seed": self.seed + self.way.seeds_on,
                "runs-dir": folder,
            }
            given = [text for name, value in settings.items() for text in (f"--{name}", str(value))]
            command = ["env", *self.way.variables, ZOO, "train", self.model, *self.way.base, *given]
            run([*command, *self.way.options, "--quiet"])
            (path,) = Path(folder).glob("*/metrics.jsonl")
            return [json.loads(line) for line in path.read_text().splitlines()]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how far repeated trainings differ.")
    parser.add_argument("--model", default="relu-dropout")
    parser.add_argument("--dataset", nargs="+", default=["fashion-mnist", "digits"])
    parser.add_argument("--epochs", type=int, default=5, help="two or more")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 4, 42])
    parser.add_argument("--jobs", type=int, default=2, help="number of parallel trainings")
    given = parser.parse_args()
    print_surroundings()
    for dataset in given.dataset:
        ways = (Way("", LOOP), Way("", XLA), *ARITHMETIC, *MORE)
        jobs = [Job(way, given.model, dataset, given.epochs, seed) for way in ways for seed in given.seeds]
        with ThreadPoolExecutor(given.jobs) as pool:
            rows = pool.map(Job.rows, jobs)
            done = {(job.way, job.seed): row for job, row in zip(jobs, rows, strict=True)}
        table = [line(way, given.seeds, done) for way in (*ARITHMETIC, *MORE)]
        header = ("", "bits", "loss, epoch 1", "loss, later", "val_loss, epoch 1", "val_loss, later")
        title = (
            f"{given.model} on {dataset}, {given.epochs} epochs, seeds {given.seeds}: difference in percent"
        )
        print_table(title, header, table)
    print(f"A replay may differ by {FIRST:.2%} in the first epoch's loss, {LATER:.2%} in later ones', "
          f"{VALIDATION:.2%} in val_loss.")  # fmt: skip


def line(way: Way, seeds: list[int], done: dict[tuple[Way, int], Any]) -> tuple[str, ...]:
    """Return a row of the table."""
    found: dict[str, list[list[float]]] = {"loss": [], "val_loss": []}
    same = 0
    for seed in seeds:
        then, now = done[Way("", way.base), seed], done[way, seed]
        same += [row["digest"] for row in then] == [row["digest"] for row in now]
        for name, values in found.items():
            values.append([apart(a[name], b[name]) for a, b in zip(then, now, strict=True)])
    cells = []
    for values in found.values():
        first, later = [each[0] for each in values], [part for each in values for part in each[1:]]
        cells += [f"{100 * min(part):.2g} to {100 * max(part):.2g}" for part in (first, later) if part]
    return (way.name, f"{same} of {len(seeds)}", *cells)


if __name__ == "__main__":
    main()

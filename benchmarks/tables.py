"""Measure how long a large CSV file takes to be described, and to be trained on.

    python benchmarks/tables.py [--rows N] [--rounds N]

`zoo show` is compared with a script that reads the file with Python's `csv` and converts each cell with
`float`. A training is compared with one from the same data as an .npz file, by the seconds of its epochs, in
which nothing is read.
"""

from __future__ import annotations

import argparse
import functools
import json
import sys
import tempfile
from pathlib import Path
from statistics import median

import numpy as np
from in_turn import Claim, in_turn, print_claims, print_surroundings, run, seconds_of
from startup import ZOO

from zoo.data.load import load
from zoo.data.resolve import found_dataset
from zoo.specs.data_options import DataOptions

PLAIN = """\
import csv, sys
def number(cell):
    try:
        return float(cell)
    except ValueError:
        return cell
with open(sys.argv[1], newline="") as file:
    columns = [[number(cell) for cell in column] for column in zip(*csv.reader(file))]
"""
TARGET = 1.2


def main() -> None:
    """Write the files, measure and print."""
    parser = argparse.ArgumentParser(description="Measure how long a large CSV file takes.")
    parser.add_argument("--rows", type=int, default=780_000, help="number of rows")
    parser.add_argument("--rounds", type=int, default=3, help="number of rounds; the median is reported")
    given = parser.parse_args()
    print_surroundings()
    with tempfile.TemporaryDirectory() as folder:
        table, arrays = Path(folder, "table.csv"), Path(folder, "arrays.npz")
        write(table, given.rows)
        loaded = load(found_dataset(table, DataOptions("label"))).train
        np.savez(arrays, x=loaded.x, y=loaded.y)
        train = [ZOO, "train", "softmax-1layer", "--epochs", "1", "--batch-size", "1024", "--json"]
        train += ["--runs-dir", str(Path(folder, "runs")), "--dataset"]
        commands = {
            "show": [ZOO, "show", str(table), "--target", "label"],
            "plain": [sys.executable, "-c", PLAIN, str(table)],
            "csv": [*train, str(table), "--target", "label"],
            "npz": [*train, str(arrays)],
        }
        runs = {name: functools.partial(run, command) for name, command in commands.items()}
        results = in_turn(runs, given.rounds)
    shown = Claim("zoo show", seconds_of(results["show"]), seconds_of(results["plain"]), None)
    print_claims(f"A CSV file of {given.rows:,} rows", [shown], "zoo", "csv and float")
    epochs = [median(sum(json.loads(each.stdout)["epoch_seconds"]) for each in results[name])
              for name in ("csv", "npz")]  # fmt: skip
    trained = Claim("an epoch", epochs[0], epochs[1], TARGET)
    print_claims("Training, reading aside", [trained], "CSV", ".npz")


def write(path: Path, rows: int) -> None:
    """Write a table of numbers, categories and missing values."""
    random = np.random.default_rng(42)
    columns = [
        np.arange(rows),
        random.normal(size=rows).round(4),
        random.normal(size=rows),
        random.integers(0, 100, rows),
        (random.random(rows) * 1e6).round(2),
        random.choice(["red", "blue", "green", ""], rows),
        random.choice([f"c{place}" for place in range(30)], rows),
        random.choice(["a", "b", "c"], rows),
    ]
    with path.open("w", encoding="utf-8") as file:
        file.write("id,x,y,age,income,colour,city,label\n")
        file.writelines(
            ",".join(map(str, row)) + "\n" for row in zip(*map(np.ndarray.tolist, columns), strict=True)
        )


if __name__ == "__main__":
    main()

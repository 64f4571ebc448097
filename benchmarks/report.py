"""Measure the time of `zoo report` and the size of its page, for a run and for a sweep.

    python benchmarks/report.py [--rounds N]

A run is trained on the full Fashion-MNIST (10,000 test images) for one epoch, and a sweep of 28 runs on its
sample. The report of a run evaluates the model on the test images, which imports Keras. It is therefore
measured alternately with the import of Keras and TensorFlow alone. The claims are absolute: seconds and KB.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from in_turn import Finished, in_turn, print_surroundings, print_table, run, seconds_of
from workloads import ZOO

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS, KB = 5.0, 1_000
IMPORT = "import keras"


def main() -> None:
    """Train, measure and print."""
    parser = argparse.ArgumentParser(description="Measure the time of zoo report and the size of its page.")
    parser.add_argument("--rounds", type=int, default=5, help="number of rounds; the median is reported")
    rounds = parser.parse_args().rounds
    print_surroundings()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), rounds)


def measure(folder: Path, rounds: int) -> None:
    """Train, and write the reports alternately."""
    where = ["--runs-dir", str(folder / "runs")]
    train = [*ZOO, "train", "relu-dropout", "--dataset", "fashion-mnist", "--epochs", "1"]
    trained = run([*train, "--quiet", *where]).stdout.strip()
    models = ["softmax-1layer", "sigmoid-2layer", "relu-flatten", "relu-dropout"]
    sweep = [*ZOO, "sweep", *models, "--optimizer", "*", "--dataset", "fashion-mnist-sample", "--epochs", "2"]
    run([*sweep, "--progress", "off", *where])
    (swept,) = (folder / "runs").glob("sweep-*")
    pages = {"a run": trained, "a sweep of 28 runs": str(swept)}
    commands = {name: _reported(path, _page(folder, name)) for name, path in pages.items()}
    importing = [sys.executable, "-c", "import keras, tensorflow"]
    results = in_turn({**commands, IMPORT: lambda: run(importing)}, rounds)
    rows = [_row(name, results[name], _page(folder, name)) for name in pages]
    rows.append((IMPORT, f"{seconds_of(results[IMPORT]):.2f} s", "", ""))
    header = ("", f"seconds (≤ {SECONDS:.0f})", f"KB (≤ {KB:,})", "")
    print_table(f"zoo report; {rounds} rounds", header, rows)


def _page(folder: Path, name: str) -> Path:
    return folder / f"{name.replace(' ', '-')}.html"


def _reported(path: str, page: Path) -> Callable[[], Finished]:
    return lambda: run([*ZOO, "report", f"{path}/", "-o", str(page), "--force"])


def _row(name: str, found: list[Finished], page: Path) -> tuple[str, ...]:
    seconds, size = seconds_of(found), page.stat().st_size / 1_000
    met = seconds <= SECONDS and size <= KB
    return (name, f"{seconds:.2f} s", f"{size:.0f}", "met" if met else "missed")


if __name__ == "__main__":
    main()

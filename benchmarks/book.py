"""The book's figures beside ours: every run of five epochs that book.toml has, trained again.

    python benchmarks/book.py            prints the page
    python benchmarks/book.py --write    writes it to docs/results.md

The book's figures are single runs by several people, unseeded; a run of ours should land near them.
Where two people did the same, ours is trained once and stands beside both.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zoo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zoo.run import RunRecord

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "results.md"
SECTION = "## Simple models\n"
"""What benchmarks/baselines.py writes begins so, and stays."""
EPOCHS, SEED = 5, 42
NEAR = 0.015
"""How far an accuracy may be from the book's: 1.5 percentage points."""
FIGURES = {
    "train_accuracy": "accuracy",
    "validation_accuracy": "val_accuracy",
    "train_loss": "loss",
    "validation_loss": "val_loss",
}
"""What the book calls a figure, and what a history does."""


def main() -> None:
    """Train, compare, print or write."""
    parser = argparse.ArgumentParser(description="The book's figures beside ours.")
    parser.add_argument("--write", action="store_true", help="write docs/results.md")
    write = parser.parse_args().write
    book = tomllib.loads((HERE / "book.toml").read_text(encoding="utf-8"))
    runs = [run for run in book["run"] if run["epochs"] == EPOCHS and "patience" not in run]
    page = page_of(runs, train_each(runs))
    if write:
        _, heading, section = PAGE.read_text(encoding="utf-8").partition(SECTION)
        PAGE.write_text(f"{page}\n{heading}{section}" if heading else page, encoding="utf-8")
    else:
        print(page, end="")


def train_each(runs: Iterable[dict[str, Any]]) -> dict[tuple[str, str], RunRecord]:
    """Train each pair of model and optimizer once, on all of Fashion-MNIST."""
    records = {}
    with tempfile.TemporaryDirectory() as folder:
        for pair in dict.fromkeys((run["model"], run["optimizer"]) for run in runs):
            print(f"training {pair[0]} with {pair[1]}", file=sys.stderr)
            records[pair] = zoo.train(*pair, "fashion-mnist", epochs=EPOCHS, seed=SEED, runs_dir=folder)
    return records


def page_of(runs: Iterable[dict[str, Any]], records: dict[tuple[str, str], RunRecord]) -> str:
    """The page, as Markdown."""
    rows = [
        row_of(run, figure, records[run["model"], run["optimizer"]])
        for run in runs
        for figure in FIGURES
        if figure in run
    ]
    accuracies = [row for row in rows if row[-1]]
    near = sum(row[-1] == "yes" for row in accuracies)
    record = next(iter(records.values()))
    versions = record.versions
    examples = record.examples
    header = ("Model", "Optimizer", "Metric", "Book", "Ours", "Difference", "Within 1.5 points")
    return f"""\
# The book's figures beside ours

This page was made by `python benchmarks/book.py --write`.

Fashion-MNIST, {examples["training"]:,} training and {examples["validation"]:,} validation images; \
{EPOCHS} epochs, batches of
{record.batch_size}, seed {SEED}; Keras {versions["keras"]} on TensorFlow {versions["tensorflow"]}.

{near} of {len(accuracies)} accuracies are within 1.5 percentage points of the book's. The book's figures are
single runs by several people without a seed; where two people trained the same model with the same
optimizer, ours is one run beside both. Losses are shown for information.

{table_of(header, rows)}
The accuracy and the loss in training are Keras's: means over an epoch in which the weights change. So
they are a little worse than the same weights are at its end.
"""


def row_of(run: dict[str, Any], figure: str, record: RunRecord) -> tuple[str, ...]:
    """One figure of one of the book's runs, beside that of our last epoch."""
    book, ours = run[figure], record.history[FIGURES[figure]][-1]
    name = figure.replace("_", " ").replace("train ", "training ")
    verdict = ""
    difference = f"{ours - book:+.4f}"
    if figure.endswith("accuracy"):
        verdict = "yes" if abs(ours - book) <= NEAR else "no"
        difference = f"{100 * (ours - book):+.2f} points"
    return (run["model"], run["optimizer"], name, f"{book:.4f}", f"{ours:.4f}", difference, verdict)


def table_of(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table; numbers to the right."""
    lines = [header, tuple("---:" if column in {3, 4, 5} else "---" for column in range(len(header))), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    main()

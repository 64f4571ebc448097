"""Compare our results with the book's: train every run in book.toml with five seeds.

    python benchmarks/book.py            prints the page
    python benchmarks/book.py --write    writes it to docs/results.md, and the curves to docs/images/book.svg

The book's results are single runs by several people, without a seed; our mean should be close to them. If two
people trained the same, ours is compared with both. This takes about ten minutes on two processors.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections import defaultdict
from pathlib import Path
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.drawing.curves import Curves, draw, mean_of
from zoo.sweeps import Asked, begin, go_on, planned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "results.md"
PICTURE = HERE.parent / "docs" / "images" / "book.svg"
SECTION = "## Simple models\n"
"""The heading of the section that benchmarks/baselines.py writes; it is kept."""
SEEDS, JOBS = tuple(range(42, 47)), 2
NEAR = 0.015
"""The largest accepted difference in accuracy: 1.5 percentage points."""
FIGURES = {
    "train_accuracy": "accuracy",
    "validation_accuracy": "val_accuracy",
    "train_loss": "loss",
    "validation_loss": "val_loss",
}
"""The names of metrics in book.toml, and in a history."""
Record = dict[str, Any]


class How(NamedTuple):
    """A training configuration. With `keep="best"`, the epoch with the lowest validation loss is used."""

    model: str
    optimizer: str
    epochs: int
    keep: str = "last"
    patience: int | None = None

    @classmethod
    def of(cls, run: Mapping[str, Any]) -> How:
        """Return the configuration of a run in book.toml."""
        keep = "best" if "keep" in run or "patience" in run else "last"
        return cls(run["model"], run["optimizer"], run["epochs"], keep, run.get("patience"))

    def __str__(self) -> str:
        """Return a text such as "20 epochs, best"."""
        words = [f"{self.epochs} epochs"] + ["best"] * (self.keep == "best")
        return ", ".join(words + ([f"patience {self.patience}"] if self.patience else []))


WITHOUT_DROPOUT, WITH_DROPOUT = (
    How("relu-flatten", "adam", 20, "best"),
    How("relu-dropout", "adam", 20, "best"),
)
"""The configurations of the book's curves over 20 epochs."""


def main() -> None:
    """Train and compare; print or write the page."""
    parser = argparse.ArgumentParser(description="Compare our results with the book's.")
    parser.add_argument("--write", action="store_true", help="write docs/results.md")
    write = parser.parse_args().write
    book = tomllib.loads((HERE / "book.toml").read_text(encoding="utf-8"))["run"]
    with tempfile.TemporaryDirectory() as folder:
        found = train_all([*map(How.of, book), WITHOUT_DROPOUT, WITH_DROPOUT], Path(folder))
    page = page_of(book, found)
    if not write:
        print(page, end="")
        return
    _, heading, section = PAGE.read_text(encoding="utf-8").partition(SECTION)
    PAGE.write_text(f"{page}\n{heading}{section}" if heading else page, encoding="utf-8")
    PICTURE.write_text(picture(found), encoding="utf-8")


def train_all(hows: Iterable[How], runs: Path) -> dict[How, list[Record]]:
    """Return the records of each configuration, one for each seed."""
    groups: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for how in dict.fromkeys(hows):
        groups[how.model, how.epochs, how.keep, how.patience].append(how.optimizer)
    found: dict[How, list[Record]] = {}
    for (model, epochs, keep, patience), optimizers in groups.items():
        train = {"epochs": epochs, "keep": keep} | ({"patience": patience} if patience else {})
        asked = Asked((model,), tuple(optimizers), SEEDS, "fashion-mnist", train=train)
        print(f"{model} with {', '.join(optimizers)}, {epochs} epochs", file=sys.stderr)
        sweep = begin(asked, planned(asked), runs, JOBS)
        failed = go_on(sweep, lambda _: None, lambda: None)
        if failed:
            sys.exit(f"{len(failed)} runs failed: {next(iter(failed.values()))}")
        for run in sweep.runs().values():
            how = How(model, run.record["optimizer"], epochs, keep, patience)
            found.setdefault(how, []).append(run.record)
    return {how: sorted(records, key=lambda record: record["seed"]) for how, records in found.items()}


def page_of(book: Sequence[Mapping[str, Any]], found: Mapping[How, list[Record]]) -> str:
    """Return the page as Markdown."""
    rows = [row_of(run, name, found[How.of(run)]) for run in book for name in FIGURES if name in run]
    accuracies = [row for row in rows if row[-1]]
    outside = [row for row in accuracies if row[-1] == "no"]
    record = next(iter(found.values()))[0]
    versions, examples = record["versions"], record["examples"]
    header = ("Model", "Optimizer", "Trained", "Metric", "Book", "Ours", "Difference", "Within 1.5 points")
    return f"""\
# The book's results

This page compares our results with those of the book. It is written by `python benchmarks/book.py --write`.

Fashion-MNIST, {examples["training"]:,} training and {examples["validation"]:,} validation images; \
batches of {record["batch_size"]}, seeds {SEEDS[0]} to {SEEDS[-1]};
Keras {versions["keras"]} on TensorFlow {versions["tensorflow"]}, one thread for each run.

"Ours" is the mean and standard deviation of {len(SEEDS)} runs, for the last epoch, or for the epoch with the
lowest validation loss if the row says "best". The book's results are single runs by several people, without a
seed. {len(accuracies) - len(outside)} of {len(accuracies)} accuracies are within 1.5 percentage points.
{why(outside)}

{table_of(header, rows)}
Training accuracy and loss are averages over the epoch, as Keras reports them, while the weights change.
They are therefore slightly worse than those of the weights at the end of the epoch.

## Dropout and early stopping

{stopping(book, found)}

![Loss and accuracy of 20 epochs with and without dropout](images/book.svg)

{dropout(found)}
"""


def row_of(run: Mapping[str, Any], figure: str, records: Sequence[Record]) -> tuple[str, ...]:
    """Return a row that compares one metric of a run of the book with ours."""
    how, book = How.of(run), run[figure]
    ours = [record["history"][FIGURES[figure]][record["kept_epoch"] - 1] for record in records]
    mean = fmean(ours)
    name = figure.replace("_", " ").replace("train ", "training ")
    verdict, difference = "", f"{mean - book:+.4f}"
    if figure.endswith("accuracy"):
        verdict = "yes" if abs(mean - book) <= NEAR else "no"
        difference = f"{100 * (mean - book):+.2f} points"
    spread = f"{mean:.4f} ± {stdev(ours):.4f}"
    return (how.model, how.optimizer, str(how), name, f"{book:.4f}", spread, difference, verdict)


def why(outside: Sequence[tuple[str, ...]]) -> str:
    """Return a sentence about the accuracies that differ by more."""
    if not outside:
        return "No accuracy differs by more."
    named = "; ".join(f"{row[0]} with {row[1]}, {row[3]}: book {row[4]}, ours {row[5]}" for row in outside)
    return f"These differ by more: {named}. The book has a single run of each, so its spread is unknown."


def stopping(book: Sequence[Mapping[str, Any]], found: Mapping[How, list[Record]]) -> str:
    """Return a paragraph about early stopping."""
    run = next(run for run in book if "patience" in run)
    records = found[How.of(run)]
    ended = [len(record["epoch_seconds"]) for record in records]
    accuracy = [record["history"]["val_accuracy"][record["kept_epoch"] - 1] for record in records]
    said = (
        f"With `--patience {run['patience']}`, {run['model']} with {run['optimizer']} stopped after "
        f"{', '.join(map(str, sorted(ended)))} epochs\n(the book: after {run['stopped']}), with a validation "
        f"accuracy of {fmean(accuracy):.4f} ± {stdev(accuracy):.4f} at the best epoch."
    )
    if min(ended) <= run["stopped"] <= max(ended):
        return said
    return (
        f"{said}\nThe book's number is outside this range. The epoch at which training\n"
        "stops depends on chance, as the range of ours shows, and the book's is a single run without a seed."
    )


def dropout(found: Mapping[How, list[Record]]) -> str:
    """Return a paragraph about the effect of dropout over 20 epochs."""
    lines = []
    for how in (WITHOUT_DROPOUT, WITH_DROPOUT):
        best = [record["best_epoch"] for record in found[how]]
        last = [record["history"]["val_loss"][-1] for record in found[how]]
        lowest = [min(record["history"]["val_loss"]) for record in found[how]]
        lines.append(
            f"{how.model}: the lowest validation loss, {fmean(lowest):.4f} ± {stdev(lowest):.4f}, is reached "
            f"in epochs {min(best)} to {max(best)};\nafter 20 epochs the loss is {fmean(last):.4f} ± "
            f"{stdev(last):.4f}."
        )
    return "\n\n".join(lines)


def picture(found: Mapping[How, list[Record]]) -> str:
    """Draw the mean curves over all seeds, with and without dropout."""
    drawn = []
    for how in (WITHOUT_DROPOUT, WITH_DROPOUT):
        each = [Curves(how.model, "", record["history"], record["best_epoch"]) for record in found[how]]
        title = f"with {how.optimizer} on fashion-mnist, mean of {len(each)} seeds"
        drawn.append(mean_of(how.model, title, each))
    return draw(drawn, f"{WITH_DROPOUT.epochs} epochs with and without dropout")


def table_of(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table with numbers aligned to the right."""
    lines = [header, tuple("---:" if column in {4, 5, 6} else "---" for column in range(len(header))), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    main()

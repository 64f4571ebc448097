"""Measure what the catalogue shows: train built-in models, optimizers and datasets over five seeds.

    python benchmarks/catalogue.py            prints the results
    python benchmarks/catalogue.py --write    writes them to zoo/builtin/measured.json, too

Each row is what `zoo sweep` trains with the command on its page. A row whose model, preset, training and data
are as they were is kept; `--all` measures it again. All of them take 21 minutes of one processor.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from typing import TYPE_CHECKING, Any, NamedTuple

import zoo
from zoo.drawing.curves import Curves, mean_of
from zoo.pages.measured import FILE, Measured, measured, written
from zoo.pages.results import spread
from zoo.pages.stale import DATA, changed, digests_of, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = 5
DIGITS = 6
"""Decimals that are kept."""
OPTIMIZERS = (
    *("sgd", "sgd-fast", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adafactor", "adadelta"),
    *("adamax", "adamw", "ftrl", "lamb", "lion", "muon", "nadam", "schedule-free-adamw"),
)


class Group(NamedTuple):
    """Trainings on one dataset: each model with each optimizer."""

    dataset: str
    models: tuple[str, ...]
    optimizers: tuple[str, ...]
    epochs: int


GROUPS = (
    Group("iris", ("mlp",), ("adam",), 50),
    Group("iris", ("softmax-1layer",), ("sgd-fast",), 50),
    Group("wine", ("mlp",), ("adam",), 50),
    Group("wine", ("softmax-1layer",), ("sgd-fast",), 50),
    Group("breast-cancer", ("mlp",), ("adam",), 50),
    Group("breast-cancer", ("softmax-1layer",), ("sgd-fast",), 50),
    Group("diabetes", ("mlp",), ("adam",), 50),
    Group("digits", ("conv-2", "mlp", "relu-flatten", "gru"), ("adam",), 20),
    Group("fashion-mnist", ("softmax-1layer", "sigmoid-2layer", "relu-dropout"), ("adam",), 5),
    Group("fashion-mnist", ("relu-flatten",), OPTIMIZERS, 5),
    Group("fashion-mnist-sample", ("relu-flatten", "lenet-5", "conv-2", "resnet-8"), ("adam",), 10),
)


def main() -> None:
    """Measure, and print or write the results."""
    parser = argparse.ArgumentParser(description="Measure what the catalogue shows.")
    parser.add_argument("--write", action="store_true", help="write zoo/builtin/measured.json")
    parser.add_argument("--all", action="store_true", help="measure again what has not changed")
    options = parser.parse_args()
    data = {group.dataset: zoo.load_dataset(group.dataset).digest for group in GROUPS}
    known = {} if options.all else {each.how: each for each in measured() if not changed(each, data)}
    rows: list[Measured] = []
    for group in GROUPS:
        for row in found(group, known):
            rows.append(row)
            print(f"{row.command}: test {row.metric} {spread(row.spread(row.metric))}", flush=True)
        if options.write:  # a measurement that is stopped keeps what it has
            left = [each for how, each in known.items() if how not in {row.how for row in rows}]
            FILE.write_text(written([*rows, *left]), encoding="utf-8")
    if options.write:
        FILE.write_text(written(rows), encoding="utf-8")


def found(group: Group, known: dict[str, Measured]) -> Iterator[Measured]:
    """The results of a group; those that are not known are measured."""
    for model in group.models:
        trained: dict[str, Measured] = {}
        names = {f"{model} with {each} on {group.dataset}": each for each in group.optimizers}
        if missing := [each for how, each in names.items() if how not in known]:
            trained = {row.how: row for row in measure(model, missing, group)}
        yield from (trained.get(how) or known[how] for how in names)


def measure(model: str, optimizers: list[str], group: Group) -> Iterator[Measured]:
    """Train a model with several optimizers."""
    with tempfile.TemporaryDirectory() as runs:
        swept = zoo.sweep(
            model, optimizers, group.dataset, seeds=SEEDS, epochs=group.epochs, jobs=1, runs_dir=runs
        )
        if swept.failed:
            sys.exit(f"{len(swept.failed)} runs failed: {next(iter(swept.failed.values()))}")
        for row in swept.ranking.rows:
            yield result(swept.of_row(row), {"epochs": group.epochs})


def result(records: list[zoo.RunRecord], train: dict[str, Any]) -> Measured:
    """The results of runs that differ in their seeds."""
    first = records[0]
    mean = mean_of("", "", [Curves("", "", each.history, each.best_epoch) for each in records])
    row = Measured(
        model=first.model,
        optimizer=first.optimizer,
        dataset=first.dataset,
        train=train,
        seeds=[each.seed for each in records],
        parameters=first.parameters,
        examples=first.examples,
        metrics={
            split: {name: [round(each.metrics[split][name], DIGITS) for each in records] for name in values}
            for split, values in first.metrics.items()
        },
        history={name: [round(each, DIGITS) for each in values] for name, values in mean.history.items()},
        bands={
            name: [[round(low, DIGITS), round(high, DIGITS)] for low, high in values]
            for name, values in mean.bands.items()
        },
        best_epoch=mean.best_epoch,
        digests={},
        versions={name: first.versions[name] for name in ("kerazoo", "keras", "tensorflow")},
    )
    row.digests.update(digests_of(plan_of(row)) | {DATA: first.dataset_digest})
    return row


if __name__ == "__main__":
    main()

"""A described dataset on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoo.api.described import Described, DescribedDataset


def print_heading(described: Described) -> None:
    """Print the name, the summary and where it is from, and an empty line."""
    from zoo.api.described import DescribedOptimizer
    from zoo.cli import console
    from zoo.tables.catalog import origin
    from zoo.tables.words import literal

    source = origin(described.distribution, described.version)
    keras = f", keras.optimizers.{described.type}" if isinstance(described, DescribedOptimizer) else ""
    summary = f": {literal(described.summary)}" if described.summary else ""
    console.say(f"{literal(described.name)}{summary} ({described.kind}, {source}{keras})")
    console.say()


def print_dataset(described: DescribedDataset) -> None:
    """Print what is known about a dataset, its columns and its splits."""
    from zoo.cli import console
    from zoo.tables import dataset as tables

    console.answer(tables.properties(described.spec))
    file = described.spec.file
    if file is not None and file.columns:
        console.say()
        console.answer(tables.columns(file))
        if more := len(file.columns) - len(tables.shown_columns(file)):
            console.aside(f"{more:,} more columns; --json has all of them")
    print_splits(described)
    if described.remark:
        console.note(described.remark)
    elif not described.splits:
        console.aside("The data is not loaded; --samples loads it and shows some examples.")


def print_splits(described: DescribedDataset) -> None:
    """Print the statistics of the splits, if they are known, and the examples of each class."""
    from zoo.cli import console
    from zoo.specs.task import UNITS
    from zoo.tables import splits as tables

    if not described.splits:
        return
    console.say()
    noun = UNITS[described.spec.task.kind][0]
    console.answer(tables.splits(described.splits, described.spec.unit, noun))
    if tables.has_few_classes(described.splits):
        console.say()
        console.answer(tables.classes(described.splits, noun))

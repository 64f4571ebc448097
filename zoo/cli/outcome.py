"""What is printed of one run: its layers, its epochs, its results, and where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoo.run import RunRecord


def print_run(record: RunRecord) -> None:
    """Print the tables that a training ends with."""
    from zoo.cli import console  # noqa: PLC0415 - nothing heavier than Click before it is needed
    from zoo.tables import training as tables  # noqa: PLC0415 - Rich

    console.say(tables.heading(record))
    grids = [tables.layers(record)]
    grids += [tables.epochs(record)] if record.history else []
    grids += [tables.splits(record)] if record.metrics else []
    for grid in grids:
        console.say()
        console.answer(grid)
    console.say()
    console.say(tables.ending(record))

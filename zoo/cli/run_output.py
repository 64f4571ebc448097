"""The output for one run: its layers, its epochs, its results and its path."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.runs import RunRecord
    from zoo.training.events import Watch


@contextlib.contextmanager
def watched(how: str, *, as_json: bool) -> Iterator[Watch]:
    """Show the progress of a training on stderr; if it fails or is interrupted, --json prints its record."""
    from zoo.cli import console
    from zoo.cli.progress import watching
    from zoo.runs import Interrupted, TrainingFailed

    try:
        # Plugins that print must not write into the output.
        with watching(how) as watch, contextlib.redirect_stdout(sys.stderr):
            yield watch
    except (TrainingFailed, Interrupted) as error:
        if as_json and error.record is not None:
            console.document(error.record.to_json())
        raise


def print_outcome(record: RunRecord, *, as_json: bool, quiet: bool, progress: str) -> None:
    """Print the results of a training in the chosen format; `progress` is how its epochs were shown."""
    from zoo.cli import console

    if as_json:
        console.document(record.to_json())
    elif quiet:
        console.raw(f"{record.path}\n")
    else:
        # Lines of progress in the same file have the heading and the epochs already.
        print_run(record, are_epochs_shown=progress in ("auto", "plain") and console.are_one_file())
        console.then(f"zoo evaluate {record.id[-4:]}")


def print_run(record: RunRecord, *, are_epochs_shown: bool = False) -> None:
    """Print the tables of a run; if its epochs are shown already, without these and without the heading."""
    from zoo.cli import console
    from zoo.tables import training as tables

    if not are_epochs_shown:
        console.say(tables.heading(record))
    grids = [tables.layers(record)]
    grids += [tables.epochs(record)] if record.history and not are_epochs_shown else []
    grids += [tables.splits(record)] if record.metrics else []
    for grid in grids:
        console.say()
        console.answer(grid)
    console.say()
    console.say(tables.ending(record))

"""The output for one run: its layers, its epochs, its results and its path."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.comparison.baselines import Baselines
    from zoo.runs import RunRecord
    from zoo.training.begin import Expected
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
        print_advice(record)
        console.then(f"zoo evaluate {record.id[-4:]}")


def print_advice(record: RunRecord) -> None:
    """Print what the figures of a training call for, if they do."""
    from zoo.cli import console
    from zoo.comparison.advice import advice
    from zoo.tables.words import literal

    for each in advice(record, _baselines_of(record)):
        console.say(f"{literal(each.sentence)}: {literal(each.command)}")


def _baselines_of(record: RunRecord) -> Baselines | None:
    """The baselines of the run's data: those saved beside it, or new ones of a small table."""
    from zoo.comparison.baselines import baselines_beside
    from zoo.errors import ZooError
    from zoo.plan import file as plan_file
    from zoo.runs.directory import PLAN

    path = Path(record.path)
    found, _ = baselines_beside(path, record.to_json())
    if found is not None or "dataset" in record.origins:
        return found
    from zoo.comparison.fit_baselines import quick_baselines

    try:
        return quick_baselines(plan_file.load(path / PLAN).dataset, path.parent)
    except ZooError:  # the data has changed, or the folder is full: only the advice is missing
        return None


def print_expected(expected: Expected, *, as_json: bool, quiet: bool) -> None:
    """Print what a training will do; --quiet prints the plan alone, as a file for --plan."""
    from zoo.cli import console
    from zoo.plan import file as plan_file
    from zoo.tables import training as tables

    if as_json:
        console.document(expected.to_json())
        return
    if quiet:
        console.raw(plan_file.dumps(expected.plan))
        return
    for line in tables.beginning(expected.record):
        console.say(line)
    console.say()
    console.answer(tables.expected(expected))
    console.say()
    console.answer(tables.layers(expected.record))
    console.aside("Nothing was trained. With --quiet, the plan is printed as TOML, a file for --plan.")


def note_taken_name(name: str | None, runs: Path) -> None:
    """Note that another run has this name, by which commands will then find neither."""
    from zoo.cli import console
    from zoo.runs.find import all_ids_in, names_in

    taken = names_in(runs, all_ids_in(runs)).get(name, []) if name and runs.is_dir() else []
    if taken:
        console.note(f"{taken[-1][-4:]} is called {name} too; commands will need an id in place of the name")


def print_run(record: RunRecord, *, are_epochs_shown: bool = False) -> None:
    """Print the tables of a run; if its epochs are shown already, without these and without the heading."""
    from zoo.cli import console
    from zoo.tables import training as tables

    if not are_epochs_shown:
        console.say(tables.heading(record))
    console.say()
    console.answer(tables.layers(record))
    if record.loss:
        console.aside(tables.loss(record))
    grids = [tables.epochs(record)] if record.history and not are_epochs_shown else []
    grids += [tables.splits(record)] if record.metrics else []
    for grid in grids:
        console.say()
        console.answer(grid)
    console.say()
    console.say(tables.ending(record))

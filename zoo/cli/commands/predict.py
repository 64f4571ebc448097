"""`zoo predict`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zoo.cli.parameters import Run, Value, Word, force_option, json_option, runs_dir_option, runs_of
from zoo.errors import UsageError

if TYPE_CHECKING:
    from zoo.inference.predictions import Predictions

FORMATS = ("table", "csv", "jsonl", "json")
SHOWN = 20
"""Examples that a table has where nobody says how many."""


@click.command("predict", short_help="Predict classes or numbers for images and rows.")
@click.argument("run", type=Run())
@click.argument("inputs", metavar="[FILE]...", type=click.Path(allow_dash=True), nargs=-1)
@click.option(
    "--split", type=Word("test", "validation", "training"), help="The dataset's own examples. [default: test]"
)
@click.option("--limit", type=Value("N"), help="Only the first N examples.")
@click.option("--format", "form", type=Word(*FORMATS), help="How to print them. [default: table]")
@click.option(
    "-o", "--output", type=click.Path(), metavar="FILE", help="Write CSV, JSON lines or JSON there."
)
@force_option
@runs_dir_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    run: str,
    inputs: tuple[str, ...],
    split: Any,
    limit: Any,
    form: str | None,
    output: str | None,
    force: bool,
    runs_dir: str | None,  # noqa: ARG001 - runs_of reads it
    as_json: bool,
) -> None:
    """Predict the classes of images and rows, or their numbers, with a run's model.

    RUN is a folder, a run's id, the last four characters of one, `last`, or a .keras file, whose
    numbers are printed as they are. FILE is a PNG or JPEG picture, an .npy, .npz or CSV file, or - for
    standard input. Pictures are made like the training images, and a note says how; values in arrays
    and CSV are those of the dataset, before scaling.
    """
    from zoo.cli import console
    from zoo.cli.run_output import watched
    from zoo.inference.predict import predict
    from zoo.system.output import checked_output, write_output

    form = _chosen(form, output, as_json=as_json)
    path = None if output is None else checked_output(output, force=force)
    most = max(SHOWN, len(inputs)) if form == "table" and limit is None else limit
    with watched("auto", as_json=as_json) as watch:
        found = predict(run, inputs, split=split, limit=most, runs_dir=runs_of(ctx), watch=watch)
    for note in found.notes:
        console.note(note)
    if path is not None:
        write_output(path, found.text(form))
        console.progress(f"{len(found.names):,} predictions: {path}")
    elif form == "table":
        _print(found)
    else:
        console.raw(found.text(form))


def _chosen(form: str | None, output: str | None, *, as_json: bool) -> str:
    """The format that is meant: what is said, what the file's name ends in, or a table."""
    if as_json:
        if form not in (None, "json"):
            raise UsageError(f"--json and --format {form} can't be had together; wanted one of them")
        return "json"
    if output is None:
        return form or "table"
    meant = form or Path(output).suffix.lower().removeprefix(".")
    if meant not in FORMATS[1:]:
        raise UsageError(
            f"{output} needs a format; wanted --format csv, jsonl or json, or a name that ends so"
        )
    return meant


def _print(found: Predictions) -> None:
    from zoo.cli import console
    from zoo.tables import prediction as tables

    if found.images is not None and console.draws():
        from zoo.tables.drawing import side_by_side

        captions = [row["class"] if found.classes else row["example"] for row in found.rows()]
        for line in side_by_side(found.images.tolist(), captions, console.out().width):
            console.say(line)
        console.say()
    console.answer(tables.predictions(found))
    if len(found.names) < found.of:
        console.note(f"the first {len(found.names):,} of {found.of:,}; --limit {found.of} shows all of them")

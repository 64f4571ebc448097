"""`zoo predict`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zoo.cli.command import Command
from zoo.cli.options import data_option, force_option, json_option, output_option, runs_dir_option
from zoo.cli.parameters import Trained, WholeNumber, Word, runs_of
from zoo.errors import UsageError, shorten

if TYPE_CHECKING:
    from zoo.inference.predictions import Predictions

FORMATS = ("table", "csv", "jsonl", "json")
ARRAYS = ("npy", "npz")
"""Formats that are only written to files."""
SHOWN = 20
"""Examples in a table without --limit."""
INPUTS = (".png", ".jpg", ".jpeg", ".npy", ".npz", ".csv", ".tsv", ".parquet", ".xlsx", ".jsonl", ".gz")
"""Suffixes of files with examples, which are not runs."""


@click.command(
    "predict",
    cls=Command,
    short_help="Predict classes or numbers for images and rows.",
    examples=(
        "zoo predict last boot.png",
        "zoo predict conv-2.fashion-mnist boot.png",
        "zoo predict 3f9a --split test --limit 100 -o predictions.csv",
    ),
)
@click.argument("run", type=Trained())
@click.argument("inputs", metavar="[FILE]...", type=click.Path(allow_dash=True), nargs=-1)
@click.option(
    "--split",
    type=Word("test", "validation", "training"),
    help="Split of the dataset to predict. [default: test]",
)
@click.option("--limit", type=WholeNumber(), help="Only the first N examples.")
@click.option(
    "--strict", is_flag=True, help="Refuse unknown categories, values of another kind and unknown columns."
)
@click.option("--format", "form", type=Word(*FORMATS, *ARRAYS), help="Output format. [default: table]")
@data_option
@click.option(
    "--drop",
    metavar="COLUMN,...",
    multiple=True,
    allow_from_autoenv=False,
    help="For a .keras file: columns of a table that the model is not given.",
)
@output_option("FILE", "Write CSV, JSON lines or JSON to this file.")
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
    strict: bool,
    data: str | None,
    drop: tuple[str, ...],
    form: str | None,
    output: str | None,
    force: bool,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
    as_json: bool,
) -> None:
    """Predict classes or numbers for images and rows with a run's model.

    RUN is a run's folder, its name, its id, the last four characters of its id, or `last`, or the name of
    trained weights, or a .keras file, whose outputs are printed unchanged. FILE is an image (PNG, JPEG,
    WebP, ...), a folder or an archive of images, an .npy or .npz file, a table such as CSV, or - for
    standard input. Images are converted to the format of the training images, and a note says how. Values
    in arrays and tables are raw, unscaled.
    """
    from zoo.cli import console
    from zoo.cli.run_output import watched
    from zoo.inference.predict import predict
    from zoo.system.output import checked_output, in_place

    if "/" not in run and Path(run).suffix.lower() in INPUTS:
        files = " ".join([run, *(each for each in inputs if Path(each).suffix)])
        raise UsageError(f"'{shorten(run)}' is a file, not a run; did you mean zoo predict last {files}?")
    form = _chosen(form, output, as_json=as_json)
    path = None if output is None else checked_output(output, force=force)
    most = max(SHOWN, len(inputs)) if form == "table" and limit is None else limit
    with watched("auto", as_json=as_json) as watch:
        found = predict(
            run,
            inputs,
            split=split,
            limit=most,
            strict=strict,
            data=data,
            drop=drop,
            runs_dir=runs_of(ctx),
            watch=watch,
        )
    for note in found.notes:
        console.note(note)
    if path is not None:
        with in_place(path) as beside:
            if form in ARRAYS:
                found.save(beside, form)
            else:
                with beside.open("w", encoding="utf-8", newline="") as file:
                    file.writelines(found.pieces(form))
        console.progress(f"{len(found.names):,} predictions: {path}")
    elif form == "table":
        _print(found)
    else:
        for piece in found.pieces(form):
            console.raw(piece)


def _chosen(form: str | None, output: str | None, *, as_json: bool) -> str:
    """The format: that of --format, that of the file's suffix, or a table."""
    if as_json:
        if form not in (None, "json"):
            raise UsageError(f"--json and --format {form} are both given; wanted one of them")
        return "json"
    if output is None:
        if form in ARRAYS:
            raise UsageError(f"--format {form} is for a file; wanted -o predictions.{form}")
        return form or "table"
    meant = form or Path(output).suffix.lower().removeprefix(".")
    if meant not in (*FORMATS[1:], *ARRAYS):
        wanted = "wanted .csv, .jsonl, .json, .npy or .npz, or --format"
        raise UsageError(f"{output} has no known suffix; {wanted}")
    return meant


def _print(found: Predictions) -> None:
    from zoo.cli import console
    from zoo.tables import prediction as tables

    if found.images is not None and console.draws():
        from zoo.tables.drawing import side_by_side

        captions = [row.get("class", row["example"]) for row in found.rows()]
        for line in side_by_side(found.images.tolist(), captions, console.out().width):
            console.say(line)
        console.say()
    console.answer(tables.predictions(found))
    if len(found.names) < found.of:
        console.note(f"the first {len(found.names):,} of {found.of:,}; --limit {found.of} shows all of them")

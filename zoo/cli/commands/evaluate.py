"""`zoo evaluate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zoo.cli.command import Command
from zoo.cli.evaluate_sweep import evaluate_sweep
from zoo.cli.options import (
    calibrate_option,
    data_option,
    ensemble_option,
    force_option,
    json_option,
    output_option,
    runs_dir_option,
)
from zoo.cli.own_data_options import TASKS
from zoo.cli.parameters import EntryName, Trained, Word, runs_of
from zoo.errors import UsageError

if TYPE_CHECKING:
    from zoo.inference.evaluation import Evaluation


@click.command(
    "evaluate",
    cls=Command,
    short_help="Evaluate the model of a run, or those of a sweep.",
    examples=(
        "zoo evaluate last",
        "zoo evaluate 3f9a --split validation -o matrix.svg",
        "zoo evaluate last --dataset ./other.csv",
        "zoo evaluate relu-dropout.fashion-mnist",
        "zoo evaluate 3f9a a1b2 c3d4 --ensemble --calibrate",
        "zoo evaluate model.keras --dataset flowers.csv --target species",
    ),
)
@click.argument("runs", metavar="RUN...", type=Trained(sweeps=True), nargs=-1, required=True)
@ensemble_option
@calibrate_option
@click.option("--split", type=Word("test", "validation"), help="Split to evaluate on. [default: test]")
@output_option(
    "FILE.svg|FILE.png", "Also draw the confusion matrix, or predicted against true values, as SVG or PNG."
)
@click.option(
    "--reliability",
    type=click.Path(),
    metavar="FILE.svg|FILE.png",
    allow_from_autoenv=False,
    help="Draw how often predictions of each probability are right, as SVG or PNG.",
)
@click.option(
    "-d",
    "--dataset",
    type=EntryName("dataset"),
    help="Evaluate on all of another dataset: a labelled file like the run's own data, or a registered "
    "dataset; for a .keras file, a dataset or your own data, with raw, unscaled inputs.",
)
@data_option
@click.option("--target", metavar="COLUMN,...", help="For a .keras file: target columns of a table.")
@click.option(
    "--task",
    type=Word(*TASKS),
    help="For a .keras file: task type of your own data, if its targets are whole numbers.",
)
@click.option(
    "--drop",
    metavar="COLUMN,...",
    multiple=True,
    allow_from_autoenv=False,
    help="For a .keras file: columns of a table that the model is not given.",
)
@click.option(
    "--class-names",
    metavar="NAME,...",
    help="For a .keras file: classes in the order of its outputs. [default: sorted]",
)
@force_option
@runs_dir_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    runs: tuple[str, ...],
    ensemble: bool,
    calibrate: bool,
    reliability: str | None,
    split: Any,
    dataset: str | None,
    data: str | None,
    target: str | None,
    task: Any,
    drop: tuple[str, ...],
    class_names: str | None,
    output: str | None,
    force: bool,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
    as_json: bool,
) -> None:
    """Evaluate a run's model on its test or validation split.

    RUN is a run or a sweep: its folder, its name, its id, the last four characters of its id, or `last`;
    or the name of trained weights; or it is a .keras file, which is given the columns of a table as
    numbers, in the order of the file. A classification is reported with metrics for each class and the
    confusion matrix, a multilabel classification with metrics for each label and the share of examples
    whose labels are all right, a regression with R², errors and the quantiles of the residuals. The
    complete runs of a sweep are evaluated one after the other, and reported in one table. With --ensemble,
    several runs, or those of a sweep, answer together, and each is reported beside them. The calibration
    error says how far probabilities are from frequencies, on average over 15 bins; --calibrate corrects it
    as far as one temperature can.
    """
    from zoo.cli import console
    from zoo.cli.run_output import watched
    from zoo.drawing.png import ENDINGS, in_format
    from zoo.inference.evaluate import evaluate
    from zoo.inference.open import ENDING
    from zoo.inference.picture import draw
    from zoo.inference.reliability import draw_reliability
    from zoo.runs.find_trained import find_trained_sweep
    from zoo.system.output import checked_output, write_output

    if len(runs) > 1 and not ensemble:
        said = f"{len(runs):,} runs are given; wanted one, or --ensemble to combine them"
        raise UsageError(f"{said}; zoo compare tests them against each other")
    run = runs[0]
    sweep = None if ensemble or run.endswith(ENDING) else find_trained_sweep(run, runs_of(ctx))
    if sweep is not None and output is None and reliability is None:
        own = {
            "target": target,
            "task": task,
            "drop": drop,
            "class_names": class_names,
            "calibrate": calibrate,
        }
        evaluate_sweep(sweep, as_json=as_json, split=split, dataset=dataset, data=data, **own)
        return
    draws = {"Picture": (output, draw), "Reliability": (reliability, draw_reliability)}
    pictures = {
        label: (checked_output(place, force=force, endings=ENDINGS), drawn)
        for label, (place, drawn) in draws.items()
        if place is not None
    }
    with watched("auto", as_json=as_json) as watch:
        found = evaluate(
            runs if ensemble else run,
            split=split,
            dataset=dataset,
            data=data,
            target=target,
            task=task,
            drop=drop,
            class_names=class_names,
            calibrate=calibrate,
            runs_dir=runs_of(ctx),
            watch=watch,
        )
    for path, drawn in pictures.values():
        write_output(path, in_format(drawn(found), path))
    for note in found.notes:
        console.note(note)
    if as_json:
        console.document(found.to_json())
    else:
        _print(found)
    for label, (path, _) in pictures.items():
        console.progress(f"{label}: {path}")


def _print(found: Evaluation) -> None:
    from zoo.cli import console
    from zoo.tables import evaluation as tables

    console.say(tables.heading(found))
    console.say(tables.metrics(found))
    console.say()
    if found.members:
        console.answer(tables.beside(found))
        console.say()
    console.answer(tables.figures(found))
    console.say(tables.explanation(found))
    if found.calibration is not None:
        console.say(tables.calibration(found))

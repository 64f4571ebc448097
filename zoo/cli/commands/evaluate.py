"""`zoo evaluate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zoo.cli.parameters import Name, Run, Word, force_option, json_option, runs_dir_option, runs_of

if TYPE_CHECKING:
    from zoo.inference.figures import Evaluation


@click.command("evaluate", short_help="Report metrics, figures for each class and the confusion matrix.")
@click.argument("run", type=Run())
@click.option(
    "--split", type=Word("test", "validation"), default="test", help="Which examples. [default: test]"
)
@click.option(
    "-o", "--output", type=click.Path(), metavar="FILE.svg", help="Draw the confusion matrix too, as SVG."
)
@click.option("--dataset", type=Name("dataset"), help="What a .keras file is to be evaluated on, unscaled.")
@force_option
@runs_dir_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    run: str,
    split: Any,
    dataset: str | None,
    output: str | None,
    force: bool,
    runs_dir: str | None,  # noqa: ARG001 - runs_of reads it
    as_json: bool,
) -> None:
    """Report what a run's model is worth on its test or validation split.

    RUN is a folder, a run's id, the last four characters of one, `last`, or a .keras file. Of a
    regression there are R², errors and the quantiles of the residuals, and the picture shows predicted
    against true values.
    """
    from zoo.cli import console
    from zoo.cli.run_output import watched
    from zoo.inference.evaluate import evaluate
    from zoo.system.output import checked_output, write_output

    path = None if output is None else checked_output(output, force=force, endings=(".svg",))
    with watched("auto", as_json=as_json) as watch:
        found = evaluate(run, split=split, dataset=dataset, runs_dir=runs_of(ctx), watch=watch)
    if path is not None:
        from zoo.inference.picture import draw

        write_output(path, draw(found))
    if as_json:
        console.document(found.to_json())
    else:
        _print(found)
    if path is not None:
        console.progress(f"Picture: {path}")


def _print(found: Evaluation) -> None:
    from zoo.cli import console
    from zoo.tables import evaluation as tables

    console.say(tables.heading(found))
    console.say(tables.metrics(found))
    console.say()
    console.answer(tables.figures(found))
    console.say(tables.explanation(found))

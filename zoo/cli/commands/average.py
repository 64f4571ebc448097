"""`zoo average`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zoo.cli.command import Command
from zoo.cli.options import data_option, json_option, quiet_option, runs_dir_option, tag_option
from zoo.cli.parameters import Run, runs_of

if TYPE_CHECKING:
    from zoo.inference.average import WeightAverage


@click.command(
    "average",
    cls=Command,
    short_help="Average the weights of runs of one model.",
    examples=("zoo average 3f9a a1b2 c3d4", "zoo average 3f9a a1b2 --name soup"),
)
@click.argument("runs", metavar="RUN...", type=Run(sweeps=True), nargs=-1, required=True)
@click.option("--name", allow_from_autoenv=False, help="Name of the average, by which it can be found.")
@tag_option
@data_option
@runs_dir_option
@quiet_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    runs: tuple[str, ...],
    name: str | None,
    tags: tuple[str, ...],
    data: str | None,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
    quiet: bool,
    as_json: bool,
) -> None:
    """Average the weights of runs of one model on the same data, and save the average as a run.

    RUN is a run or a sweep: its folder, its name, its id, the last four characters of its id, or `last`.
    A sweep stands for its complete runs. The average has metrics but no epochs; every command that takes
    a run takes it. Runs that began from the same weights average well, as fine-tuned ones do; runs from
    different random weights rarely do, and `zoo evaluate RUN... --ensemble` combines their predictions. The
    statistics of BatchNormalization layers are estimated again on the training examples.
    """
    from zoo.cli import console
    from zoo.cli.run_output import watched
    from zoo.inference.average import average

    with watched("auto", as_json=as_json) as watch:
        found = average(runs, name=name, tags=tags, data=data, runs_dir=runs_of(ctx), watch=watch)
    if as_json:
        parts = [{"id": each.id, "metrics": each.metrics} for each in found.parts]
        console.document(found.record.to_json() | {"parts": parts})
    elif quiet:
        console.raw(f"{found.record.path}\n")
    else:
        _print(found)


def _print(found: WeightAverage) -> None:
    from zoo.cli import console
    from zoo.tables import average as tables
    from zoo.tables.training import ending

    console.say(tables.heading(found))
    console.say()
    console.answer(tables.beside(found))
    if said := tables.statistics(found):
        console.say(said)
    console.say()
    console.say(*tables.judged(found))
    console.say(ending(found.record))
    console.then(f"zoo evaluate {found.record.id[-4:]}")

"""`zoo compare`."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from zoo.cli.command import Command
from zoo.cli.options import data_option, json_option, runs_dir_option
from zoo.cli.parameters import Trained, runs_of

if TYPE_CHECKING:
    from zoo.comparison import Comparison


@click.command(
    "compare",
    cls=Command,
    short_help="Compare runs side by side, with tests of significance.",
    examples=("zoo compare last 3f9a", "zoo compare last 3f9a --json"),
)
@click.argument("runs", metavar="RUN...", type=Trained(sweeps=True), nargs=-1, required=True)
@data_option
@runs_dir_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    runs: tuple[str, ...],
    data: str | None,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
    as_json: bool,
) -> None:
    """Show how the plans and results of runs differ, and whether the differences are significant.

    RUN is a run or a sweep: its folder, its name, its id, the last four characters of its id, or `last`;
    or the name of trained weights. A sweep stands for its complete runs. Results are those of the kept
    model. Two runs are tested on the validation examples that only one of them predicts correctly. The
    data is only needed for trained weights, whose models predict these examples; with --data, it is
    checked to be that of all runs, and paths at which runs had the same data are no difference.
    """
    from zoo.cli import console
    from zoo.cli.loading import loading
    from zoo.comparison import compare
    from zoo.errors import enumerated
    from zoo.runs.named_runs import find_records

    named = find_records(runs, runs_of(ctx))
    for each in named.unreadable:
        console.warning(f"{each}; it is left out")
    weights = [each.short for each in named.records if each.is_published]
    with loading(enumerated(weights)) if weights else nullcontext():
        found = compare(named.records, data)
    for each in filter(None, (*found.unreadable.values(), found.remark)):
        console.warning(f"{each}; it is left out")
    if as_json:
        console.document(found.to_json())
    else:
        _print(found)


def _print(found: Comparison) -> None:
    from zoo.cli import console
    from zoo.cli.commands.baseline import print_baselines
    from zoo.tables import comparison as tables

    console.answer(tables.side_by_side(found, blocks=console.has_blocks()))
    for said in tables.verdicts(found):
        console.say(said.sentence, said.command)
        if said.evidence:
            console.say(f"  {said.evidence}")
    if found.baselines is not None:
        console.say()
        print_baselines(found.baselines)

"""`zoo compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zoo.cli.parameters import Run, json_option, runs_dir_option, runs_of

if TYPE_CHECKING:
    from zoo.comparison import Comparison


@click.command("compare", short_help="Show side by side what differs, and whether it matters.")
@click.argument("runs", metavar="RUN...", type=Run(), nargs=-1, required=True)
@runs_dir_option
@json_option
@click.pass_context
def command(ctx: click.Context, *, runs: tuple[str, ...], runs_dir: str | None, as_json: bool) -> None:  # noqa: ARG001 - runs_of reads it
    """Show what differs in the plans of runs, their results, and whether a lead is more than noise.

    RUN is a folder, a run's id, the last four characters of one, or `last`. The results are those of
    the kept epoch. A lead is tested on the validation examples that one run is right on and the other is
    not.
    """
    from zoo.cli import console
    from zoo.comparison import compare
    from zoo.runs.find import find_records

    named = find_records(runs, runs_of(ctx))
    for each in named.unreadable:
        console.warning(f"{each}; it is left out")
    found = compare(named.records)
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
    for sentence, then in tables.verdicts(found):
        console.say(sentence, then)
    if found.baselines is not None:
        console.say()
        print_baselines(found.baselines)

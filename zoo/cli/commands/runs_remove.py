"""`zoo runs remove`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from zoo.cli.command import Command
from zoo.cli.options import runs_dir_option
from zoo.cli.parameters import Run, runs_of
from zoo.errors import UsageError, ZooError, enumerated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path


@click.command(
    "remove",
    cls=Command,
    short_help="Remove runs and sweeps with their folders.",
    examples=("zoo runs remove last", "zoo runs rm 3f9a --yes"),
)
@click.argument("runs", metavar="RUN...", type=Run(sweeps=True), nargs=-1, required=True)
@click.option("-y", "--yes", is_flag=True, help="Do not ask for a confirmation.")
@runs_dir_option
@click.pass_context
def remove(ctx: click.Context, *, runs: tuple[str, ...], yes: bool, runs_dir: str | None) -> int:  # noqa: ARG001 - read by runs_of
    """Remove runs: their folders, and nothing else. The folder of a sweep has all of its runs.

    RUN is a run or a sweep: its folder, its name, its id, the last four characters of its id, or `last`.
    What is still running is not removed.
    """
    from zoo.cli import console
    from zoo.runs import removal
    from zoo.runs.find import find_folder
    from zoo.runs.listed_sweep import ListedSweep, described, look_at_either
    from zoo.tables.words import literal

    paths = _outermost([removal.checked(find_folder(run, runs_of(ctx))) for run in runs])
    found = [look_at_either(path) for path in paths]
    running = [described(each, _now()) for each in found if each.status == "running"]
    if running:
        still = f"{enumerated(running)} {'is' if len(running) == 1 else 'are'} running"
        raise ZooError(f"{still} and nothing was removed; Ctrl-C stops a training")
    if not yes and not _confirmed([described(each, _now()) for each in found]):
        console.note("nothing was removed")
        return 1
    for each in found:
        removal.remove(each.path)
        what = "Sweep" if isinstance(each, ListedSweep) else "Run"
        console.say(f"{what} {each.id[-4:]} removed: {literal(str(each.path))}")
    return 0


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """The folders without duplicates and without those that are in another one."""
    once: dict[Path, Path] = {}
    for path in paths:
        once.setdefault(path.resolve(), path)
    return [path for resolved, path in once.items() if resolved.parent not in once]


def _confirmed(named: Sequence[str]) -> bool:
    """Ask for a confirmation; UsageError without a terminal."""
    if sys.stdin is None or not sys.stdin.isatty():  # None if the caller closed it
        raise UsageError("there is no terminal to confirm on; pass --yes")
    from zoo.tables.words import literal

    return click.confirm(f"Remove {literal(enumerated(named))}?", err=True)


def _now() -> datetime:
    from datetime import datetime

    return datetime.now().astimezone()

"""`zoo replay`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zoo.cli.parameters import Run, Value, json_option, progress_option, runs_dir_option

if TYPE_CHECKING:
    from zoo.api.replay import Replay


@click.command("replay", short_help="Train again from a run's record and give a verdict.")
@click.argument("run", type=Run())
@click.option("--epochs", type=Value("N"), help="Train and compare only the first N epochs.")
@progress_option
@runs_dir_option
@json_option
def command(*, run: str, epochs: Any, progress: str, runs_dir: str | None, as_json: bool) -> int:
    """Train again as a run's plan says, and compare every epoch with the run's.

    RUN is a folder, a run's id, the last four characters of one, or `last`. The verdict is
    bit-identical, within tolerance or diverged, which exits with 1. The new run is kept beside RUN, or
    in the folder of --runs-dir.
    """
    from zoo.api.replay import replay
    from zoo.cli import console
    from zoo.cli.run_output import watched

    with watched(progress, as_json=as_json) as watch:
        done = replay(run, epochs=epochs, runs_dir=runs_dir, watch=watch)
    if as_json:
        console.document(done.record.to_json() | {"verdict": done.verdict.to_json()})
    else:
        _print(done)
    return int(done.verdict.kind == "diverged")


def _print(done: Replay) -> None:
    from rich.text import Text

    from zoo.cli import console
    from zoo.tables.verdict import reasons, title
    from zoo.tables.words import literal

    colours = {"bit-identical": "green", "within tolerance": "yellow", "diverged": "red"}
    verdict = (f"{title(done.verdict)}.", f"bold {colours[done.verdict.kind]}")
    said = literal(reasons(done.verdict, done.of.id[-4:]))
    console.say(Text.assemble(("Verdict: ", "bold"), verdict, f" {said}"))

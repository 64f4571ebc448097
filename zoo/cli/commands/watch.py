"""`zoo watch`."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import click

from zoo.cli.command import Command
from zoo.cli.options import runs_dir_option
from zoo.cli.parameters import Port, Run, runs_of

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.runs import RunRecord
    from zoo.runs.sweep import Sweep


@click.command(
    "watch",
    cls=Command,
    short_help="Watch a run or a sweep while it is trained.",
    examples=("zoo watch", "zoo watch 3f9a --serve", "zoo watch --runs-dir /mnt/shared/runs"),
)
@click.argument("run", type=Run(sweeps=True), required=False)
@click.option(
    "--serve",
    type=Port(),
    is_flag=False,
    flag_value=0,
    metavar="[PORT]",
    help="Serve a page on 127.0.0.1 with the parts of a report. [default port: any free one]",
)
@runs_dir_option
@click.pass_context
def command(ctx: click.Context, *, run: str | None, serve: int | None, runs_dir: str | None) -> None:  # noqa: ARG001 - read by runs_of
    """Watch the epochs of a run, or the runs of a sweep, until the training ends.

    RUN is a run or a sweep: its folder, its name, its id, the last four characters of its id, or `last`.
    Without it, the newest unfinished run is watched, or the sweep that it belongs to.

    Only files are read, so the training can be on another computer with a shared folder. Ctrl-C ends
    the watching, not the training. In a pipe, each new epoch is one line.
    """
    from zoo.runs import Interrupted
    from zoo.runs.find import find_folder

    folder = runs_of(ctx)
    found = _unfinished(folder) if run is None else find_folder(run, folder)
    try:
        if serve is None:
            _watch(found)
        else:
            _serve(found, serve)
    except KeyboardInterrupt:
        goes_on = "; the training goes on" if _is_trained(found) else ""
        raise Interrupted(f"no longer watching{goes_on}", signal.SIGINT, None) from None


def _unfinished(folder: Path) -> Path:
    """The newest run that is not over, or its sweep."""
    from zoo.errors import ZooError
    from zoo.runs.index import summaries
    from zoo.runs.watch import Observer

    for each in summaries(folder, sweeps=True):
        if each.status == "running" or (
            each.status == "interrupted" and not Observer(each.path).look().is_over
        ):
            return each.path.parent if each.sweep else each.path
    raise ZooError(f"no run in {folder}/ is being trained; zoo watch last shows the newest")


def _sweep_at(path: Path) -> Sweep | None:
    from zoo.runs.sweep import Sweep, is_sweep

    return Sweep.read(path) if is_sweep(path) else None


def _is_trained(path: Path) -> bool:
    """Whether the run, or a run of the sweep, is being trained now."""
    from zoo.runs.watch import Observer
    from zoo.sweeps.watch import SweepObserver

    sweep = _sweep_at(path)
    return not Observer(path).look().is_over if sweep is None else SweepObserver(sweep).is_trained


def _watch(path: Path) -> None:
    from zoo.cli.watch_display import RunView, SweepView, watch

    sweep = _sweep_at(path)
    if sweep is None:
        from zoo.runs.watch import Observer

        run = RunView(Observer(path))
        watch(run)
        _print_end(run.seen.record)
        return
    from zoo.cli.sweep_run import print_sweep
    from zoo.sweeps.watch import SweepObserver

    watch(SweepView(SweepObserver(sweep)))
    print_sweep(sweep, "table")


def _print_end(record: RunRecord) -> None:
    """Print the results: in a terminal as zoo train does, otherwise below the epochs."""
    from zoo.cli import console
    from zoo.cli.run_output import print_run
    from zoo.tables import training as tables

    if console.moves(console.out()):
        print_run(record)
    else:
        console.say(tables.ending(record))
    if record.error:
        console.note(f"{record.id[-4:]} {record.status}: {record.error}")


def _serve(path: Path, port: int) -> None:
    """Serve the page until Ctrl-C."""
    from zoo.cli import console
    from zoo.reports.live import run_page, sweep_page
    from zoo.reports.serve import server

    sweep = _sweep_at(path)
    with server(port, run_page(path) if sweep is None else sweep_page(sweep)) as serving:
        console.say(f"http://127.0.0.1:{serving.server_port}/")
        console.note("the page is served until Ctrl-C")
        serving.serve_forever()

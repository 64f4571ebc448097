"""`zoo resume`."""

from __future__ import annotations

from typing import Any

import click

from zoo.cli.command import Command
from zoo.cli.options import (
    dask_option,
    data_option,
    executor_option,
    json_option,
    moved_from_option,
    moved_teacher_option,
    progress_option,
    quiet_option,
    runs_dir_option,
)
from zoo.cli.parameters import Run, runs_of
from zoo.cli.sweep_place import Place
from zoo.cli.sweep_run import carry_on, form_of
from zoo.errors import UsageError, shorten


@click.command(
    "resume",
    cls=Command,
    short_help="Resume an interrupted run or sweep.",
    examples=("zoo resume last", "zoo resume 3f9a --allow-different"),
)
@click.argument("run", type=Run(sweeps=True))
@click.option("--allow-different", is_flag=True, help="Resume even if the result may not be bit-identical.")
@data_option
@moved_from_option
@moved_teacher_option
@dask_option
@executor_option
@progress_option
@runs_dir_option
@json_option
@quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    run: str,
    allow_different: bool,
    data: str | None,
    start: str | None,
    teacher: str | None,
    dask: str | None,
    executor: str | None,
    progress: str,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
    as_json: bool,
    quiet: bool,
) -> None:
    """Resume a run after its last complete epoch. The result is identical to an uninterrupted run.

    In a sweep, finished runs are kept, and the others are trained. A run or sweep that is already
    completed is printed, and nothing is trained.

    RUN is a run or a sweep: its folder, its id, the last four characters of the id, a run's name, or
    `last`. If versions, backend or processor have changed, the result may not be bit-identical, and the
    run is not resumed without --allow-different.
    """
    from zoo.cli import console
    from zoo.runs.find import find_sweep
    from zoo.runs.find_trained import find_no_weights
    from zoo.runs.sweep import Sweep

    place = Place(executor, dask)
    sweep = find_no_weights(run, runs_of(ctx), find_sweep)
    if sweep is not None:
        from zoo.sweeps.moved import Moved

        swept = Sweep.read(sweep)
        if swept.is_complete():
            console.note(f"sweep {swept.short_id} is already completed")
        form = form_of("table", as_json=as_json, quiet=quiet)
        with place.opened_for(swept) as workers:
            moved = Moved(data, start, teacher)
            carry_on(swept, progress, form, workers=workers, allow_different=allow_different, moved=moved)
        return
    if place:
        raise UsageError(f"{place} is for sweeps; '{shorten(run)}' is a run")
    from zoo.cli.run_output import print_outcome, watched
    from zoo.runs import read_record
    from zoo.runs.kept import find

    folder = runs_of(ctx)
    path = find(run, folder)
    record = read_record(path)
    if record.average_of:
        console.note(f"{record.id[-4:]} is an average of runs; zoo replay {record.id[-4:]} computes it again")
        print_outcome(record, as_json=as_json, quiet=quiet, progress="off")
        return
    if record.status == "completed":
        from zoo.runs.directory import PLAN

        console.note(f"{record.id[-4:]} is already completed; zoo train {path / PLAN} trains it again")
        print_outcome(record, as_json=as_json, quiet=quiet, progress="off")
        return
    from zoo.api.resume import resume

    with watched("off" if quiet and progress == "auto" else progress, as_json=as_json) as watch:
        places: dict[str, Any] = {"data": data, "start": start, "teacher": teacher}
        record = resume(run, runs_dir=folder, allow_different=allow_different, watch=watch, **places)
    print_outcome(record, as_json=as_json, quiet=quiet, progress=progress)

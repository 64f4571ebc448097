"""`zoo resume`."""

from __future__ import annotations

import click

from zoo.cli.parameters import Run, json_option, progress_option, quiet_option, runs_dir_option, runs_of
from zoo.cli.sweep_run import carry_on, form_of


@click.command("resume", short_help="Go on with an interrupted run or sweep.")
@click.argument("run", type=Run())
@click.option("--allow-different", is_flag=True, help="Go on although the end may differ in its last bits.")
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
    progress: str,
    runs_dir: str | None,  # noqa: ARG001 - runs_of reads it
    as_json: bool,
    quiet: bool,
) -> None:
    """Go on with a run after its newest complete epoch; it ends as if it had never been interrupted.

    Of a sweep, which is named likewise, what is complete stays, and all else is trained.

    RUN is an id, the end of one, last, or a path. Where versions, backend or processor are others than
    they were, equal bits can't be promised, and the run is left as it is.
    """
    from zoo.sweeps.directory import Sweep, find_sweep

    sweep = find_sweep(run, runs_of(ctx))
    if sweep is not None:
        form = form_of("table", as_json=as_json, quiet=quiet)
        carry_on(Sweep.read(sweep), progress, form, allow_different=allow_different)
        return
    from zoo.api.resume import resume
    from zoo.cli.run_output import print_outcome, watched

    folder = runs_of(ctx)
    with watched("off" if quiet and progress == "auto" else progress, as_json=as_json) as watch:
        record = resume(run, runs_dir=folder, allow_different=allow_different, watch=watch)
    print_outcome(record, as_json=as_json, quiet=quiet)

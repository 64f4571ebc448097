"""Train the rest of a sweep, and print its results: for `zoo sweep` and `zoo resume`."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from zoo.cli.sweep_place import Workers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.sweeps import Combination, Sweep
    from zoo.sweeps.moved import Moved

HERE = Workers()


def form_of(form: str, *, as_json: bool, quiet: bool) -> str:
    """The output format: --json and --quiet take precedence over --format."""
    return "json" if as_json else "path" if quiet else form


def carry_on(
    sweep: Sweep,
    progress: str,
    form: str,
    *,
    workers: Workers = HERE,
    allow_different: bool = False,
    moved: Moved | None = None,
) -> None:
    """Train the rest of a sweep, and print the results of all of it, or only its path."""
    from zoo.runs import Interrupted

    try:
        from zoo.cli.sweep_progress import say_unreadable, watching
        from zoo.sweeps import go_on
        from zoo.sweeps.moved import Moved

        say_unreadable(sweep)
        quiet = form == "path" and progress == "auto"
        with watching(sweep, "off" if quiet else progress, workers.many) as (watch, stopping):
            failed = go_on(
                sweep,
                watch,
                stopping,
                executor=workers.executor,
                allow_different=allow_different,
                moved=moved or Moved(),
            )
        print_sweep(sweep, form)
    except Interrupted:
        if form == "json":
            print_sweep(sweep, form)
        raise
    except KeyboardInterrupt:  # before or after the trainings, which handle it themselves
        message = f"interrupted; resume with: zoo resume {sweep.short_id}"
        raise Interrupted(message, signal.SIGINT, None) from None
    _say_end(sweep, failed, quiet=form == "path")


def show_sweep(sweep: Sweep, *, as_json: bool) -> None:
    """Print the results of a sweep so far, below a line that says what it is."""
    from zoo.cli import console
    from zoo.cli.sweep_progress import say_unreadable
    from zoo.tables.sweep import extent
    from zoo.tables.words import literal

    say_unreadable(sweep)
    if not as_json:
        named = f" ({literal(sweep.name)})" if sweep.name else ""
        console.say(f"Sweep {sweep.short_id}{named}, {extent(sweep.combinations)}: {sweep.path}")
        console.say()
    print_sweep(sweep, "json" if as_json else "table")
    done = sum(run.status == "completed" for run in sweep.runs().values())
    if done < len(sweep.combinations):
        then = f"zoo resume {sweep.short_id} trains the rest"
        console.note(f"{done:,} of {len(sweep.combinations):,} runs are complete; {then}")


def print_combinations(rows: Sequence[Combination], form: str) -> None:
    """Print the combinations of a sweep that is not trained."""
    from zoo.cli import console
    from zoo.runs.combination import numbered
    from zoo.runs.sweep import SCHEMA
    from zoo.tables import sweep as tables

    if form == "json":
        console.document({"schema": SCHEMA, "combinations": numbered(rows)})
    elif form == "csv":
        console.raw(tables.combinations_csv(rows))
    elif form == "markdown":
        console.raw(tables.markdown(tables.combinations(rows)))
    else:
        console.answer(tables.combinations(rows))
        console.aside(f"{len(rows):,} runs; nothing was trained")


def print_sweep(sweep: Sweep, form: str) -> None:
    """Print the ranking in one of the formats, or only the path."""
    from zoo.cli import console
    from zoo.cli.commands.baseline import print_baselines
    from zoo.sweeps.ranking import ranked
    from zoo.tables import sweep as tables

    if form == "path":
        console.raw(f"{sweep.path}\n")
        return
    found = ranked(sweep)
    if found.remark:
        console.warning(f"{found.remark}; it is left out")
    simple = found.baselines
    if form == "json":
        beside = {"baselines": simple.to_json()["baselines"] if simple else []}
        console.document(sweep.to_json() | {"metric": found.metric, "ranking": found.to_json()} | beside)
    elif form == "csv":
        console.raw(tables.ranking_csv(found))
    elif form == "markdown":
        console.raw(tables.markdown(tables.ranking(found)))
    else:
        console.answer(tables.ranking(found))
        console.aside("\n".join(tables.explained(found)))
        if simple is not None:
            console.say()
            print_baselines(simple)


def _say_end(sweep: Sweep, failed: dict[int, str], *, quiet: bool) -> None:
    """Raise ZooError if a combination failed, else print the next command."""
    from zoo.cli import console
    from zoo.errors import ZooError

    if failed:
        number, reason = next(iter(failed.items()))
        rows = [(str(sweep.combinations[each - 1]), why) for each, why in failed.items()]
        again = f"zoo resume {sweep.short_id} tries again"
        if len(failed) == 1:
            raise ZooError(f"{sweep.combinations[number - 1]} {_failed(reason)}; {again}")
        raise ZooError(f"{len(failed):,} of {len(sweep.combinations):,} runs failed; {again}", rows)
    if not quiet:
        console.then(f"zoo report {sweep.short_id}")


def _failed(reason: str) -> str:
    return reason if reason.startswith("was ") else f"failed: {reason}"

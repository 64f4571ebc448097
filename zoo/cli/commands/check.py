"""`zoo check`."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click

from zoo.cli.parameters import Name, Word, json_option
from zoo.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoo.testing import Apart, Result, SubjectName


KINDS = ("model", "optimizer", "dataset", "callback")


@click.command("check", short_help="Run the conformance kit on a name, a plugin or a file.")
@click.argument("name", required=False, type=Name(*KINDS))
@click.option("--distribution", metavar="NAME", help="Check all that a distribution provides.")
@click.option(
    "--kind",
    type=Word(*KINDS),
    help="Which kind, where two share the name; of a distribution, this kind alone.",
)
@click.option(
    "--expect-failure",
    "expected",
    metavar="CHECK=REASON",
    multiple=True,
    help="A check that has to fail, and why; NAME:CHECK=REASON for one name of a distribution's.",
)
@json_option
def command(
    *, name: str | None, distribution: str | None, kind: str | None, expected: tuple[str, ...], as_json: bool
) -> int:
    """Run the conformance kit, and exit with 1 if a check fails.

    NAME is a model, an optimizer, a dataset or a callback, a TOML file with a model or an optimizer, as
    ./mine.toml, or else a distribution, of which everything is checked. Checks are made in a process of
    their own. One that was expected to fail, and passes, counts as a failure.
    """
    from zoo.cli import console

    if (name is None) == (distribution is None):
        raise UsageError("zoo check takes either NAME or --distribution NAME; wanted one of them")
    from zoo.testing import Apart, all_of, by_subject, of_distribution

    subjects = of_distribution(distribution or "", kind) if name is None else all_of(name, kind)
    alone = name is not None and [subject.name for subject in subjects] == [name]
    documents, failures = [], 0
    with Apart() as apart:
        for subject, reasons in zip(subjects, by_subject(expected, subjects), strict=True):
            results = _checked(apart, subject, reasons, alone=alone)
            failures += sum(result.is_failure for result in results)
            documents.append(_document(subject, results))
            if not as_json:
                _print(subject, results, heading=not alone, first=len(documents) == 1)
    if as_json:
        console.document(documents)
    return 1 if failures else 0


def _checked(apart: Apart, what: SubjectName, expected: dict[str, str], *, alone: bool) -> list[Result]:
    """What came of all checks of a subject.

    Where it can't be loaded that is an error, or, among others, the one result that there is.
    """
    from zoo.testing import Result, Unloadable

    results = []
    with _progress(what) as tell:
        try:
            for result in apart.results(what, expected):
                tell(result)
                results.append(result)
        except Unloadable as unloadable:
            if alone:
                raise
            results.append(Result("loads", "fail", str(unloadable), 0.0))
            tell(results[-1])
    return results


def _document(what: SubjectName, results: list[Result]) -> dict[str, Any]:
    entry = what.entry()
    return {
        "kind": what.kind,
        "name": what.name,
        "distribution": entry and entry.distribution,
        "version": entry and entry.version,
        "checks": [result.to_json() for result in results],
    }


def _print(what: SubjectName, results: list[Result], *, heading: bool, first: bool) -> None:
    from zoo.cli import console
    from zoo.tables.check import results as table
    from zoo.tables.words import literal

    if not first:
        console.say()
    if heading:
        console.say(f"{literal(what.name)} ({what.kind})")
        console.say()
    console.answer(table(results))


@contextlib.contextmanager
def _progress(what: SubjectName) -> Iterator[Callable[[Result], None]]:
    """Tell each result as it comes: on a terminal in one line that goes away, else in a line each."""
    from rich.live import Live
    from rich.text import Text

    from zoo.cli import console
    from zoo.tables.check import word
    from zoo.tables.words import duration, literal

    def line(result: Result) -> Text:
        time = "" if result.status == "skip" else f"  {duration(result.seconds)}"
        return Text(f"{literal(what.name)}: {result.check}  {word(result)}{time}")

    if not console.moves(console.err()):
        yield lambda result: console.err().print(line(result), soft_wrap=True)
        return
    began, last = _clock(), Text(literal(what.name))

    def render() -> Text:
        return Text.assemble(last, ("  " + duration(_clock() - began), "dim"))

    def tell(result: Result) -> None:
        nonlocal last
        last = line(result)

    with Live(console=console.err(), get_renderable=render, transient=True, refresh_per_second=4):
        yield tell


def _clock() -> float:
    import time

    return time.monotonic()

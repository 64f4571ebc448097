"""`zoo check`."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click

from zoo.cli.command import Command
from zoo.cli.options import json_option
from zoo.cli.parameters import EntryName, Word
from zoo.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoo.testing import Apart, Result, SubjectName


KINDS = ("model", "optimizer", "dataset", "callback", "layer", "metric", "loss", "weights")


@click.command(
    "check",
    cls=Command,
    short_help="Run conformance checks on a model, a plugin or a file.",
    examples=("zoo check relu-dropout", "zoo check --distribution kerazoo --kind optimizer"),
)
@click.argument("name", required=False, type=EntryName(*KINDS))
@click.option("--distribution", metavar="NAME", help="Check everything that a distribution registers.")
@click.option(
    "--kind",
    type=Word(*KINDS),
    help="Kind of NAME, if two kinds have the same name; with --distribution, only this kind.",
)
@click.option(
    "--expect-failure",
    "expected",
    metavar="CHECK=REASON",
    multiple=True,
    help="A check that is expected to fail, and why; NAME:CHECK=REASON for one name of a distribution.",
)
@json_option
def command(
    *, name: str | None, distribution: str | None, kind: str | None, expected: tuple[str, ...], as_json: bool
) -> int:
    """Run conformance checks; the exit code is 1 if one of them fails.

    NAME is a model, an optimizer, a dataset, weights, or a callback, a layer, a metric or a loss of a plugin,
    or a TOML file that declares a model, an optimizer, a dataset or weights, for example ./mine.toml, or a
    distribution, which is checked completely. Checks run in a separate process. A check that is expected to
    fail, but passes, counts as a failure.
    """
    from zoo.cli import console

    if name is None and distribution is None:
        raise UsageError("argument NAME is missing; see `zoo list`, or pass --distribution NAME")
    if name is not None and distribution is not None:
        raise UsageError(
            f"NAME and --distribution are both given: {name} and {distribution}; wanted one of them"
        )
    from zoo.testing import Apart, all_of, by_subject, of_distribution

    subjects = of_distribution(distribution or "", kind) if name is None else all_of(name, kind)
    alone = name is not None and [subject.name for subject in subjects] == [name]
    documents: list[dict[str, Any]] = []
    failures = 0
    with Apart() as apart:
        for subject, reasons in zip(subjects, by_subject(expected, subjects), strict=True):
            place = "" if len(subjects) == 1 else f"{len(documents) + 1} of {len(subjects)}, "
            results = _checked(apart, subject, reasons, place, alone=alone)
            failures += sum(result.is_failure for result in results)
            documents.append(_document(subject, results))
            if not as_json:
                _print(subject, results, heading=not alone, first=len(documents) == 1)
    if as_json:
        console.document(documents)
    return 1 if failures else 0


def _checked(
    apart: Apart, what: SubjectName, expected: dict[str, str], place: str, *, alone: bool
) -> list[Result]:
    """The results of all checks of a subject; `place` is as in "2 of 5, ".

    A subject that can't be loaded is an error if it is the only one, else its one failed check.
    """
    from zoo.testing import CHECKS, Result, Unloadable

    results = []
    with _progress(what, place) as (begins, tell):
        try:
            for result in apart.results(what, CHECKS[what.kind], expected, begins=begins):
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
def _progress(
    what: SubjectName, place: str
) -> Iterator[tuple[Callable[[str], None], Callable[[Result], None]]]:
    """Two functions, for a check that begins and for a result.

    In a terminal they show the current check in a transient line, otherwise a line for each result.
    """
    from rich.live import Live
    from rich.text import Text

    from zoo.cli import console
    from zoo.tables.check import word
    from zoo.tables.words import duration, literal

    def line(result: Result) -> Text:
        time = "" if result.status == "skip" else f"  {duration(result.seconds)}"
        return Text(f"{literal(what.name)}: {result.check}  {word(result)}{time}")

    if not console.moves(console.err()):
        yield (lambda _: None), (lambda result: console.err().print(line(result), soft_wrap=True))
        return
    began, last = _clock(), Text(f"{place}{literal(what.name)}")

    def render() -> Text:
        return Text.assemble(last, ("  " + duration(_clock() - began), "dim"))

    def begins(check: str) -> None:
        nonlocal last
        last = Text(f"{place}{literal(what.name)}: {check} …")

    def tell(result: Result) -> None:
        nonlocal last
        last = Text(place) + line(result)

    with Live(console=console.err(), get_renderable=render, transient=True, refresh_per_second=4):
        yield begins, tell


def _clock() -> float:
    import time

    return time.monotonic()

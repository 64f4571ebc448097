"""`zoo check`."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click

from zoo.cli.parameters import Name, Word, json_option
from zoo.errors import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoo.testing import Asked, Result


@click.command("check", short_help="Run the conformance kit on a name, a plugin or a file.")
@click.argument("name", required=False, type=Name("model", "optimizer", "dataset"))
@click.option("--distribution", metavar="NAME", help="Check all that a distribution provides.")
@click.option(
    "--kind",
    type=Word("model", "optimizer", "dataset"),
    help="Which kind, where two share the name.",
)
@json_option
def command(*, name: str | None, distribution: str | None, kind: str | None, as_json: bool) -> int:
    """Run the conformance kit, and exit with 1 if a check fails.

    NAME is a model, an optimizer or a dataset, or a TOML file with a model or an optimizer, as
    ./mine.toml.
    """
    from zoo.cli import console  # noqa: PLC0415 - nothing heavier than Click before it is needed

    if (name is None) == (distribution is None):
        raise Mistake("zoo check takes either NAME or --distribution NAME; wanted one of them")
    from zoo.testing import asked, of_distribution  # noqa: PLC0415 - NumPy

    subjects = [asked(name, kind)] if name is not None else of_distribution(distribution or "")
    documents, failures = [], 0
    for at, subject in enumerate(subjects):
        results, origin = _checked(subject, alone=name is not None)
        failures += sum(result.is_failure for result in results)
        documents.append(
            {"kind": subject.kind, "name": subject.name}
            | origin
            | {"checks": [result.to_json() for result in results]}
        )
        if not as_json:
            _print(subject, results, heading=name is None, first=at == 0)
    if as_json:
        console.document(documents)
    return 1 if failures else 0


def _checked(what: Asked, *, alone: bool) -> tuple[list[Result], dict[str, Any]]:
    """What came of all checks of a subject, and where it is from.

    Where it can't be loaded that is an error, or, among others, the one result that there is.
    """
    from registry import LoadFailed  # noqa: PLC0415
    from zoo.testing import Result, perform_all  # noqa: PLC0415

    with _progress(what) as tell:
        try:
            subject = what.load()
        except LoadFailed as failed:
            if alone:
                raise
            result = Result("loads", "fail", str(failed), 0.0)
            tell(result)
            return [result], {"distribution": failed.entry.distribution, "version": failed.entry.version}
        results = []
        for result in perform_all(subject):
            tell(result)
            results.append(result)
    return results, {"distribution": subject.part.distribution, "version": subject.part.version}


def _print(what: Asked, results: list[Result], *, heading: bool, first: bool) -> None:
    from zoo.cli import console  # noqa: PLC0415
    from zoo.tables.check import results as table  # noqa: PLC0415
    from zoo.tables.words import literal  # noqa: PLC0415

    if not first:
        console.say()
    if heading:
        console.say(f"{literal(what.name)} ({what.kind})")
        console.say()
    console.answer(table(results))


@contextlib.contextmanager
def _progress(what: Asked) -> Iterator[Callable[[Result], None]]:
    """Tell each result as it comes: on a terminal in one line that goes away, else in a line each."""
    from rich.live import Live  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from zoo.cli import console  # noqa: PLC0415
    from zoo.tables.check import word  # noqa: PLC0415
    from zoo.tables.words import duration, literal  # noqa: PLC0415

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
    import time  # noqa: PLC0415

    return time.monotonic()

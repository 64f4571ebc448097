"""Options that take several values, separated by commas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from zoo.cli.assignments import canonical, table_or_name
from zoo.errors import UsageError, shorten

if TYPE_CHECKING:
    import click

WORD = re.compile(r"""(?:\{[^{}]*\}|'[^']*'|"[^"]*"|[^\s])+""")
"""A setting of a phase; spaces may stand in braces and quotes."""


def lists(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, list[Any]]:  # noqa: ARG001 - Click's signature
    """`--set PATH=VALUE,VALUE …` as a list of values for each path."""
    settings = {}
    for text in given:
        path, equals, values = text.partition("=")
        if not equals or not path.strip():
            raise UsageError(
                f"--set {shorten(text)} has no value; wanted PATH=VALUE,VALUE, as hidden.units=50,100,200"
            )
        settings[canonical(path.strip())] = _values(f"--set {shorten(text)}", values, "PATH=VALUE,VALUE")
    return settings


def rates(ctx: click.Context, param: click.Parameter, given: str | None) -> list[Any] | None:  # noqa: ARG001 - Click's signature
    """`--lr RATE,RATE` as a list of values."""
    return None if given is None else _values(f"--lr {given}", given, "RATE,RATE")


def schedules(ctx: click.Context, param: click.Parameter, given: str | None) -> list[Any] | None:
    """`--schedule NAME,NAME` as a list of values; a table is in braces."""
    if given is None:
        return None
    from zoo.sweeps.combinations import alternatives

    parts = alternatives(given)
    if "" in parts:
        raise UsageError(f"--schedule {shorten(given)} has an empty part; wanted NAME,NAME")
    return [table_or_name(ctx, param, each) for each in parts]


def names_and_tables(ctx: click.Context, param: click.Parameter, given: str | None) -> Any:
    """`--augment NAME,{…}` as a list; a single value stays as it is."""
    if given is None or "{" not in given:
        return given
    from zoo.sweeps.combinations import alternatives

    parts = [table_or_name(ctx, param, each) for each in alternatives(given)]
    return parts if len(parts) > 1 else parts[0]


def phases(
    ctx: click.Context,  # noqa: ARG001 - Click's signature
    param: click.Parameter,  # noqa: ARG001 - Click's signature
    given: tuple[str, ...],
) -> list[dict[str, Any]] | None:
    """`--phase "epochs=3 freeze=stem,stage" …` as a table for each."""
    return [_phase(each) for each in given] or None


def _phase(given: str) -> dict[str, Any]:
    from zoo.schema.toml import parse_value

    settings: dict[str, Any] = {}
    for text in re.findall(WORD, given):
        path, equals, value = text.partition("=")
        if not equals or not path or not value or path in settings:
            what = "is given twice" if path in settings else "has no value"
            wanted = "wanted SETTING=VALUE, as 'epochs=3 freeze=stage lr=1e-5'"
            raise UsageError(f"--phase {shorten(given)}: {shorten(path or text)} {what}; {wanted}")
        settings[path] = parse_value(value)
    if not settings:
        raise UsageError("--phase '' has no settings; wanted them as 'epochs=3 freeze=stage'")
    return settings


def _values(given: str, values: str, wanted: str) -> list[Any]:
    from zoo.schema.toml import parse_value
    from zoo.sweeps.combinations import alternatives

    parts = alternatives(values)
    if "" in parts:
        raise UsageError(f"{shorten(given)} has an empty part; wanted {wanted}")
    return [parse_value(each) for each in parts]


def words(where: str, given: tuple[str, ...]) -> tuple[str, ...]:
    """Names, separated by commas."""
    words = tuple(word.strip() for text in given for word in text.split(","))
    if "" in words:
        raise UsageError(
            f"{where} {shorten(','.join(given))} has an empty part; wanted names separated by commas"
        )
    return words

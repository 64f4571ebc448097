"""Settings by their paths: `--set PATH=VALUE`, and options that are short for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import UsageError, shorten

if TYPE_CHECKING:
    import click

RATE = "optimizer.learning_rate"


def canonical(path: str) -> str:
    """The path of a setting; `lr` is short for the optimizer's learning rate."""
    from zoo.plan.phrase import ALIASES

    return ALIASES.get(path, path)


def assignments(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, Any]:  # noqa: ARG001 - Click's signature
    """`--set PATH=VALUE …` as a table; if a path is set twice, the last value counts."""
    from zoo.schema.toml import parse_value

    settings = {}
    for text in given:
        path, equals, value = text.partition("=")
        path = path.strip()
        if not equals or not path:
            msg = f"--set {shorten(text)} has no value; wanted PATH=VALUE, as hidden.units=200"
            raise UsageError(msg)
        if path != "lr" and any(f"--{path}" in each.opts for each in ctx.command.params):
            meant = f"--{path} {shorten(value.strip())}"
            raise UsageError(f"--set {shorten(text)} names no setting; did you mean {meant}?")
        settings[canonical(path)] = parse_value(value.strip())
    return settings


def table_or_name(ctx: click.Context, param: click.Parameter, given: str | None) -> Any:  # noqa: ARG001 - Click's signature
    """A value that is a name, or a table or a list of tables in TOML."""
    from zoo.schema.toml import parse_value

    return parse_value(given) if given is not None and given.lstrip().startswith(("{", "[")) else given

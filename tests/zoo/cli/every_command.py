"""Every command with its Click context."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zoo.cli.group import CONTEXT, zoo

if TYPE_CHECKING:
    from collections.abc import Iterator


def root() -> click.Context:
    """The context of `zoo` itself, from which every other takes its settings.

    A command that first meets Click without it keeps an option `--help` that has no `-h`, for the rest of the process.
    """
    return click.Context(zoo, info_name="zoo", **CONTEXT)  # type: ignore[arg-type]  # for Click


def every_command() -> Iterator[click.Context]:
    """The root command, its commands, and their commands."""
    yield from _below(root())


def _below(ctx: click.Context) -> Iterator[click.Context]:
    yield ctx
    if isinstance(ctx.command, click.Group):
        for name in ctx.command.list_commands(ctx):
            command = ctx.command.get_command(ctx, name)
            assert command is not None
            yield from _below(click.Context(command, parent=ctx, info_name=name))

"""`zoo help`."""

from __future__ import annotations

import click

from zoo.cli.command import Command


@click.command(
    "help",
    cls=Command,
    short_help="Show the help of a command.",
    examples=("zoo help train", "zoo help runs show"),
)
@click.argument("names", metavar="[COMMAND]...", nargs=-1)
@click.pass_context
def command(ctx: click.Context, *, names: tuple[str, ...]) -> None:
    """Show the help of a command: `zoo help train` is the same as `zoo train --help`."""
    shown = ctx.find_root()
    for name in names:
        group = shown.command
        if not isinstance(group, click.Group):
            break
        _, found, _ = group.resolve_command(shown, [name])
        if found is not None:
            shown = click.Context(found, parent=shown, info_name=found.name)
    click.echo(shown.get_help())

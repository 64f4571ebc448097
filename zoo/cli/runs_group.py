"""The group `zoo runs`: a command that lists runs, with the aliases of its subcommands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zoo.cli.command import Group
from zoo.errors import UsageError

if TYPE_CHECKING:
    import click

LISTING = ("list", "ls")
"""`zoo runs list` is the same as `zoo runs`."""
ALIASES = {"rm": "remove", "delete": "remove", "del": "remove"}


class Runs(Group):
    """A group that lists runs without a command, and knows other names of its commands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the options; `list` and `ls` are left out, with what is before and after them kept."""
        _, rest, _ = self.make_parser(ctx).parse_args(list(args))
        if rest and rest[0] in LISTING:
            del args[len(args) - len(rest)]
        return super().parse_args(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name or an alias."""
        return super().get_command(ctx, ALIASES.get(cmd_name, cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, or UsageError with a suggestion."""
        from zoo.registry import nearest

        word = args[0]
        if self.get_command(ctx, word) or nearest(word, self.list_commands(ctx)) or word.startswith("-"):
            return super().resolve_command(ctx, args)
        raise UsageError(f"no command is called '{word}'; {_suggested(ctx, word)}")


def _suggested(ctx: click.Context, word: str) -> str:
    """What works in place of a word that is not a command."""
    if {*word} & {*"*?["}:
        return f"did you mean {ctx.command_path} --model '{word}'?"
    if word == "last" or "/" in word or re.search(r"[0-9a-f]{4}$", word):
        return f"did you mean {ctx.command_path} show {word}?"
    from zoo.catalog import registries

    for kind, registry in registries.KINDS.items():
        if word in registry:
            return f"did you mean {ctx.command_path} --{kind} {word}?"
    return "wanted list, show, rename or remove"

"""The command-line reference, generated from Click."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import click

from zoo.cli.group import CONTEXT, SECTIONS, zoo

if TYPE_CHECKING:
    from collections.abc import Iterator

INTRODUCTION = """\
# Command line

Results are printed to stdout; progress, notes and errors to stderr. In a terminal, output is coloured and
tables fit its width. In a pipe, there are no colours, and nothing is cut or wrapped. `NO_COLOR` turns
colours off, and `FORCE_COLOR` turns them on in a pipe.

A command goes on when nobody reads its output any more: after `| head`, on a full disk, in a closed terminal
under `nohup`. If the results could not be written, and not because a reader closed the pipe, it exits with 1.

Options of `zoo train` that take one value can also be set with environment variables: `ZOO_TRAIN_` and the
option in capitals, for example `ZOO_TRAIN_EPOCHS=1` for `zoo train --epochs 1`.

These variables also hold for `import zoo`, and for every process that Kerazoo starts:

| Variable | Meaning |
| --- | --- |
| `ZOO_NO_PLUGINS=1` | every plugin is disabled; `zoo --no-plugins` sets it |
| `ZOO_DISABLE_PLUGINS=NAME,…` | these distributions are disabled |

`ZOO_STRICT=1` makes every command but `zoo plugins` fail where a plugin can't be read, or two plugins
claim a name.

| Exit code | Meaning |
| --- | --- |
| 0 | success, also if a pattern matches nothing |
| 1 | the command is valid, but failed because of files, data, the computer, a plugin or the training |
| 2 | a name, an option, a value or a declaration is not valid; Keras was not imported |
| 130, 143 | stopped by SIGINT (Ctrl-C) or SIGTERM |
"""


def page() -> str:
    """Return the page."""
    root = click.Context(zoo, info_name="zoo", **CONTEXT)  # type: ignore[arg-type]  # for Click
    parts = [INTRODUCTION, f"```console\n$ zoo --help\n{zoo.get_help(root)}\n```\n"]
    for name in (name for names in SECTIONS.values() for name in names):
        command = zoo.get_command(root, name)
        if command is not None:
            parts += described(command, click.Context(command, parent=root, info_name=name))
    return "\n".join(parts)


def described(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """Yield the usage, the help and a table of options of a command, and then of its subcommands."""
    yield f"## {ctx.command_path}\n"
    yield f"```text\n{ctx.command_path} {' '.join(command.collect_usage_pieces(ctx))}\n```\n"
    yield inspect.cleandoc(command.help or "") + "\n"
    examples = getattr(command, "examples", ())
    if examples:
        yield "```sh\n" + "".join(f"{each}\n" for each in examples) + "```\n"
    rows = [option_row(each, ctx) for each in command.get_params(ctx) if isinstance(each, click.Option)]
    yield "| Option | Meaning |\n| --- | --- |\n" + "".join(f"{row}\n" for row in rows)
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            if inner is not None:
                yield from described(inner, click.Context(inner, parent=ctx, info_name=name))


def option_row(option: click.Option, ctx: click.Context) -> str:
    """Return a row of the table of options."""
    names = ", ".join(f"`{name}`" for name in option.opts)
    help_text = option.help or ""
    metavar = "" if option.is_flag else option.make_metavar(ctx)
    if "|" in metavar:
        help_text += f" One of {', '.join(f'`{word}`' for word in metavar.strip('[]').split('|'))}."
        metavar = "WORD"
    if metavar:
        names += f" `{metavar}`"
    if option.show_default:
        help_text += f" Default: `{option.default}`."
    if option.multiple:
        help_text += " Can be repeated."
    return f"| {names} | {help_text} |"

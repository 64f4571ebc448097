"""The root command: its subcommands, and the handling of errors."""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from typing import Any, NoReturn

import click

from zoo.cli.command import Group
from zoo.system import stream

SECTIONS = {
    "Find": ("list", "show", "docs"),
    "Train": ("train", "lr", "gradients", "resume", "replay", "audit", "sweep", "baseline"),
    "Use and compare runs": (
        *("runs", "watch", "evaluate", "predict", "export", "average", "compare", "curves", "report", "card"),
    ),
    "Extend": ("plugins", "check", "new", "publish"),
}
"""Commands by section; each is in the module of its name, which is imported when the command is used."""
HELP = "help"
"""`zoo help train` is the same as `zoo train --help`."""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 96}


class Zoo(Group):
    """A group that imports a command only when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """All commands, in the order of the help."""
        return [name for names in SECTIONS.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name not in (*self.list_commands(ctx), HELP):
            return None
        module = importlib.import_module(f"zoo.cli.commands.{cmd_name}")
        return module.command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under their sections."""
        width = max(len(name) for name in self.list_commands(ctx))
        for section, names in SECTIONS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(section):
                formatter.write_dl(
                    [
                        (name.ljust(width), command.get_short_help_str(200))
                        for name, command in commands
                        if command
                    ]
                )


@click.group(
    cls=Zoo,
    context_settings=CONTEXT,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    examples=("zoo train relu-dropout", "zoo evaluate last", "zoo help train"),
)
@click.option("--no-plugins", is_flag=True, help="Ignore plugins; use only what is built in.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(
    package_name="kerazoo", prog_name="zoo", message="%(prog)s %(version)s", help="Show the version and exit."
)
@click.pass_context
def zoo(ctx: click.Context, *, no_plugins: bool, debug: bool) -> None:
    """Train, compare and reproduce Keras models that are registered by name.

    RUN is a run's folder, its name, its id, the last four characters of its id, or `last`. Commands that
    use a model also take the name of trained weights.
    """
    ctx.obj = {"debug": debug}
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
        return
    if no_plugins:
        from zoo.catalog import registries

        registries.without_plugins()
    if os.environ.get("ZOO_STRICT", "") not in ("", "0") and ctx.invoked_subcommand != "plugins":
        _refuse_problems()


def _refuse_problems() -> None:
    """With `ZOO_STRICT=1`, a problem of a plugin is an error in every command."""
    from zoo.catalog.plugins import wrong
    from zoo.errors import ZooError

    found = wrong()
    if found:
        raise ZooError("ZOO_STRICT is set, and an installed plugin has a problem", found)


def _say_warning(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
    """Print the warnings of the registry as ours; others are for developers."""
    from zoo.registry import RenamedWarning, ShadowedWarning

    if issubclass(category, (RenamedWarning, ShadowedWarning)):
        from zoo.cli import console

        (console.warning if category is RenamedWarning else console.note)(str(message))


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command and exit: 0 success, 1 failure, 2 usage error, 130 and 143 interrupted."""
    stream.protect()
    for each in (sys.stdout, sys.stderr):
        if each.errors == "strict":
            each.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]  # a path is bytes, and is printed unchanged
    warnings.showwarning = _say_warning
    try:
        result: Any = zoo.main(args, prog_name="zoo", standalone_mode=False, auto_envvar_prefix="ZOO")
        stream.finish()
        sys.exit(result if isinstance(result, int) else 0)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - every error is reported as one sentence
        from zoo.cli import error_output

        debug = "--debug" in (sys.argv[1:] if args is None else args)
        sys.exit(error_output.report(error, debug=debug))

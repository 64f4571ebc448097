"""The command's root: which commands there are, and how an error ends them."""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from typing import Any, NoReturn

import click

SECTIONS = {
    "Find": ("list", "show"),
    "Train": ("train", "resume", "replay", "sweep", "baseline"),
    "Use and compare runs": ("runs", "evaluate", "predict", "export", "compare", "curves", "report"),
    "Extend": ("plugins", "check", "new"),
}
"""Commands by section; each lives in the module of its name, which is imported when it is used."""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 96}


class Zoo(click.Group):
    """A group whose commands are imported one by one, when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's
        """All commands, in the order of the help."""
        return [name for names in SECTIONS.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name not in self.list_commands(ctx):
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
    cls=Zoo, context_settings=CONTEXT, invoke_without_command=True, subcommand_metavar="COMMAND [ARGS]..."
)
@click.option("--no-plugins", is_flag=True, help="Leave out everything but the built-ins.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(
    package_name="kerazoo", prog_name="zoo", message="%(prog)s %(version)s", help="Show the version and exit."
)
@click.pass_context
def zoo(ctx: click.Context, *, no_plugins: bool, debug: bool) -> None:
    """Keras models by name: list them, train them, and prove what they did.

    RUN is a folder, a run's id, the last four characters of one, or `last`.
    """
    ctx.obj = {"debug": debug}
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
        return
    if no_plugins:
        from zoo.catalog import registries

        registries.without_plugins()
    if os.environ.get("ZOO_STRICT", "") not in ("", "0") and ctx.invoked_subcommand != "plugins":
        _refuse_what_is_wrong()


def _refuse_what_is_wrong() -> None:
    """With `ZOO_STRICT=1`, what is otherwise a remark about one plugin ends every command."""
    from zoo.catalog.plugins import wrong
    from zoo.errors import ZooError

    found = wrong()
    if found:
        raise ZooError("ZOO_STRICT is set, and not all that is installed is sound", found)


def _say_warning(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
    """What our registry has to say stands in our words; all else is for developers."""
    from registry import RenamedWarning, ShadowedWarning

    if issubclass(category, (RenamedWarning, ShadowedWarning)):
        from zoo.cli import console

        (console.warning if category is RenamedWarning else console.note)(str(message))


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command and exit: 0 done, 1 failed, 2 wrong usage, 130 and 143 interrupted."""
    for name in ("stdout", "stderr"):  # closed by whoever called us: what is said there is for nobody
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - it stays open
        elif getattr(sys, name).errors == "strict":
            getattr(sys, name).reconfigure(errors="surrogateescape")  # a path is bytes: so it comes out
    warnings.showwarning = _say_warning
    try:
        result: Any = zoo.main(args, prog_name="zoo", standalone_mode=False, auto_envvar_prefix="ZOO")
        sys.stdout.flush()
        sys.exit(result if isinstance(result, int) else 0)
    except BrokenPipeError:
        from zoo.cli import console

        console.drop_output()  # whoever read it went away, as `head` does: nothing is left to be said
        sys.exit(0)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - here at last it is said in a sentence
        from zoo.cli import console, error_output

        if isinstance(error, OSError):
            console.drop_output()
        debug = "--debug" in (sys.argv[1:] if args is None else args)
        sys.exit(error_output.report(error, debug=debug))

"""How an error is said, and which exit code it has."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import click

from registry import LoadFailed, RegistryError, nearest
from zoo.cli import console
from zoo.errors import SettingError, ZooError, enumerated, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

OPTIONS = {
    "train.epochs": "--epochs",
    "train.batch_size": "--batch-size",
    "train.seed": "--seed",
    "train.backend": "--backend",
    "train.execution": "--execution",
    "train.threads": "--threads",
    "train.patience": "--patience",
    "train.keep": "--keep",
    "optimizer": "--optimizer",
    "dataset": "--dataset",
    "callback": "--callback",
    "input_shape": "--input-shape",
    "classes": "--classes",
}
"""The options that have a setting's path to themselves."""


def report(error: BaseException, *, debug: bool) -> int:
    """Say an error in one sentence on stderr, and return the exit code."""
    if debug:
        traceback.print_exception(error)
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, (click.exceptions.Abort, KeyboardInterrupt)):
        console.error("interrupted", prefix="")
        return 130
    if isinstance(error, click.UsageError):
        console.error(usage(error))
        return 2
    if isinstance(error, ZooError):
        prefix = "" if error.exit_code > 2 else "error"  # noqa: PLR2004 - interrupted is no error
        console.error(sentence(error), error.details, prefix=prefix)
        return error.exit_code
    if isinstance(error, RegistryError):
        console.error(str(error), getattr(error.__cause__, "details", ()))
        return 1 if isinstance(error, LoadFailed) else 2
    text = " ".join(str(error).split())
    console.error(f"{type(error).__name__}: {text}; this is a defect of zoo's: --debug shows where")
    return 1


def sentence(error: ZooError) -> str:
    """The error's text, with a setting named as it was typed."""
    if not isinstance(error, SettingError):
        return str(error)
    given = [
        f"{OPTIONS[path]} {value}" if path in OPTIONS else f"--set {path}={shorten(value)}"
        for path, value in error.settings
    ]
    return f"{enumerated(given)} {error.reason}"


def usage(error: click.UsageError) -> str:
    """A mistake in the options, in the grammar of all errors."""
    if isinstance(error, click.NoSuchOption):
        meant = _meant(error.option_name, error.ctx)
        return f"no option is called {error.option_name}{meant}"
    if isinstance(error, click.exceptions.NoSuchCommand):
        commands = error.ctx.command.list_commands(error.ctx) if error.ctx else []  # type: ignore[attr-defined]  # the group
        command, group = nearest(error.command_name, commands), error.ctx.command_path if error.ctx else "zoo"
        hint = f"; did you mean {group} {command}?" if command else f"; {group} --help lists them"
        return f"no command is called '{error.command_name}'{hint}"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else "an argument"
        return f"{name} is missing; {_see(error.ctx)}"
    message = error.format_message().rstrip(".")
    return f"{message[0].lower()}{message[1:]}; {_see(error.ctx)}"


def _meant(option: str, ctx: click.Context | None) -> str:
    if ctx is None:
        return ""
    known = [name for parameter in ctx.command.get_params(ctx) for name in _long(parameter.opts)]
    meant = nearest(option, known)
    return f"; did you mean {meant}?" if meant else f"; {_see(ctx)}"


def _long(options: Iterable[str]) -> list[str]:
    return [option for option in options if option.startswith("--")]


def _see(ctx: click.Context | None) -> str:
    return f"{ctx.command_path if ctx else 'zoo'} --help shows what there is"

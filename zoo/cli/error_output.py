"""How an error is said, and which exit code it has."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, NamedTuple

import click

from registry import LoadFailed, RegistryError, nearest
from zoo.cli import console
from zoo.errors import SettingError, ZooError, enumerated, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OPTIONS = {
    "train.epochs": "--epochs",
    "train.batch_size": "--batch-size",
    "train.seed": "--seed",
    "train.backend": "--backend",
    "train.execution": "--execution",
    "train.threads": "--threads",
    "train.patience": "--patience",
    "train.keep": "--keep",
    "train.checkpoint_every": "--checkpoint-every",
    "optimizer": "--optimizer",
    "dataset": "--dataset",
    "target": "--target",
    "task": "--task",
    "runs_dir": "--runs-dir",
    "format": "--format",
    "callback": "--callback",
    "input_shape": "--input-shape",
    "classes": "--classes",
    "seeds": "--seeds",
    "jobs": "--jobs",
    "output": "--output",
    "split": "--split",
    "limit": "--limit",
}
"""The options that have a setting's path to themselves."""
NOTHING = "''"


class Saying(NamedTuple):
    """What is said of an error: the exit code, one sentence, and rows below it."""

    code: int
    sentence: str
    details: Sequence[Sequence[str]] = ()
    prefix: str = "error"


def report(error: BaseException, *, debug: bool) -> int:
    """Say an error in one sentence on stderr, and return the exit code."""
    if debug:
        traceback.print_exception(error)
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    code, said, details, prefix = _saying(error)
    console.error(said, details, prefix=prefix)
    return code


def _saying(error: BaseException) -> Saying:
    if isinstance(error, (click.exceptions.Abort, KeyboardInterrupt)):
        return Saying(130, "interrupted", prefix="")
    if isinstance(error, click.UsageError):
        return Saying(2, usage(error))
    if isinstance(error, ZooError):
        prefix = "" if error.exit_code > 2 else "error"  # noqa: PLR2004 - interrupted is no error
        return Saying(error.exit_code, sentence(error), error.details, prefix)
    if isinstance(error, RegistryError):
        code = 1 if isinstance(error, LoadFailed) else 2
        return Saying(code, str(error), getattr(error.__cause__, "details", ()))
    if isinstance(error, OSError):
        what = f"{error.filename} can't be used" if error.filename else "the answer can't be written"
        return Saying(1, f"{what}: {(error.strerror or str(error)).lower()}")
    text = " ".join(str(error).split())
    return Saying(1, f"{type(error).__name__}: {text}; this is a defect of zoo's: --debug shows where")


def sentence(error: ZooError) -> str:
    """The error's text, with a setting named as it was typed."""
    if not isinstance(error, SettingError):
        return "; ".join([error.sentence, *getattr(error, "__notes__", ())])
    given = (_as_typed(path, shorten(value)) for path, value in error.settings)
    return f"{enumerated(list(given))} {error.reason}"


def _as_typed(path: str, value: str) -> str:
    return f"{OPTIONS[path]} {value or NOTHING}" if path in OPTIONS else f"--set {path}={value}"


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

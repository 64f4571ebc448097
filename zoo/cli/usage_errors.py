"""Errors of Click in the style of ours, with what to type in place of unknown commands and options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from zoo.cli.parameters import long_name
from zoo.errors import shorten
from zoo.registry import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

EXTRA = re.compile(r"Got unexpected extra arguments? \((.+)\)")
COMMANDS = {
    "plot": "zoo curves, or zoo report",
    "graph": "zoo curves",
    "fit": "zoo train",
    "run": "zoo train",
    "test": "zoo evaluate",
    "eval": "zoo evaluate",
    "ls": "zoo list",
    "info": "zoo show",
    "diff": "zoo compare",
    "rm": "zoo runs rm",
    "remove": "zoo runs remove",
    "delete": "zoo runs remove",
    "continue": "zoo resume",
    "restart": "zoo resume",
    "repeat": "zoo replay",
    "grid": "zoo sweep",
    "search": "zoo sweep",
    "tune": "zoo sweep",
    "convert": "zoo export",
    "create": "zoo new",
    "init": "zoo new",
    "datasets": "zoo list",
    "models": "zoo list",
    "optimizers": "zoo list",
    "version": "zoo --version",
}
"""The commands for words that are near in meaning, but not in letters."""
SYNONYMS = {
    "--learning-rate": "--lr",
    "--rate": "--lr",
    "--batch": "--batch-size",
    "--out": "--output",
    "--parallel": "--jobs",
    "--workers": "--jobs",
    "--data": "--dataset",
    "--opt": "--optimizer",
    "--early-stopping": "--patience",
    "--silent": "--quiet",
    "--label": "--target",
    "--overwrite": "--force",
    "--validation-split": "--validation",
    "--val-split": "--validation",
    "--test-size": "--test",
    "--test-split": "--test",
    "--test": "--split",
    "--validation": "--split",
    "--verbose": "--progress",
    "--random-state": "--seed",
    "--random-seed": "--seed",
    "--n-jobs": "--jobs",
    "--weights": "--from",
    "--pretrained": "--from",
    "--init": "--from",
    "--dtype": "--precision",
    "--mixed-precision": "--precision",
    "--scheduler": "--schedule",
    "--confirm": "--yes",
}
"""The options for words that are near in meaning; one is suggested if the command has it."""


def usage(error: click.UsageError) -> str:
    """An error of Click's in the style of all our errors."""
    if isinstance(error, click.NoSuchOption):
        return f"no option is called {shorten(error.option_name)}; {_option(error.option_name, error.ctx)}"
    if isinstance(error, click.exceptions.NoSuchCommand):
        return (
            f"no command is called '{shorten(error.command_name)}'; {_command(error.command_name, error.ctx)}"
        )
    if isinstance(error, click.MissingParameter):
        return f"{_missing(error)} is missing; {_see(error.ctx)}"
    message = error.format_message().rstrip(".")
    if extra := EXTRA.match(message):
        return f"{message[0].lower()}{message[1:]}; {_with_options(extra[1].split(), error.ctx)}"
    return f"{message[0].lower()}{message[1:]}; {_see(error.ctx)}"


def _command(word: str, ctx: click.Context | None) -> str:
    """What to type in place of a word that is not a command."""
    if ctx is None:
        return _see(ctx)
    if ctx.parent is None and word in COMMANDS:
        return f"did you mean {COMMANDS[word]}?"
    assert isinstance(ctx.command, click.Group)
    command = nearest(word, ctx.command.list_commands(ctx))
    return (
        f"did you mean {ctx.command_path} {command}?" if command else f"{ctx.command_path} --help lists them"
    )


def _option(option: str, ctx: click.Context | None) -> str:
    """What to type in place of an option that does not exist."""
    if ctx is None:
        return _see(ctx)
    known = [name for parameter in ctx.command.get_params(ctx) for name in _long(parameter.opts)]
    if (meant := SYNONYMS.get(option.replace("_", "-"))) in known:
        return f"did you mean {meant}?"
    near = nearest(option.lstrip("-"), [name.lstrip("-") for name in known])
    if near:
        return f"did you mean --{near}?"
    return f"{ctx.command_path} --help lists the options"


def _with_options(words: Iterable[str], ctx: click.Context | None) -> str:
    """The options that take words that are no arguments, as `--format onnx --quantize int8`.

    If not each word has an option of its own, what to read.
    """
    left = [] if ctx is None else [*filter(_is_option, ctx.command.get_params(ctx))]
    found = []
    for word in words:
        option = next((each for each in left if _takes(each, word)), None)
        if option is None:
            return _see(ctx)
        left.remove(option)
        found.append(f"{long_name(option)} {word}")
    return f"did you mean {' '.join(found)}?"


def _takes(option: click.Parameter, word: str) -> bool:
    """Whether a word is one of an option's words, or a registered name of its kind."""
    from zoo.catalog.registries import KINDS

    return word in (*KINDS.get(long_name(option).lstrip("-"), ()), *getattr(option.type, "words", ()))


def _missing(error: click.MissingParameter) -> str:
    """As in "argument RUN" or "option --target"."""
    param = error.param
    if isinstance(param, click.Option):
        return f"option {long_name(param)}"
    return f"argument {param.human_readable_name if param else ''}".rstrip()


def _is_option(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Option)


def _long(options: Iterable[str]) -> list[str]:
    return [option for option in options if option.startswith("--")]


def _see(ctx: click.Context | None) -> str:
    return f"see {ctx.command_path if ctx else 'zoo'} --help"

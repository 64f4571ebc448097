"""What messages call an option, as `--class-names`, is an argument in Python: `class_names`."""

from __future__ import annotations

import functools
import inspect
import re
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from zoo.errors import DeclarationError, Problem, SettingError, ZooError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

P = ParamSpec("P")
R = TypeVar("R")
OTHERS = {
    "callback": "callbacks",
    "from": "start",
    "o": "output",
    "lr": "optimizer.learning_rate",
    "phase": "phases",
    "set": "settings",
    "tag": "tags",
}
"""The arguments whose option has another name."""
COMMAND = r"\bzoo [a-z][^;,]*"
"""A command to type, whose options stay as they are."""
VALUE = r"(?P<value>\d|[A-Z]+\b|['\"]|[^\s,]+,\S|[\w.-]+(?:\?| too\b))"
"""The beginning of an option's value, other than that of a sentence: a number, a placeholder,
a list, a hint."""
OPTION = rf"(?<![\w'\"/=.-])(?:--|-(?=o\b))(?P<name>[a-z][a-z-]*)(?![\w=])(?: (?={VALUE}))?"
"""An option that is not within a quoted value, with the space before its value."""


def named_in_python(function: Callable[P, R]) -> Callable[P, R]:
    """The function, whose errors name arguments in place of options.

    The command line calls the functions themselves, and names options.
    """
    switches = frozenset(
        name for name, each in inspect.signature(function).parameters.items() if each.default is False
    )

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except ZooError as error:
            _rename(error, switches)
            raise

    call.__module__ = "zoo"  # so that it is pickled as what `zoo` exports
    return call


def with_arguments(message: str, switches: Collection[str] = ()) -> str:
    """A message with arguments in place of options; those in `switches` are true or false.

    >>> with_arguments("m.keras exists; overwrite it with --force", ["force"])
    'm.keras exists; overwrite it with force=True'
    """

    def argument(found: re.Match[str]) -> str:
        if not found["name"]:
            return found[0]
        name = OTHERS.get(found["name"], found["name"].replace("-", "_"))
        if name in switches:
            return f"{name}=True{' ' if found['value'] else ''}"
        return f"{name}=" if found["value"] else name

    return re.sub(f"{COMMAND}|{OPTION}", argument, message)


def _rename(error: ZooError, switches: Collection[str]) -> None:
    """Name arguments in an error, its details and its notes."""
    renamed = functools.partial(with_arguments, switches=switches)
    error.args = tuple(renamed(each) if isinstance(each, str) else each for each in error.args)
    error.details = tuple(tuple(map(renamed, row)) for row in error.details)
    if isinstance(error, SettingError):
        error.reason = renamed(error.reason)
    if isinstance(error, DeclarationError):
        error.problems = tuple(
            Problem(each.path, each.found, renamed(each.wanted)) for each in error.problems
        )
    if notes := getattr(error, "__notes__", None):
        notes[:] = map(renamed, notes)

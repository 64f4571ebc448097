"""The ten messages that a beginner meets first, each with a command that works; a test runs them in order."""

from __future__ import annotations

from typing import NamedTuple

DATASETS = "breast-cancer, diabetes, digits, fashion-mnist, fashion-mnist-sample, iris, wine"


class FirstError(NamedTuple):
    """A command that fails, what it says, and one that works."""

    command: str
    message: str
    works: str


FIRST = (
    FirstError(
        "zoo train relu-dropuot",
        "no model is called 'relu-dropuot'; did you mean relu-dropout?",
        "zoo list model",
    ),
    FirstError(
        "zoo train relu-dropout --optimizer best",
        "no optimizer is called 'best'; wanted a name from `zoo list optimizer`",
        "zoo list optimizer",
    ),
    FirstError(
        "zoo train relu-dropout --dataset mnist",
        f"no dataset is called 'mnist'; wanted one of {DATASETS}",
        "zoo list dataset",
    ),
    FirstError(
        "zoo show flower.csv",
        "flower.csv can't be read: no such file or directory; did you mean flowers.csv?",
        "zoo show flowers.csv --target kind",
    ),
    FirstError(
        "zoo evaluate last",
        "there is no folder runs; zoo train makes one, and --runs-dir names another",
        "zoo train relu-dropout",
    ),
    FirstError(
        "zoo train mlp --dataset flowers.csv",
        "flowers.csv is a table; wanted --target with one of length, width, kind",
        "zoo train mlp --dataset flowers.csv --target kind",
    ),
    FirstError(
        "zoo train relu-dropout --set units=200",
        "--set units=200 names no layer of relu-dropout; did you mean hidden.units?",
        "zoo train relu-dropout --set hidden.units=200",
    ),
    FirstError(
        "zoo train relu-dropout --lr 0,1",
        "--lr 0,1 is not a number; wanted a number above 0",
        "zoo train relu-dropout --lr 0.1",
    ),
    FirstError(
        "zoo evaluate 9f3a",
        "no run in runs/ ends in '9f3a'; zoo runs lists them",
        "zoo runs",
    ),
    FirstError(
        "zoo curves last -o curves.svg",
        "curves.svg exists; overwrite it with --force or choose another name with -o",
        "zoo curves last -o curves.svg --force",
    ),
)


def section() -> str:
    """The part of the page of errors about them."""
    rows = [f"| `{command}`<br>{_printed(message)} | `{works}` |" for command, message, works in FIRST]
    head = "| What is typed, and what is printed | What works |\n| --- | --- |"
    return "\n".join(["## The first ten\n", head, *rows, ""])


def _printed(message: str) -> str:
    """A message as it is printed, which may contain backticks."""
    quote = "``" if "`" in message else "`"
    space = " " if "`" in message else ""
    return f"{quote}{space}error: {message}{space}{quote}"

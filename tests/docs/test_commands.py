"""Every command in the pages is one that `zoo` understands, also those that are not run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from tests.zoo.cli.every_command import root
from zoo.cli.group import zoo

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted({*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")})
FENCE = re.compile(r"^ *```(?:sh|bash|console)\b[^\n]*\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
SHOWING = {"help", "--help", "-h", "--version"}
"""Words of commands that show something in place of what they do otherwise."""
END = re.compile(r"(?<!\\)(?:\|\||&&|[|;<>])|\d>| #")


def commands(text: str) -> list[str]:
    """The commands of a page: those after a `$`, and every line of a block without output."""
    found = []
    for block in FENCE.findall(text):
        lines = re.sub(r"\\\n\s*", "", block).splitlines()
        lines = [line.strip() for line in lines]
        typed = [line[2:] for line in lines if line.startswith("$ ")] or lines
        found += [line for line in typed if line.startswith("zoo ") and "…" not in line]
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_can_be_parsed(page: Path) -> None:
    """Its command and its options exist, and have values of the right kind."""
    wrong = {}
    for line in commands(page.read_text(encoding="utf-8")):
        words = shlex.split(END.split(line)[0])[1:]
        words = [each for each in words if each not in ("--no-plugins", "--debug")]
        try:
            parse([] if {*words} & SHOWING else words)
        except click.UsageError as error:
            wrong[line] = error.format_message()
    assert wrong == {}


def parse(words: list[str]) -> None:
    """Parse a command and its options, and run nothing."""
    command: click.Command = zoo
    ctx = root()
    while isinstance(command, click.Group) and words:
        name, found, words = command.resolve_command(ctx, words)
        assert found is not None, name
        command = found
        if name == "runs" and not {*words[:1]} & {"show", "remove", "rm", "rename"}:
            found.make_parser(ctx).parse_args(words)  # without one of its commands, it lists runs
            return
        if not isinstance(found, click.Group):
            found.make_context(name, words, parent=ctx)
        ctx = click.Context(found, info_name=name, parent=ctx)


def test_an_unknown_option_is_found() -> None:
    """It is an error of Click."""
    with pytest.raises(click.UsageError, match="colour"):
        parse(["train", "relu-dropout", "--colour", "red"])

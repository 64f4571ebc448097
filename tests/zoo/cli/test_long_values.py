"""Error messages shorten long values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from tests.zoo.cli.every_command import every_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WIDEST = 300
"""The maximum length of a line, without the paths in it."""
VALUES = {"word": "x" * 5_000, "words": "x y " * 1_250, "settings": "x=" + "1" * 5_000, "path": "x/" * 2_500}
FILLED = {"RUN": "last", "RUNS": "last", "MODEL": "relu-dropout", "NAME": "relu-dropout"}
"""Valid values of the other arguments."""


def calls() -> Iterator[tuple[str, ...]]:
    """Every command with a long value in one argument or option, marked `…`."""
    yield ("…",)
    yield ("--…",)
    for ctx in every_command():
        if ctx.parent is None:
            continue
        words = tuple(ctx.command_path.split()[1:])
        yield (*words, "--…")
        arguments = [each for each in ctx.command.params if isinstance(each, click.Argument)]
        required = tuple(
            FILLED.get(str(each.human_readable_name), "iris") for each in arguments if each.required
        )
        for argument in arguments:
            yield (
                *words,
                *(
                    "…" if each is argument else "iris"
                    for each in arguments
                    if each.required or each is argument
                ),
            )
        for option in ctx.command.params:
            if isinstance(option, click.Option) and not option.is_flag:
                yield (*words, *required, max(option.opts, key=len), "…")


@pytest.mark.parametrize("value", VALUES.values(), ids=list(VALUES))
@pytest.mark.parametrize("call", list(calls()), ids=" ".join)
def test_a_long_value_is_shortened(zoo: Callable, tmp_path: Path, call: tuple[str, ...], value: str) -> None:
    """Every error message of every command has only the beginning of a long value."""
    said = zoo(*(each.replace("…", value) for each in call))
    longest = max((len(line.replace(str(tmp_path), "")) for line in said.err.splitlines()), default=0)
    assert longest <= WIDEST, said.err[:2000]
    assert "this is a bug" not in said.err

"""An option has the same names and type in every command."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import click
import pytest

from tests.zoo.cli.every_command import every_command

if TYPE_CHECKING:
    from collections.abc import Callable

SHORT = {
    "--epochs": "-e",
    "--batch-size": "-b",
    "--dataset": "-d",
    "--output": "-o",
    "--quiet": "-q",
    "--yes": "-y",
    "--jobs": "-j",
    "--help": "-h",
}
DIFFERENT = {"--format", "--lr", "--set", "--split", "--kind", "--check"}
"""Options whose values depend on the command."""


def options() -> dict[str, list[tuple[str, click.Option]]]:
    """Every option by its long name, with the commands that have it."""
    found = defaultdict(list)
    for ctx in every_command():
        for each in ctx.command.get_params(ctx):
            if isinstance(each, click.Option):
                found[max(each.opts, key=len)].append((ctx.command_path, each))
    return found


def test_an_option_has_the_same_names_in_every_command() -> None:
    """A short option belongs to one long option, which has it in every command."""
    spellings = {name: {tuple(each.opts) for _, each in found} for name, found in options().items()}
    short = {name: {opts[0] for opts in forms if opts[0] != name} for name, forms in spellings.items()}
    assert {name: short for name, short in short.items() if short and name != "--callback"} == {
        name: {each} for name, each in SHORT.items()
    }
    assert [name for name, forms in spellings.items() if len(forms) > 1] == []


def test_an_option_has_the_same_type_in_every_command() -> None:
    """A value that one command accepts is valid in the others."""

    def kinds(found: list[tuple[str, click.Option]]) -> set[Any]:
        return {(type(each.type), each.is_flag, getattr(each.type, "words", ())) for _, each in found}

    different = {name for name, found in options().items() if len(kinds(found)) > 1}
    assert different == DIFFERENT & different
    assert different <= DIFFERENT


@pytest.mark.parametrize(
    ("arguments", "same"),
    [
        (["-e", "1", "-b", "16", "-d", "iris"], ["--epochs", "1", "--batch-size", "16", "--dataset", "iris"]),
        (["-d", "iris", "--lr", "0.5"], ["-d", "iris", "--set", "optimizer.learning_rate=0.5"]),
        (["-d", "iris", "--lr", "0.5"], ["-d", "iris", "--set", "lr=0.5"]),
    ],
)
def test_short_options_are_the_same_as_long_ones(
    zoo: Callable, monkeypatch: pytest.MonkeyPatch, arguments: list[str], same: list[str]
) -> None:
    """Both give the same plan."""
    from zoo.training import train  # noqa: F401 - so that it can be replaced

    plans = []

    def record(plan: Any, *_: Any, **__: Any) -> None:
        plans.append(plan)
        raise KeyboardInterrupt

    monkeypatch.setattr("zoo.api.train.train_plan", record)
    for each in (arguments, same):
        assert zoo("train", "relu-dropout", *each).code == 130
    assert plans[0] == plans[1]


def test_a_sweep_tries_every_learning_rate(zoo: Callable) -> None:
    """`--lr`, `--set lr=` and the full path are the same."""
    sweep = ("sweep", "relu-dropout", "-d", "iris", "--dry-run", "--json")
    expected = zoo(*sweep, "--set", "optimizer.learning_rate=0.1,0.2")
    assert expected.out.count("optimizer.learning_rate") == 2
    assert zoo(*sweep, "--lr", "0.1,0.2") == expected
    assert zoo(*sweep, "--set", "lr=0.1,0.2") == expected


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["list", "--json"]])
def test_python_m_zoo_is_the_same_as_zoo(arguments: list[str]) -> None:
    """Both print the same output."""

    def output(*command: str) -> str:
        return subprocess.run(
            [sys.executable, *command, *arguments], capture_output=True, text=True, check=True
        ).stdout

    assert output("-m", "zoo") == output("-c", "import sys; from zoo.cli import main; main()")

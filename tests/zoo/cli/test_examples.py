"""Every help page has examples that work."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

import zoo as package
from tests.zoo.cli.every_command import every_command
from zoo.builtin.datasets import fashion_mnist

if TYPE_CHECKING:
    from collections.abc import Callable

FLOWERS = Path(__file__).parent.parent / "flowers.csv"
EXAMPLES = {ctx.command_path: ctx.command.examples for ctx in every_command()}  # type: ignore[attr-defined]  # all are ours
EVERY = sorted({example for examples in EXAMPLES.values() for example in examples})
ELSEWHERE = (
    *("zoo watch", "zoo evaluate last --dataset ./other.csv", "zoo evaluate model.keras", "zoo check"),
    *("zoo audit", "zoo evaluate relu-dropout.fashion-mnist"),  # on the full data
)
"""Examples that need more, or take long: the tests of their commands run these."""


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_help_has_two_examples(path: str) -> None:
    """They are at the end of the page, each on one line."""
    ctx = next(each for each in every_command() if each.command_path == path)
    assert len(EXAMPLES[path]) >= 2
    assert ctx.get_help().endswith("Examples:\n" + "\n".join(f"  {each}" for each in EXAMPLES[path]))


@pytest.mark.parametrize("example", EVERY)
def test_an_example_is_valid(example: str) -> None:
    """Click accepts its arguments and options."""
    zoo, *words = shlex.split(example)
    ctx = next(iter(every_command()))
    assert zoo == "zoo"
    while isinstance(ctx.command, click.Group) and words:
        _, command, words = ctx.command.resolve_command(ctx, words)
        assert command is not None
        ctx = command.make_context(command.name, words, parent=ctx)
        words = [*ctx._protected_args, *ctx.args]


@pytest.mark.long
def test_the_examples_work(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """With three runs and one data file, each example exits with 0; the data is the sample."""
    from PIL import Image

    monkeypatch.setattr(fashion_mnist, "load_full", fashion_mnist.load_sample)

    Path("flowers.csv").write_text(FLOWERS.read_text().replace("kind", "species", 1))
    Image.new("L", (28, 28), 200).save("boot.png")
    record, *others = (
        package.train("relu-dropout", dataset="fashion-mnist-sample", epochs=epochs) for epochs in (2, 1, 1)
    )
    ids = dict(zip(("3f9a", "a1b2", "c3d4"), (each.id[-4:] for each in (record, *others)), strict=True))
    package.card(record, output="README.md")
    shutil.copytree(record.path, "kept")
    failed = {}
    for example in sorted(
        EVERY, key=lambda each: each.startswith("zoo average")
    ):  # which is then the last run
        if example.startswith(ELSEWHERE):
            continue
        if not Path(record.path).exists():
            shutil.copytree("kept", record.path)
        words = [ids.get(word, word) for word in shlex.split(example)[1:]]
        if words[0] == "new":
            shutil.rmtree("zoo-tiny", ignore_errors=True)
        writes = "-o" in words or (words[0] == "card" and "--check" not in words)
        last = ["--yes"] if "remove" in words else ["--force"] if writes else []
        code, _, err = zoo(*words, *last)
        if code:
            failed[example] = err
    assert failed == {}

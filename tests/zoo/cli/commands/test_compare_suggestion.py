"""The sweep that `zoo compare` suggests to test a lead."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.cli.commands.compared import right

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.zoo.cli.conftest import Said


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (
            {"settings": {"hidden.units": 50, "train.epochs": 9}},
            ", with one seed each",
        ),
        (
            {"settings": {"hidden.units": 50}},
            ", with one seed each\nto test whether hidden.units=100 leads hidden.units=50: "
            "zoo sweep relu-dropout --optimizer rmsprop --set hidden.units=100,50 --seeds 5",
        ),
        (
            {"optimizer": "sgd", "command": ["zoo", "train", "relu-dropout", "--set", "dropout.rate=0.3"]},
            ", with one seed each\nto test whether rmsprop leads sgd: "
            "zoo sweep relu-dropout --optimizer rmsprop,sgd --set dropout.rate=0.3 --seeds 5",
        ),
        (
            {
                "model": "relu-flatten",
                "settings": {"optimizer.learning_rate": 0.01},
                "command": ["zoo", "train", "relu-flatten", "--set=optimizer.learning_rate=0.01"],
            },
            ", with one seed each\nto test whether relu-dropout with optimizer.learning_rate=0.001 leads "
            "relu-flatten with optimizer.learning_rate=0.01: zoo sweep relu-dropout relu-flatten "
            "--optimizer rmsprop --set optimizer.learning_rate=0.001,0.01 --seeds 5",
        ),
        ({"settings": {"train.seed": 7}}, "; only the seed differs"),
        ({}, ", with identical plans"),
    ],
)
def test_a_sweep_to_test_the_lead_is_suggested(
    zoo: Callable[..., Said], add: Callable[..., Path], other: dict[str, Any], expected: str
) -> None:
    """The suggested command trains both with more seeds, if there is such a sweep, and is valid."""
    add("3f9a", answers=right(range(100)))
    add("a914", answers=right(range(300)), **other)
    lead, evidence = (
        "3f9a and a914: 3f9a leads by 200 images",
        "  only 3f9a is right on 200, only a914 on 0, p < 0.001\n",
    )
    out = zoo("compare", "3f9a", "a914").out
    how, _, whether = expected.partition("\n")
    assert out.endswith(f"\n{lead}{how}\n{evidence}" + (f"{whether}\n" if whether else ""))
    _, _, sweep = out.partition(": zoo sweep ")
    if sweep:
        assert zoo("sweep", *shlex.split(sweep), "--dry-run").code == 0


NOISY = """\
kerazoo = 1
kind = "model"

[[layers]]
type = "Flatten"

[[layers]]
type = "GaussianNoise"
stddev = 0.1

[[layers]]
type = "Head"
"""


@pytest.mark.parametrize("written", ["by this version", "by an older version"])
def test_the_suggested_sweep_sets_a_layer_without_a_name(
    zoo: Callable[..., Said], add: Callable[..., Path], install: Callable[..., Path], written: str
) -> None:
    """It uses the default name of the layer, also if an older version left it out of the plan."""
    site = install("acme", "[zoo.models]\nnoisy = acme_noisy:noisy.toml\n")
    (site / "acme_noisy").mkdir()
    (site / "acme_noisy" / "noisy.toml").write_text(NOISY)
    for end, stddev, wrong in (("3f9a", 0.1, 100), ("a914", 0.2, 300)):
        path = add(end, "noisy", settings={"gaussian_noise.stddev": stddev}, answers=right(range(wrong)))
        if written == "by an older version":
            text = (path / "plan.toml").read_text()
            (path / "plan.toml").write_text(text.replace('name = "gaussian_noise"\n', ""))
    sweep = "zoo sweep noisy --optimizer rmsprop --set gaussian_noise.stddev=0.1,0.2 --seeds 5"
    assert zoo("compare", "3f9a", "a914").out.endswith(f": {sweep}\n")
    assert zoo(*shlex.split(sweep)[1:], "--dry-run").code == 0


def test_no_sweep_is_suggested_for_layers_of_another_type(
    zoo: Callable[..., Said], add: Callable[..., Path]
) -> None:
    """No setting changes the type of a layer, as in an edited plan."""
    add("3f9a", answers=right(range(100)))
    plan = add("a914", answers=right(range(300))) / "plan.toml"
    plan.write_text(plan.read_text().replace('type = "Flatten"', 'type = "RandomContrast"\nfactor = 0.1'))
    *table, said, _ = zoo("compare", "3f9a", "a914").out.splitlines()
    assert "flatten.type" in "".join(table)
    assert said.endswith("images, with one seed each")


@pytest.mark.parametrize(
    ("settings", "options"),
    [
        ({"epochs": 20, "batch_size": 64}, "--epochs 20 --batch-size 64"),
        (
            {"precision": "mixed_bfloat16", "deterministic": True},
            "--precision mixed_bfloat16 --deterministic",
        ),
        ({"augment": "flip"}, """--augment '[{type = "RandomFlip", mode = "horizontal"}]'"""),
        ({"schedule": {"type": "cosine", "end": 0.1}}, """--schedule '{type = "cosine", end = 0.1}'"""),
    ],
)
def test_the_suggested_sweep_has_the_shared_settings(
    zoo: Callable[..., Said], add: Callable[..., Path], settings: dict[str, Any], options: str
) -> None:
    """Settings that both runs share, such as `--epochs`, are in the suggested command, which is valid."""
    settings = {f"train.{name}": value for name, value in settings.items()}
    add("3f9a", settings=settings, answers=right(range(100)))
    add("a914", optimizer="adam", settings=settings, answers=right(range(300)))
    assert zoo("compare", "3f9a", "a914").out.splitlines()[-1] == (
        "to test whether rmsprop leads adam: "
        f"zoo sweep relu-dropout --optimizer rmsprop,adam {options} --seeds 5"
    )
    assert zoo(*shlex.split(f"sweep relu-dropout {options} --seeds 5 --dry-run")).code == 0


def test_no_sweep_is_suggested_for_runs_of_one_sweep(
    zoo: Callable[..., Said], add: Callable[..., Path]
) -> None:
    """The message refers to the ranking of their sweep."""
    add("3f9a", combination=1, answers=right(range(100)))
    add("a914", combination=2, optimizer="adam", answers=right(range(300)))
    assert zoo("compare", "3f9a", "a914").out.splitlines()[-2:] == [
        "  only 3f9a is right on 200, only a914 on 0, p < 0.001",
        "a run has one seed; the sweep's ranking compares all seeds",
    ]

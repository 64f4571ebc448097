"""The settings of a plan that differ from the defaults, and settings in a few words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import zoo
from zoo.plan import file as plan_file
from zoo.plan.changes import changes
from zoo.plan.phrase import phrase
from zoo.plan.resolve import find_plan
from zoo.runs.combination import Combination
from zoo.schema import toml
from zoo.sweeps import Sweep, job

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.plan.plan import Plan

MINE = """\
kerazoo = 1
kind = "model"

[[layers]]
type = "Flatten"

[[layers]]
type = "Dense"
name = "hidden"
units = 8

[[layers]]
type = "Head"
"""


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, {}),
        ({"hidden.units": 100, "train.epochs": 5, "lr": 0.001}, {}),
        ({"hidden.units": 200, "dropout.rate": 0.5}, {"hidden.units": 200, "dropout.rate": 0.5}),
        (
            {"lr": 0.01, "optimizer.momentum": 0.9},
            {"optimizer.learning_rate": 0.01, "optimizer.momentum": 0.9},
        ),
        ({"train.seed": 7, "train.patience": 3}, {"seed": 7, "patience": 3}),
        ({"train.threads": 1, "train.execution": "plain"}, {}),
    ],
)
def test_changes_are_the_settings_that_differ_from_the_defaults(
    settings: dict[str, Any], expected: dict[str, Any]
) -> None:
    """A value that is equal to its default is none; the same holds for a plan that was read from its file."""
    plan = find_plan("relu-dropout", dataset="iris", settings=settings)
    assert changes(plan) == expected
    assert changes(plan_file.read(toml.loads(plan_file.dumps(plan), "plan.toml")[1], "plan.toml")) == expected


def test_a_plan_of_a_plugin_that_is_not_installed_has_no_changes_of_it() -> None:
    """The other changes are found."""
    plan = find_plan("relu-dropout", dataset="iris", settings={"hidden.units": 200, "train.epochs": 9})
    elsewhere = replace(plan, model=replace(plan.model, distribution="acme"))
    assert changes(elsewhere) == {"epochs": 9}


def test_a_model_from_a_file_is_compared_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its defaults are in the file, not in a registry; in a sweep, the settings that vary are known."""
    (tmp_path / "mine.toml").write_text(MINE)
    found: list[Any] = []

    def train(*_: Any, **about: Any) -> None:
        found.append(about["changes"])

    monkeypatch.setattr("zoo.api.train.train_plan", train)
    monkeypatch.setattr("zoo.sweeps.job.train", train)
    zoo.train(tmp_path / "mine.toml", dataset="iris", settings={"hidden.units": 4}, epochs=5)
    plan: Plan = find_plan(tmp_path / "mine.toml", "sgd", "iris", settings={"hidden.units": 4})
    combination = Combination("mine", "sgd", 42, {"hidden.units": 4})
    sweep = Sweep.create(tmp_path / "runs", [combination], [plan], 1)
    job.carry_out(str(sweep.path), 1, "")
    assert found == [{"hidden.units": 4}] * 2


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("optimizer.learning_rate", 1e-05, "lr 1e-05"),
        ("optimizer.learning_rate", {"type": "CosineDecay", "decay_steps": 9}, "lr CosineDecay"),
        ("optimizer.nesterov", True, "nesterov true"),
        ("optimizer", "adam", "optimizer adam"),
        ("dropout.rate", 0.5, "dropout 0.5"),
        ("hidden.units", 200, "hidden.units 200"),
        ("conv.kernel_size", [3, 5], "conv.kernel_size 3×5"),
        ("patience", None, "patience none"),
        ("callbacks", ["tensorboard", "mlflow"], "callbacks tensorboard mlflow"),
        ("callbacks", [], "callbacks none"),
        ("odd.text", "x" * 99, f"odd.text {'x' * 29}…"),
    ],
)
def test_a_setting_is_a_few_words(path: str, value: Any, expected: str) -> None:
    """What goes without saying is left out, and long values are shortened."""
    assert phrase(path, value) == expected

"""The order in which the runs of a sweep begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.plan.resolve import find_plan
from zoo.runs.combination import Combination
from zoo.specs.layers.core import Dense, Flatten
from zoo.specs.layers.head import Head
from zoo.specs.layers.other import Layer
from zoo.specs.model import ModelSpec
from zoo.sweeps import Sweep
from zoo.sweeps.order import longest_first

if TYPE_CHECKING:
    from pathlib import Path

COUNTED = ModelSpec(layers=(Flatten(), Dense(50), Head()))
UNCOUNTED = ModelSpec(layers=(Flatten(), Layer("RandomContrast"), Head()))


def test_the_longest_runs_begin_first(tmp_path: Path) -> None:
    """By the FLOPs of the model and the epochs; what only Keras can count is first, equals keep their order."""
    asked = [
        ("softmax-1layer", "softmax-1layer", 3, 42),
        ("50 units", COUNTED, 3, 42),
        ("50 units", COUNTED, 3, 43),
        ("longer", "softmax-1layer", 900, 42),
        ("uncounted", UNCOUNTED, 1, 42),
        ("complete", COUNTED, 9, 42),
    ]
    plans = [
        find_plan(model, "sgd", "iris", settings={"train.epochs": epochs, "train.seed": seed})
        for _, model, epochs, seed in asked
    ]
    combinations = [Combination(name, "sgd", seed) for name, *_, seed in asked]
    sweep = Sweep.create(tmp_path, combinations, plans, 2)
    assert longest_first(sweep, [1, 2, 3, 4, 5]) == [5, 4, 2, 3, 1]


def test_a_run_whose_plan_cannot_be_read_is_first(tmp_path: Path) -> None:
    """It says itself what is wrong."""
    plan = find_plan("softmax-1layer", "sgd", "iris")
    sweep = Sweep.create(tmp_path, [Combination("a", "sgd", 1), Combination("b", "sgd", 1)], [plan, plan], 1)
    sweep.plan_path(2).write_text("?")
    assert longest_first(sweep, [1, 2]) == [2, 1]

"""Models that are compiled once for several runs."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from zoo.plan.prepare import prepare
from zoo.plan.resolve import find_plan
from zoo.specs.model import ModelSpec
from zoo.training import steps
from zoo.training.compiled import CompiledModels
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord
    from zoo.specs.task import Task

NOISY = """\
kerazoo = 1
kind = "model"
layers = [
  { type = "Flatten" },
  { type = "GaussianNoise", stddev = 0.1 },
  { type = "Dense", units = 16, activation = "relu", kernel_regularizer = { type = "L2", l2 = 0.01 } },
  { type = "BatchNormalization" },
  { type = "Dropout", rate = 0.3 },
  { type = "Head" },
]
"""
NOTHING: Any = None
SCHEDULE = {"type": "CosineDecay", "initial_learning_rate": 0.1, "decay_steps": 28}
AVERAGED = {"optimizer.use_ema": True, "optimizer.weight_decay": 0.001}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a model in which all that is random or kept between steps takes part."""
    monkeypatch.chdir(tmp_path)
    Path("noisy.toml").write_text(NOISY)


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The loops that were made: each is traced and compiled."""
    made: list[Any] = []

    class Counted(steps.Loop):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            made.append(args)
            super().__init__(*args, **kwargs)

    monkeypatch.setattr("zoo.training.feeds.Loop", Counted)
    return made


def plan(
    model: str = "./noisy.toml",
    optimizer: str = "adam",
    dataset: str = "iris",
    settings: Mapping[str, Any] = MappingProxyType({}),
) -> Plan:
    """A plan of two epochs."""
    usual = {"train.epochs": 2, "train.batch_size": 7, "train.execution": "loop"}
    return find_plan(model, optimizer, dataset, settings=usual | settings)


def build(input_shape: tuple[int, ...], task: Task) -> Any:
    """A builder, which is not called here."""
    raise NotImplementedError


def account(record: RunRecord) -> tuple[Any, ...]:
    """What a run must have in common with the same run in a new process."""
    path = Path(record.path)
    digests = [json.loads(line)["digest"] for line in (path / "metrics.jsonl").read_text().splitlines()]
    outcomes = (path / "validation.json").read_text()
    with zipfile.ZipFile(path / "model.keras") as model:
        config = json.loads(model.read("config.json"), object_hook=without_address)
    return record.history, record.metrics, record.model_digest, digests, outcomes, config


def without_address(table: dict[str, Any]) -> dict[str, Any]:
    """A table of a Keras configuration without the address of the object."""
    return {key: value for key, value in table.items() if key != "shared_object_id"}


@pytest.mark.long
@pytest.mark.parametrize(
    ("settings", "number"),
    [
        (AVERAGED, 1),
        pytest.param({"train.execution": "plain"}, 0, marks=pytest.mark.soak),
        ({"train.execution": "loop+xla"}, 1),
    ],
)
def test_runs_with_other_seeds_and_learning_rates_are_the_same_as_alone(
    traced: list[Any], settings: dict[str, Any], number: int
) -> None:
    """All bits are equal, and all but the first use what the first compiled."""
    plans = [
        plan(settings=settings | {"train.seed": seed, "optimizer.learning_rate": rate})
        for seed, rate in ((1, 0.01), (2, 0.02))
    ]
    alone = [account(train(each, Path("alone"))) for each in plans]
    traced.clear()
    compiled = CompiledModels()
    assert [account(train(each, Path("shared"), compiled=compiled)) for each in plans] == alone
    assert len(traced) == number


@pytest.mark.parametrize(
    ("optimizer", "dataset", "settings"),
    [
        ("rmsprop", "iris", {}),
        ("adam", "wine", {}),
        ("adam", "iris", {"optimizer.beta_1": 0.8}),
        ("adam", "iris", {"optimizer.learning_rate": SCHEDULE}),
        ("adam", "iris", {"train.batch_size": 8}),
        ("adam", "iris", {"train.execution": "loop+xla"}),
        ("adam", "iris", {"dropout.rate": 0.2}),
    ],
)
def test_what_is_part_of_the_steps_is_compiled_again(
    optimizer: str, dataset: str, settings: dict[str, Any]
) -> None:
    """A setting that is a number in the compiled function is not taken from an earlier run."""
    compiled = CompiledModels()
    one, other = prepare(plan()), prepare(plan("./noisy.toml", optimizer, dataset, settings))
    compiled.keep(*one, NOTHING)
    assert (compiled.has(*one), compiled.has(*other)) == (True, False)


def test_code_is_not_used_again() -> None:
    """A builder may leave in its model what no variable has."""
    compiled = CompiledModels()
    named = replace(plan().model, value=ModelSpec(builder=build))
    built = prepare(replace(plan(), model=named))
    compiled.keep(*built, NOTHING)
    assert not compiled.has(*built)


def test_the_model_that_was_used_longest_ago_goes_first() -> None:
    """The number of models is bounded."""
    compiled = CompiledModels(2)
    prepared = [prepare(plan(settings={"train.batch_size": size})) for size in (5, 6, 7)]
    for each in (*prepared[:2], prepared[0], prepared[2]):
        compiled.keep(*each, NOTHING)
    assert [compiled.has(*each) for each in prepared] == [True, False, True]


@pytest.mark.long
def test_a_model_of_a_failed_run_is_not_used_again() -> None:
    """Its variables may be of any value, and its metrics half-counted."""
    compiled = CompiledModels()
    wild = plan("relu-flatten", "sgd", settings={"optimizer.learning_rate": 1e20})
    good = plan("relu-flatten", "sgd", settings={"optimizer.learning_rate": 0.01})
    alone = account(train(good, Path("alone")))
    train(good, Path("runs"), compiled=compiled)
    with pytest.raises(Exception, match="loss became"):
        train(wild, Path("runs"), compiled=compiled)
    assert not compiled.has(*prepare(good))
    assert account(train(good, Path("runs"), compiled=compiled)) == alone

"""Small plans on real data, trained in this process on TensorFlow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import zoo
from zoo.catalog.resolve import named
from zoo.plan.make import make_plan
from zoo.specs.named import Named
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord


@pytest.fixture(scope="session")
def plan() -> Callable[..., Plan]:
    """`plan("relu-flatten", "sgd", "iris", epochs=2)`; a model may be a ModelSpec."""

    def make(
        model: str | zoo.ModelSpec = "relu-flatten",
        optimizer: str = "rmsprop",
        dataset: str | zoo.DatasetSpec = "iris",
        **settings: Any,
    ) -> Plan:
        spec = Named("noisy", model) if isinstance(model, zoo.ModelSpec) else named("model", model)
        data = Named("mine", dataset) if isinstance(dataset, zoo.DatasetSpec) else named("dataset", dataset)
        phases = {"phases": settings.pop("phases")} if "phases" in settings else {}
        changes = phases | {f"train.{name}": value for name, value in {"epochs": 2, **settings}.items()}
        return make_plan(spec, named("optimizer", optimizer), data, settings=changes)

    return make


@pytest.fixture
def run(plan: Callable[..., Plan], tmp_path: Path) -> Callable[..., RunRecord]:
    """Train the result of `plan` in the folder `runs` of a temporary directory."""
    return lambda *parts, **settings: train(plan(*parts, **settings), tmp_path / "runs")

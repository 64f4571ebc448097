"""The built-in weights: their files, and that the models, presets and data are those that they were made with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo
from tests.zoo.weights.samples import NAME, built_in
from zoo.catalog.resolve import named
from zoo.errors import DatasetNotFound
from zoo.plan import file as plan_file
from zoo.plan.make import make_plan
from zoo.plan.prepare import prepare
from zoo.runs.directory import PLAN
from zoo.runs.metrics import read_metrics
from zoo.runs.named_weights import record_at
from zoo.runs.plans import plan_text, read_plan
from zoo.runs.provenance import changes
from zoo.runs.verdict import conditions, judge_runs
from zoo.weights.file import arrays_of, read_spec

if TYPE_CHECKING:
    from zoo.plan.plan import Plan

NAMES = zoo.list_weights("*.fashion-mnist")


def test_there_are_weights_of_the_models_of_the_book_and_of_conv_2() -> None:
    """Together they have less than 2 MB, with their declarations."""
    assert NAMES == [
        "conv-2.fashion-mnist",
        "relu-dropout.fashion-mnist",
        "relu-flatten.fashion-mnist",
        "sigmoid-2layer.fashion-mnist",
        "softmax-1layer.fashion-mnist",
    ]
    files = built_in().parent.iterdir()
    assert sum(each.stat().st_size for each in files) < 2_000_000


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_the_declared_one(name: str) -> None:
    """Each has the number of parameters of its model."""
    path = built_in(name)
    spec = read_spec(path)
    arrays = arrays_of(spec, path)
    sizes = [len(each.content) // (2 if each.dtype == "float16" else 4) for each in arrays]
    assert sum(sizes) == spec.parameters


def _planned_now(then: Plan) -> Plan:
    """The plan of these weights, made from what is registered now; their version is that of then."""
    parts = [
        replace(named(kind, part.name), version=part.version)
        for kind, part in (("model", then.model), ("optimizer", then.optimizer), ("dataset", then.dataset))
    ]
    return replace(make_plan(*parts), train=then.train, data=then.data, schedule=then.schedule)


@pytest.mark.parametrize("name", NAMES)
def test_neither_the_model_nor_the_preset_has_changed(name: str) -> None:
    """Otherwise the weights must be made again: scripts/make_weights.py."""
    path = built_in(name)
    now = plan_file.dumps(_planned_now(read_plan(path)))
    assert now == plan_text(path)


def test_the_data_has_not_changed() -> None:
    """Its digest is in each plan; the data is read if it is on this machine."""
    plans = [read_plan(built_in(name)) for name in NAMES]
    assert len({plan.data for plan in plans}) == 1
    try:
        facts, _ = prepare(plans[0])
    except DatasetNotFound:
        pytest.skip("fashion-mnist is not on this machine")
    assert facts.data == plans[0].data


@pytest.mark.long
def test_weights_can_be_made_again(tmp_path: Path) -> None:
    """The smallest are trained again: bit-identical in the same environment, within tolerance in another one."""
    path = built_in(NAME)
    plan = tmp_path / PLAN
    plan.write_text(plan_text(path), encoding="utf-8")
    try:
        record = zoo.train(plan, runs_dir=tmp_path / "runs")
    except DatasetNotFound:
        pytest.skip("fashion-mnist is not on this machine")
    then = record_at(path)
    verdict = judge_runs(then, read_metrics(path), record, read_metrics(Path(record.path)))
    is_same = not changes(conditions(then), conditions(record))
    assert verdict.kind in (("bit-identical",) if is_same else ("bit-identical", "within tolerance"))
    if is_same:
        assert record.metrics == then.metrics

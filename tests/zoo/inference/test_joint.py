"""Ensembles and temperatures: evaluated and predicted with, beside their members."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import zoo
from zoo.errors import UsageError
from zoo.inference.calibration import tempered
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord

LOGITS = zoo.ModelSpec(
    layers=(zoo.Dense(6, activation="relu", kernel_regularizer="l2"), zoo.Head(logits=True, name="output"))
)
"""Another model than relu-flatten, with penalties of its weights."""


@pytest.fixture(scope="module")
def runs(plan: Callable[..., Plan], tmp_path_factory: pytest.TempPathFactory) -> list[RunRecord]:
    """A model with logits and one with probabilities on the same data of two classes."""
    folder = tmp_path_factory.mktemp("runs")
    return [train(plan(model, "adam", "breast-cancer"), folder) for model in (LOGITS, "relu-flatten")]


@pytest.mark.long
def test_an_ensemble_predicts_the_mean_of_probabilities(runs: list[RunRecord]) -> None:
    """Of members of other models, whose outputs have another form."""
    together = zoo.predict(runs, split="test")
    one, two = (zoo.predict(each, split="test") for each in runs)
    np.testing.assert_allclose(together.answers, (one.answers + two.answers) / 2)
    assert together.run == f"{runs[0].id},{runs[1].id}"
    assert together.title == f"ensemble of 2 runs ({runs[0].id[-4:]} and {runs[1].id[-4:]})"


@pytest.mark.long
def test_an_ensemble_is_evaluated_beside_its_members(runs: list[RunRecord]) -> None:
    """Each member has the metrics of its record, penalties included; those of the ensemble are of its mean."""
    found = zoo.evaluate(runs)
    for member, record in zip(found.members, runs, strict=True):
        assert member.metrics == pytest.approx(record.metrics["test"], rel=1e-5)
    answers, true = zoo.predict(runs, split="test").answers, found.true
    assert found.metrics["accuracy"] == pytest.approx((answers.argmax(axis=1) == true).mean())
    entropy = -np.log(answers[np.arange(len(true)), true]).mean()
    penalties = [
        each.metrics["loss"] + np.log(own.answers[np.arange(len(true)), true]).mean()
        for each, own in zip(found.members, (zoo.predict(each, split="test") for each in runs), strict=True)
    ]
    assert penalties[0] > 1e-3
    assert found.metrics["loss"] == pytest.approx(entropy + np.mean(penalties), rel=1e-4)


@pytest.mark.long
def test_a_temperature_is_applied_by_choice(runs: list[RunRecord]) -> None:
    """The loss and the probabilities follow it, the classes do not change."""
    path = Path(runs[0].path)
    found, plain = zoo.evaluate(path, calibrate=True), zoo.evaluate(path)
    assert found.temperature is not None
    assert plain.temperature is None
    assert found.members[0].metrics == pytest.approx(plain.metrics, rel=1e-5)
    assert (found.metrics["accuracy"], found.confusion) == (plain.metrics["accuracy"], plain.confusion)
    answers = zoo.predict(path, split="test", calibrate=True).answers
    before = zoo.predict(path, split="test").answers
    np.testing.assert_allclose(answers, tempered(before, found.temperature, several=False), rtol=1e-6)
    validated = zoo.evaluate(path, split="validation", calibrate=True)
    assert validated.metrics["loss"] < validated.members[0].metrics["loss"]
    json = found.to_json()
    assert json["temperature"] == found.temperature
    assert [each["run"] for each in json["members"]] == [runs[0].id]
    assert json["calibration"]["expected_calibration_error"] == found.calibration.error


@pytest.mark.long
def test_numbers_are_averaged_and_have_no_temperature(plan: Callable[..., Plan], tmp_path: Path) -> None:
    """A regression: the mean of the targets, in their units."""
    folder = tmp_path / "runs"
    records = [
        train(plan("relu-flatten", "adam", "diabetes", epochs=1, seed=seed), folder) for seed in (1, 2)
    ]
    found = zoo.evaluate(records)
    answers = np.mean([zoo.predict(each, split="test").answers for each in records], axis=0)
    assert found.metrics["mean_absolute_error"] == pytest.approx(
        np.abs(found.true - answers).mean(), rel=1e-4
    )
    assert found.calibration is None
    with pytest.raises(
        UsageError, match=r"^calibrate=true is for probabilities, and .{4} predicts numbers; "
    ):
        zoo.evaluate(records[0], calibrate=True)


@pytest.mark.long
def test_scores_are_not_combined(plan: Callable[..., Plan], runs: list[RunRecord], tmp_path: Path) -> None:
    """A hinge loss is of scores, which can't be computed from a mean of probabilities."""
    hinge = zoo.ModelSpec(layers=(zoo.Head(loss="hinge"),))
    record = train(plan(hinge, "adam", "breast-cancer", epochs=1), tmp_path / "runs")
    with pytest.raises(UsageError, match=r"^.{4}, with hinge, has scores; wanted models with probabilities"):
        zoo.predict([runs[0], record])
    with pytest.raises(UsageError, match=r"^calibrate=true is for probabilities, and .{4}, with hinge, has "):
        zoo.predict(record, calibrate=True)

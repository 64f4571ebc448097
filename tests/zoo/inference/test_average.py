"""`zoo.average`: the mean of weights is saved as a run, which is used and computed again."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from zoo.comparison import compare
from zoo.errors import SettingError, UsageError, ZooError
from zoo.runs import checkpoint, read_record
from zoo.runs.directory import CHECKPOINT
from zoo.training.array_values import value_of
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.inference.average import WeightAverage
    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord

NET = zoo.ModelSpec(
    layers=(
        zoo.BatchNormalization(name="bn"),
        zoo.Dense(4, activation="relu", name="hidden"),
        zoo.Dropout(0.2, name="dropout"),
        zoo.Head(name="output"),
    )
)


@pytest.fixture(scope="module")
def parts(plan: Callable[..., Plan], tmp_path_factory: pytest.TempPathFactory) -> list[RunRecord]:
    """Two runs with BatchNormalization on iris that differ in their seed."""
    folder = tmp_path_factory.mktemp("runs")
    return [train(plan(NET, "adam", "iris", seed=seed), folder) for seed in (1, 2)]


@pytest.fixture(scope="module")
def found(parts: list[RunRecord]) -> WeightAverage:
    """Their average."""
    return zoo.average(parts, name="soup", runs_dir=Path(parts[0].path).parent)


def _weights(path: str) -> dict[str, np.ndarray]:
    return {each.name: value_of(each) for each in checkpoint.read(Path(path) / CHECKPOINT).kept_model}


def _copy(parts: list[RunRecord], folder: Path) -> list[Path]:
    return [Path(shutil.copytree(each.path, folder / each.id)) for each in parts]


@pytest.mark.long
def test_weights_are_the_mean(found: WeightAverage, parts: list[RunRecord]) -> None:
    """Every variable but the statistics and the states of seed generators."""
    one, two = (_weights(each.path) for each in parts)
    own = _weights(found.record.path)
    for name in one:
        if "moving_" not in name and "seed" not in name:
            np.testing.assert_array_equal(
                own[name], (one[name].astype(float) + two[name]).astype("float32") / 2
            )


@pytest.mark.long
def test_statistics_are_those_of_the_training_examples(found: WeightAverage) -> None:
    """The mean over the batches of the first epoch; those of the parts lag behind at Keras's momentum."""
    from zoo.plan import file as plan_file
    from zoo.plan.prepare import prepare
    from zoo.training.feed import Batches

    plan, data = prepare(plan_file.load(Path(found.record.path) / "plan.toml"))
    feed = Batches(data, data.parts.training, plan.train.batch_size, plan.train.seed)
    batches = [feed[at][0] for at in range(len(feed))]
    own = {name.rpartition("/")[2]: value for name, value in _weights(found.record.path).items()}
    np.testing.assert_allclose(
        own["moving_mean"], np.mean([x.mean(axis=0) for x in batches], axis=0), atol=1e-5
    )
    variance = np.mean([x.var(axis=0) for x in batches], axis=0)
    np.testing.assert_allclose(own["moving_variance"], variance, rtol=1e-4)


@pytest.mark.long
def test_the_average_is_used_like_a_run(found: WeightAverage, parts: list[RunRecord]) -> None:
    """It is found by its name, evaluated to its record's metrics, predicted with, loaded and compared."""
    folder = Path(found.record.path).parent
    record = zoo.read_run("soup", runs_dir=folder)
    assert record.average_of == [{"id": each.id, "model_digest": each.model_digest} for each in parts]
    assert (record.status, record.epochs, record.history) == ("completed", 0, {})
    evaluation = zoo.evaluate(record)
    assert evaluation.metrics == pytest.approx(record.metrics["test"], rel=1e-6)
    assert evaluation.title == f"noisy, average of 2 runs ({record.id[-4:]})"
    assert zoo.predict(record, limit=2).answers.shape == (2, 3)
    assert zoo.load(record).count_params() == record.parameters
    assert [each.other for each in compare([record, parts[0]]).pairs] != []


def test_a_replay_is_bit_identical(found: WeightAverage, parts: list[RunRecord], tmp_path: Path) -> None:
    """The average is computed again from its parts; if one is missing or has changed, it says so."""
    folder = tmp_path / "runs"
    one, _ = _copy(parts, folder)
    path = Path(shutil.copytree(found.record.path, folder / found.record.id))
    again = zoo.replay(path)
    assert (again.verdict.kind, again.verdict.epochs) == ("bit-identical", 0)
    assert (again.record.replay_of, again.record.model_digest) == (found.record.id, found.record.model_digest)
    with pytest.raises(SettingError, match=r"does not apply to .{4}, an average of runs; leave it out$"):
        zoo.replay(path, epochs=1)
    with pytest.raises(UsageError, match=r"is an average of runs; zoo replay .{4} computes it again$"):
        zoo.resume(path)
    _edit(one, model_digest="sha256:0")
    with pytest.raises(ZooError, match=f"^{one.name[-4:]} has other weights than when .{{4}} was computed"):
        zoo.replay(path)
    shutil.rmtree(one)
    with pytest.raises(ZooError, match=" is an average of 2 runs, and one is missing: no run in "):
        zoo.replay(path)


def _edit(path: Path, **changes: Any) -> None:
    file = path / "run.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


def test_runs_that_do_not_go_together_are_refused(parts: list[RunRecord], tmp_path: Path) -> None:
    """With what differs; nothing is written."""
    one, two = _copy(parts, tmp_path / "runs")
    names = f"^{two.name[-4:]} "
    with pytest.raises(UsageError, match=f"^{one.name[-4:]} is given twice; wanted each run once$"):
        zoo.average([one, one])
    with pytest.raises(UsageError, match=r"^there is one run to average, .{4}; wanted two or more$"):
        zoo.average(one)
    with pytest.raises(UsageError, match=r"^net\.keras is a file, whose scaling and classes are not known; "):
        zoo.average([one, "net.keras"])
    plan = (two / "plan.toml").read_text()
    (two / "plan.toml").write_text(plan.replace("units = 4", "units = 8"))
    _edit(two, spec_digest="sha256:1")
    ensemble = f"zoo evaluate {one.name[-4:]} {two.name[-4:]} --ensemble combines their predictions$"
    with pytest.raises(
        UsageError, match=f"{names}is of another model than .*: hidden.units 8, not 4; {ensemble}"
    ):
        zoo.average([one, two])
    (two / "plan.toml").write_text(re.sub(r"\nmean = \[\s*[\d.]+", "\nmean = [9.0", plan))
    with pytest.raises(
        UsageError, match=f"{names}has another scaling than .{{4}}; wanted runs on the same data"
    ):
        zoo.average([one, two])
    (two / "plan.toml").write_text(plan)
    _edit(two, dataset_digest="sha256:2")
    with pytest.raises(UsageError, match=f"{names}has other data than .{{4}}; wanted runs on the same data$"):
        zoo.average([one, two])
    _edit(two, status="failed")
    with pytest.raises(UsageError, match=f"{names}is failed; wanted completed runs to average; zoo resume "):
        zoo.average([one, two])
    assert sorted(each.name for each in (tmp_path / "runs").iterdir()) == sorted([one.name, two.name])


def test_weights_that_are_not_finite_are_refused(parts: list[RunRecord], tmp_path: Path) -> None:
    """Before Keras is imported; the variable is named."""
    one, two = _copy(parts, tmp_path / "runs")
    saved = checkpoint.read(two / CHECKPOINT)
    broken = np.full(saved.model[0].shape, np.nan, "float32").tobytes()
    arrays = (replace(saved.model[0], content=broken), *saved.model[1:])
    checkpoint.write(two / CHECKPOINT, replace(saved, model=arrays))
    with pytest.raises(UsageError, match=f"^{two.name[-4:]} has nan in {saved.model[0].name}; wanted finite"):
        zoo.average([one, two], runs_dir=tmp_path / "runs")
    assert [read_record(each).average_of for each in (one, two)] == [[], []]
    assert len(list((tmp_path / "runs").iterdir())) == 2

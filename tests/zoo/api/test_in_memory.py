"""Runs on data in memory: trained, used with the same data again, and refused without it or with other data."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from sklearn import datasets

import zoo
from tests.zoo.own import flowers
from zoo.plan import file as plan_file
from zoo.training.events import EpochDone

if TYPE_CHECKING:
    from zoo.training.events import Event

NET = zoo.ModelSpec(layers=(zoo.Flatten(), zoo.Dense(4, name="hidden"), zoo.Head()))
X, Y = datasets.load_iris(return_X_y=True)
GONE = (
    "the data was in memory and is not saved with the run; pass it as `data` in Python, or save it in a file "
    "and pass data=PATH"
)


def interrupt(event: Event) -> None:
    """Stop a training after its first epoch."""
    if isinstance(event, EpochDone):
        raise KeyboardInterrupt


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> zoo.RunRecord:
    """A run of two epochs on arrays."""
    return zoo.train(NET, "adam", (X, Y), epochs=2, runs_dir=tmp_path_factory.mktemp("trained"))


@pytest.mark.long
def test_the_record_and_the_plan_say_so(run: zoo.RunRecord) -> None:
    """With the shapes and the digest; the plan can be read without the data."""
    assert (run.dataset, run.source, run.understood[-1]) == (
        "in-memory data",
        "in memory",
        "in memory: x (150, 4) float64, y (150,) int64",
    )
    plan = plan_file.load(Path(run.path) / "plan.toml")
    assert plan.data is not None
    assert plan.data.digest == run.dataset_digest == zoo.load_dataset((X, Y)).digest


@pytest.mark.long
def test_the_same_data_is_accepted_and_other_data_refused(run: zoo.RunRecord, tmp_path: Path) -> None:
    """In memory again, or in a file; all examples of other data are evaluated."""
    np.savez(tmp_path / "iris.npz", x=X, y=Y)
    again = [zoo.evaluate(run, data=data).metrics for data in ((X, Y), tmp_path / "iris.npz")]
    assert again == [run.metrics["test"]] * 2
    assert zoo.predict(run, data=(X, Y)).true.shape == (30,)  # type: ignore[union-attr]  # there are labels
    assert len(zoo.evaluate(run, dataset=(X[40:60], Y[40:60])).true) == 20
    with pytest.raises(zoo.DatasetError, match="in-memory data has changed: its digest was sha256:"):
        zoo.evaluate(run, data=(X + 1, Y))
    for call in (zoo.evaluate, zoo.predict, zoo.replay):
        with pytest.raises(zoo.DatasetError) as refused:
            call(run)
        assert str(refused.value) == GONE


def test_examples_in_memory_are_predicted(run: zoo.RunRecord) -> None:
    """As an array or as lists; they are called by their numbers."""
    arrays, lists = zoo.predict(run, X[:3]), zoo.predict(run, X[:3].tolist())
    np.testing.assert_array_equal(arrays.answers, lists.answers)
    assert (arrays.names, arrays.split) == (("0", "1", "2"), "")
    with pytest.raises(zoo.DatasetError, match=r"inputs has the shape \(3, 2\); wanted \(examples, 4\)"):
        zoo.predict(run, X[:3, :2])


@pytest.mark.long
def test_a_run_in_memory_is_resumed_and_replayed_with_its_data(run: zoo.RunRecord, tmp_path: Path) -> None:
    """Without them it is refused, and the result is that of an uninterrupted run."""
    with pytest.raises(zoo.Interrupted) as stopped:
        zoo.train(NET, "adam", (X, Y), epochs=2, runs_dir=tmp_path, watch=interrupt)
    assert stopped.value.record is not None
    with pytest.raises(zoo.DatasetError) as refused:
        zoo.resume(stopped.value.record)
    assert str(refused.value) == GONE
    resumed = zoo.resume(stopped.value.record, data=(X, Y))
    assert resumed.history["loss"] == run.history["loss"]
    assert zoo.replay(run, data=(X, Y), runs_dir=tmp_path).verdict.kind == "bit-identical"
    assert zoo.export(run, "keras", output=tmp_path / "m.keras").noun == "random inputs"


@pytest.mark.long
def test_a_sweep_trains_a_frame_that_its_processes_get_once(tmp_path: Path) -> None:
    """By the folder of the sweep."""
    pyarrow = pytest.importorskip("pyarrow")
    with flowers(tmp_path / "flowers.csv").open(newline="") as file:
        frame = pyarrow.Table.from_pylist([*csv.DictReader(file)])
    found = zoo.sweep(
        ["softmax-1layer", "relu-flatten"],
        "adam",
        frame,
        target="species",
        epochs=1,
        runs_dir=tmp_path / "runs",
    )
    assert found.failed == {}
    assert {each.dataset_digest for each in found.records} == {
        zoo.load_dataset(tmp_path / "flowers.csv", target="species").digest
    }
    test: Any = found.records[0].metrics["test"]
    assert zoo.evaluate(found.records[0], data=frame).metrics == pytest.approx(test)

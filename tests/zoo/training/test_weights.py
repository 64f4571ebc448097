"""Weights of examples in the loss: as with repeated rows, in every loop, and bitwise after a resume."""

from __future__ import annotations

import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zoo
from tests.zoo.training.samples import NOISY
from zoo.data.prepare import Data
from zoo.data.split import Parts
from zoo.data.weights import normalized
from zoo.inference.evaluate import evaluate
from zoo.plan.prepare import prepare
from zoo.runs import Interrupted
from zoo.training.compiled import CompiledModels
from zoo.training.events import EpochDone, Event
from zoo.training.train import resume, train

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord
    from zoo.training.restore import Trained

EXAMPLES = 30


def rows() -> tuple[np.ndarray, np.ndarray]:
    """Examples of two classes that overlap."""
    y = np.arange(2 * EXAMPLES) % 2
    return np.random.default_rng(1).normal(size=(len(y), 3)) + y[:, None], y


def load() -> zoo.Loaded:
    """Rows of which every third counts for nothing, and others once or twice."""
    x, y = rows()
    return zoo.Loaded(zoo.Split(x, y, np.arange(len(y)) % 3), None, "a test")


WEIGHTED = zoo.DatasetSpec("Rows", zoo.Task("classification", 2), (3,), load)
REGRESSION = replace(WEIGHTED, task=zoo.Task("regression", 1))


@pytest.fixture(scope="module")
def record(plan: Callable[..., Plan], tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    """A run of two epochs in Keras's own loop."""
    settled = plan("relu-flatten", "rmsprop", WEIGHTED, batch_size=7, execution="plain")
    return train(settled, tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="module")
def trained(plan: Callable[..., Plan]) -> tuple[Trained, Plan]:
    """A compiled model without a training."""
    from zoo.specs.data_facts import DataFacts, Scaling
    from zoo.training.build import build_model, compile_model
    from zoo.training.restore import Trained

    settled = plan("relu-flatten", "rmsprop", WEIGHTED)
    spec = settled.dataset.value
    model = build_model(settled.model, spec.input_shape, spec.task)
    compile_model(model, settled.model.value, settled.optimizer.value, spec.task)
    scaling = Scaling(1.0, 1.0, (0.0,) * 3, (1.0,) * 3)
    facts = DataFacts(f"sha256:{'0' * 64}", scaling)
    found = Trained(model, "a model", spec.task, spec.input_shape, (), scaling, "linear", 8)
    return found, replace(settled, data=facts)


@pytest.mark.long
@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=EXAMPLES, max_size=EXAMPLES).filter(any))
def test_whole_weights_are_like_repeated_rows(trained: tuple[Trained, Plan], weights: list[int]) -> None:
    """In the loss and in the weighted metric, to rounding; an example of weight 0 is as if left out."""
    from zoo.training.restore import metrics_of

    x, y = (each[:EXAMPLES] for each in rows())
    times = np.array(weights)
    every = np.arange(EXAMPLES, dtype=np.int32)
    none = every[:0]

    def data(x: np.ndarray, y: np.ndarray, weights: np.ndarray | None) -> Data:
        parts = Parts(none, none, np.arange(len(x), dtype=np.int32))
        return Data(x.astype("float32"), y.astype("int32"), parts, 1.0, "a test", y, weights)

    scaled = normalized(times.astype(float), (none, none, every), "rows")
    found = metrics_of(*trained, data(x, y, scaled), every)
    repeated = np.repeat(x, times, axis=0), np.repeat(y, times)
    positions = np.arange(len(repeated[1]), dtype=np.int32)
    plain = metrics_of(*trained, data(*repeated, None), positions)
    expected = plain["loss"], plain["accuracy"]
    assert (found["loss"], found["weighted_accuracy"]) == pytest.approx(expected, rel=1e-5)


@pytest.mark.long
@pytest.mark.parametrize("execution", ["loop", "loop+xla"])
def test_every_loop_has_the_weighted_history(
    run: Callable[..., RunRecord], record: RunRecord, execution: str
) -> None:
    """Blocks of steps gather the weights too."""
    other = run("relu-flatten", "rmsprop", WEIGHTED, batch_size=7, execution=execution)
    names = ("loss", "accuracy", "weighted_accuracy")
    assert list(record.history) == [*names, *(f"val_{name}" for name in names)]
    for name, values in record.history.items():
        np.testing.assert_allclose(other.history[name], values, rtol=1e-5, err_msg=name)


@pytest.mark.parametrize("split", ["validation", "test"])
@pytest.mark.long
def test_the_record_has_scikit_learns_weighted_figures(
    record: RunRecord, plan: Callable[..., Plan], split: str
) -> None:
    """The loss and the weighted accuracy by `sample_weight`, the accuracy without."""
    import keras
    from sklearn.metrics import accuracy_score, log_loss

    _, data = prepare(plan("relu-flatten", "rmsprop", WEIGHTED))
    model = keras.models.load_model(f"{record.path}/model.keras")
    part = getattr(data.parts, split)
    _, y = rows()
    likely = model.predict(data.x[part], verbose=0)[:, 0].astype(float)
    weights = np.arange(len(y))[part] % 3
    expected = {
        "loss": log_loss(y[part], likely, sample_weight=weights),
        "accuracy": accuracy_score(y[part], likely > 0.5),
        "weighted_accuracy": accuracy_score(y[part], likely > 0.5, sample_weight=weights),
    }
    assert record.metrics[split] == pytest.approx(expected, rel=1e-4)


@pytest.mark.long
def test_examples_of_weight_0_change_nothing(run: Callable[..., RunRecord]) -> None:
    """Whatever their labels are, the same model is trained: the loss never has them."""

    def other() -> zoo.Loaded:
        x, y, weights = load().train
        return zoo.Loaded(zoo.Split(x, np.where(weights == 0, 1 - y, y), weights), None, "a test")

    records = [
        run("relu-flatten", "rmsprop", replace(WEIGHTED, load=each), execution="loop")
        for each in (load, other)
    ]
    digests = [each.model_digest for each in records]
    assert digests[0] == digests[1]


@pytest.mark.long
def test_a_compiled_model_is_given_the_weights_again(plan: Callable[..., Plan], tmp_path: Path) -> None:
    """Of two runs that share one, the second has the result that it has alone."""
    shared = CompiledModels()
    plans = [plan("softmax-1layer", "sgd", WEIGHTED, seed=seed, execution="loop") for seed in (1, 2)]
    _, second = (train(each, tmp_path, compiled=shared) for each in plans)
    assert second.model_digest == train(plans[1], tmp_path).model_digest


@pytest.mark.long
def test_a_resumed_run_is_bit_identical(plan: Callable[..., Plan], tmp_path: Path) -> None:
    """With weights as without."""
    settled = plan(NOISY, "adam", WEIGHTED, batch_size=7, execution="loop")

    def watch(event: Event) -> None:
        if isinstance(event, EpochDone):
            signal.raise_signal(signal.SIGINT)

    whole = train(settled, tmp_path / "runs")
    with pytest.raises(Interrupted) as stopped:
        train(settled, tmp_path / "runs", watch)
    assert stopped.value.record is not None
    path = tmp_path / "runs" / stopped.value.record.id
    prepared, _ = prepare(settled)
    resumed = resume(prepared, path)
    assert resumed.history == whole.history
    assert resumed.model_digest == whole.model_digest


@pytest.mark.long
def test_an_evaluation_equals_the_record(tmp_path: Path) -> None:
    """Of a table with a column of weights, for a regression with a penalty."""
    x, y = rows()
    path = tmp_path / "t.csv"
    table = np.c_[x, y + x[:, 0], np.arange(len(y)) % 3]
    np.savetxt(path, table, delimiter=",", header="a,b,c,y,w", comments="", fmt="%.6f")
    model = zoo.ModelSpec(
        layers=(zoo.Dense(4, activation="relu", kernel_regularizer="l2", name="hidden"), zoo.Head())
    )
    record = zoo.train(
        model, dataset=path, target="y", task="regression", weight="w", epochs=2, runs_dir=tmp_path / "runs"
    )
    for split in ("validation", "test"):
        found = evaluate(f"{record.path}/", split=split).metrics  # type: ignore[arg-type]  # one of two
        assert found == pytest.approx(record.metrics[split], rel=1e-5)
    assert list(record.metrics["test"]) == ["loss", "mean_absolute_error", "weighted_mean_absolute_error"]

"""A run, an evaluation and a prediction have every epoch, step and example that was planned."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keras
import pytest

import zoo
from zoo.errors import ZooError
from zoo.runs import TrainingFailed, read_record
from zoo.runs.directory import CHECKPOINT, read_checkpoint
from zoo.specs.named import Named
from zoo.training import feed, feeds, limits
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord

pytestmark = [
    pytest.mark.filterwarnings("ignore:Limiting"),
    pytest.mark.filterwarnings("ignore:Your input ran out of data"),
]
SET = "keras.config.set_max_"


@pytest.fixture(autouse=True)
def _unlimited(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Small batches for evaluations, and no limits of Keras afterwards."""
    monkeypatch.setattr(feeds, "EVALUATION_BATCH", 8)
    yield
    keras.config.set_max_epochs(None)
    keras.config.set_max_steps_per_epoch(None)


def failed(plan: Plan, runs: Path) -> RunRecord:
    """The record of a training that fails."""
    with pytest.raises(TrainingFailed) as failure:
        train(plan, runs)
    record = failure.value.record
    assert (record.status, record.error, read_record(Path(record.path)).status) == (
        "failed",
        str(failure.value),
        "failed",
    )
    return record


def called(plan: Plan, *callbacks: Callable[[], keras.callbacks.Callback]) -> Plan:
    """The plan with these callbacks."""
    return replace(plan, callbacks=tuple(Named(each.__name__, each, "acme", "1") for each in callbacks))


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("KERAS_MAX_EPOCHS", "1", "KERAS_MAX_EPOCHS=1 cuts a training to 1 of 5 epochs; unset it"),
        ("KERAS_MAX_EPOCHS", "many", "KERAS_MAX_EPOCHS=many is not a whole number; unset it"),
        (
            "KERAS_MAX_STEPS_PER_EPOCH",
            "2",
            "KERAS_MAX_STEPS_PER_EPOCH=2 cuts a pass over the data to 2 of 3 steps; unset it",
        ),
    ],
)
def test_a_limit_in_the_environment_is_refused(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, expected: str
) -> None:
    """Before Keras is imported."""
    monkeypatch.setenv(variable, value)
    monkeypatch.delitem(sys.modules, "keras")
    with pytest.raises(ZooError) as refused:
        limits.refuse(epochs=5, steps=3)
    assert str(refused.value) == expected


@pytest.mark.parametrize(
    ("epochs", "steps", "expected"),
    [
        (1, None, f"{SET}epochs(1) cuts a training to 1 of 2 epochs; unset it"),
        (None, 3, f"{SET}steps_per_epoch(3) cuts a pass over the data to 3 of 4 steps; unset it"),
    ],
)
def test_a_limit_in_keras_is_refused(
    plan: Callable[..., Plan], tmp_path: Path, epochs: int | None, steps: int | None, expected: str
) -> None:
    """Before a run is made."""
    keras.config.set_max_epochs(epochs)
    keras.config.set_max_steps_per_epoch(steps)
    with pytest.raises(ZooError) as refused:
        train(plan(execution="plain"), tmp_path)
    assert (str(refused.value), [*tmp_path.glob("*")]) == (expected, [])


@pytest.mark.long
def test_limits_that_cut_nothing_are_allowed(run: Callable[..., RunRecord]) -> None:
    """As many epochs and steps as planned."""
    keras.config.set_max_epochs(2)
    keras.config.set_max_steps_per_epoch(4)
    record = run(execution="plain")
    assert (record.status, record.complete_epochs, record.stopped) == ("completed", 2, "")


@pytest.mark.parametrize(
    "cut",
    [
        ("epochs", 1, "Keras trained 1 of 2 epochs, and no callback stopped it"),
        ("steps_per_epoch", 1, "Keras evaluated 1 of 3 steps of the validation split"),
    ],
)
def test_a_training_that_was_cut_fails(
    plan: Callable[..., Plan],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    cut: tuple[str, int, str],
) -> None:
    """Also if a callback sets the limit."""
    limit, value, expected = cut

    class Limiting(keras.callbacks.Callback):
        def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
            getattr(keras.config, f"set_max_{limit}")(value)

    if limit == "epochs":
        monkeypatch.setattr(limits, "refuse", lambda *_, **__: None)
        keras.config.set_max_epochs(value)
    record = failed(called(plan(execution="plain"), Limiting), tmp_path)
    assert record.error == f"{expected}; wanted all; {SET}{limit}({value}) is set"


def test_an_epoch_with_too_few_steps_fails(
    plan: Callable[..., Plan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not recorded as complete."""
    monkeypatch.setattr(limits, "refuse", lambda *_, **__: None)
    monkeypatch.setenv("KERAS_MAX_STEPS_PER_EPOCH", "1")
    monkeypatch.setattr(feeds, "EVALUATION_BATCH", 1_000)
    keras.config.set_max_steps_per_epoch(1)
    record = failed(plan(execution="plain"), tmp_path)
    cause = "wanted all; KERAS_MAX_STEPS_PER_EPOCH=1 is set"
    assert (record.error, record.complete_epochs) == (f"Keras trained 1 of 3 steps of epoch 1; {cause}", 0)


@pytest.mark.parametrize(
    ("execution", "of", "expected"),
    [
        ("loop", 96, "Keras trained 64 examples in epoch 1; wanted each of 96 once"),
        ("plain", 24, "Keras evaluated 23 examples in the validation split; wanted each of 24 once"),
    ],
)
@pytest.mark.long
def test_each_example_is_seen(
    run: Callable[..., RunRecord], monkeypatch: pytest.MonkeyPatch, execution: str, of: int, expected: str
) -> None:
    """In training and in validation; a loop leaves out the whole last batch if it is short."""
    kind = feed.Batches if execution == "plain" else feed.Blocks
    item = kind.__getitem__

    def without_last(self: Any, number: int) -> tuple[Any, ...]:
        is_cut = number == len(self) - 1 and len(self.positions) == of
        return tuple(each[:-1] if is_cut else each for each in item(self, number))

    monkeypatch.setattr(kind, "__getitem__", without_last)
    with pytest.raises(TrainingFailed) as failure:
        run(execution=execution)
    assert failure.value.record.error == expected


@pytest.mark.long
def test_the_record_names_what_stopped_a_run(plan: Callable[..., Plan], tmp_path: Path) -> None:
    """A callback after an epoch or within one; the checkpoint has it too, for a resumed run."""

    class Timer(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
            self.model.stop_training = batch == 1

    def stopping() -> keras.callbacks.Callback:
        return keras.callbacks.EarlyStopping("val_loss", patience=1, min_delta=9.0)

    within = train(called(plan(execution="plain"), Timer), tmp_path)
    after = train(called(plan(epochs=4), stopping), tmp_path)
    assert (within.stopped, within.complete_epochs) == ("Timer in epoch 1, after step 2 of 3", 1)
    assert (after.stopped, after.complete_epochs) == ("EarlyStopping after epoch 2", 2)
    for record in (within, after):
        assert (
            read_checkpoint(Path(record.path), CHECKPOINT).stopped
            == record.stopped
            == zoo.read_run(record).stopped
        )


@pytest.mark.long
def test_evaluations_and_predictions_are_whole(
    run: Callable[..., RunRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit that cuts them is refused; without the check beforehand, the counts are."""
    record = run(dataset="digits", epochs=1)
    monkeypatch.setattr("zoo.training.restore.AT_ONCE", 100)
    keras.config.set_max_steps_per_epoch(1)
    said = []
    for _ in range(2):
        for verb in (zoo.evaluate, zoo.predict):
            with pytest.raises(ZooError) as refused:
                verb(record, split="test")
            said.append(str(refused.value))
        monkeypatch.setattr(limits, "refuse", lambda *_, **__: None)
    cut = f"{SET}steps_per_epoch(1) cuts a pass over the data to 1 of 4 steps; unset it"
    causes = f"wanted all; {SET}steps_per_epoch(1) is set"
    assert said == [
        cut,
        cut,
        f"Keras evaluated 1 of 4 steps of the data; {causes}",
        f"Keras predicted 100 of 360 examples; {causes}",
    ]

"""Runs that can't be completed, and the files that they leave."""

from __future__ import annotations

import errno
import os
import signal
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import keras
import numpy as np
import pytest

import zoo
from zoo.runs import Interrupted, TrainingFailed, directory, read_record
from zoo.runs.directory import read_checkpoint
from zoo.specs.named import Named
from zoo.training.events import Began, EpochDone, Event, Importing
from zoo.training.train import train

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.plan.plan import Plan

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_at_the_start_leaves_nothing(
    plan: Callable[..., Plan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no run directory."""

    def refuse(path: Path, content: str) -> None:
        raise FULL

    monkeypatch.setattr(directory, "_put", refuse)
    with pytest.raises(zoo.ZooError) as failed:
        train(plan(), tmp_path / "runs")
    assert str(failed.value) == f"no space left on {tmp_path / 'runs'}; choose another with --runs-dir"
    assert list((tmp_path / "runs").iterdir()) == []


def test_a_full_disk_at_the_end_leaves_a_failed_run_without_a_model(
    plan: Callable[..., Plan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its record and its metrics are kept."""

    def half(self: keras.Model, path: Path) -> None:
        path.write_bytes(b"half")
        raise FULL

    monkeypatch.setattr(keras.Model, "save", half)
    with pytest.raises(TrainingFailed) as failed:
        train(plan(), tmp_path / "runs")
    record = failed.value.record
    (folder,) = (tmp_path / "runs").iterdir()
    assert read_record(folder) == record
    assert (record.status, record.complete_epochs) == ("failed", 2)
    assert sorted(each.name for each in folder.iterdir()) == [
        "checkpoint.zoo",
        "curves.svg",
        "history.csv",
        "metrics.jsonl",
        "plan.toml",
        "run.json",
    ]


class Spoiling(keras.callbacks.Callback):
    """Sets a weight to infinity after the second epoch, when its loss is known."""

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Set a weight to infinity."""
        if epoch == 1:
            kernel = self.model.trainable_variables[0]
            kernel.assign(np.full(kernel.shape, np.inf))


def test_infinite_weights_are_found_even_if_the_loss_is_finite(
    plan: Callable[..., Plan], tmp_path: Path
) -> None:
    """A saved state has only finite numbers."""
    spoilt = replace(plan(), callbacks=(Named("spoiling", Spoiling),))
    with pytest.raises(
        TrainingFailed, match=r"kernel became inf in epoch 2; .* try a smaller learning rate$"
    ):
        train(spoilt, tmp_path)
    (folder,) = tmp_path.iterdir()
    assert read_checkpoint(folder).epoch == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_before_the_first_epoch_leaves_nothing(
    plan: Callable[..., Plan], tmp_path: Path, number: signal.Signals
) -> None:
    """Also if it is swallowed while Keras is imported."""

    def watch(event: Event) -> None:
        if isinstance(event, Importing):
            try:
                signal.raise_signal(number)
            except KeyboardInterrupt:
                return

    with pytest.raises(Interrupted) as interrupted:
        train(plan(), tmp_path / "runs", watch)
    assert str(interrupted.value) == "interrupted before the first epoch; nothing was written"
    assert (interrupted.value.exit_code, interrupted.value.record) == (128 + number, None)
    assert list((tmp_path / "runs").iterdir()) == []


@pytest.mark.parametrize(
    ("when", "complete"),
    [(Began, "0 of 3 epochs are complete"), (EpochDone, "1 of 3 epochs is complete and saved")],
)
@pytest.mark.long
def test_a_signal_within_a_run_keeps_the_complete_epochs(
    plan: Callable[..., Plan], tmp_path: Path, when: type[Event], complete: str
) -> None:
    """It is stopped at the end of the current block, and the message says how many."""
    heard: list[Any] = []

    def watch(event: Event) -> None:
        heard.append(type(event).__name__)
        if isinstance(event, when):
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(Interrupted) as interrupted:
        train(plan(epochs=3), tmp_path / "runs", watch)
    (folder,) = (tmp_path / "runs").iterdir()
    assert str(interrupted.value) == (f"interrupted: {complete}; resume with: zoo resume {folder.name[-4:]}")
    assert read_record(folder) == interrupted.value.record
    assert read_record(folder).status == "interrupted"
    assert heard.count("Stopping") == 1


def test_inputs_too_large_for_float32_are_refused_before_anything_is_trained(
    plan: Callable[..., Plan], tmp_path: Path
) -> None:
    """They would be infinite after scaling, which a ReLU may hide."""
    x, y = np.full((20, 2, 2), 255, np.uint8), np.arange(20) % 2
    spec = zoo.DatasetSpec(
        summary="",
        task=zoo.Task("classification", 2),
        input_shape=(2, 2),
        load=lambda: zoo.Loaded(zoo.Split(x.astype(float) * 1e30, y), None, "here"),
        scaling="rescale",
        factor=1e10,
    )
    with pytest.raises(zoo.DatasetError) as refused:
        train(plan(dataset=spec), tmp_path / "runs")
    assert str(refused.value) == (
        "mine has 2.55e+32 in x of the train part, to be multiplied by 1e+10; "
        "wanted at most 3.4e+38, the limit of float32"
    )
    assert list((tmp_path / "runs").iterdir()) == []

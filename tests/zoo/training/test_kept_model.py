"""Record, model.keras, checkpoint, validation.json and evaluation describe one model: the kept one."""

from __future__ import annotations

import importlib.util
import json
import signal
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zoo.training.agreement import AVERAGED, CALLBACKS, ENTRY_POINTS, disagreeing, on_jax, trained
from tests.zoo.training.resuming import MODEL
from zoo.runs import Interrupted, kept
from zoo.runs.verdict import judge_runs
from zoo.training import restore, state
from zoo.training.events import EpochDone
from zoo.weights.array import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable

WAYS = {
    "average": ((), AVERAGED),
    "average, overwriting": ((), AVERAGED | {"optimizer.ema_overwrite_frequency": 7}),
    "average of frequent checkpoints": ((), AVERAGED | {"checkpoint_every": 3}),
    "average, swapped": (("swap",), AVERAGED),
    "average, stopped early": (("stop",), AVERAGED),
    "restored best": (("stop",), {}),
    "restored first": (("restoring",), {}),
    "average, then restored": (("restoring",), AVERAGED),
    "in a loop": (("restoring",), AVERAGED | {"execution": "loop"}),
}
"""Callbacks and settings of runs whose weights change after the last epoch."""
MOST_DIFFERENT = {
    *(("average", "last"), ("restored best", "last"), ("average, swapped", "best")),
    *(("average, then restored", "best"), ("average, stopped early", "last"), ("in a loop", "best")),
}
CASES = [
    pytest.param(way, keep, marks=pytest.mark.long if (way, keep) in MOST_DIFFERENT else pytest.mark.soak)
    for way in WAYS
    for keep in ("last", "best")
]


@pytest.fixture
def runs(tmp_path: Path, install: Callable[..., Path]) -> Path:
    """A folder for runs; the callbacks are installed, and the model is beside it."""
    install("acme-final", ENTRY_POINTS, {"acme_final.py": CALLBACKS})
    (tmp_path / "noisy.toml").write_text(MODEL)
    return tmp_path / "runs"


@pytest.mark.parametrize(("way", "keep"), CASES)
def test_all_accounts_of_the_kept_model_agree(runs: Path, way: str, keep: str) -> None:
    """Whatever changes the weights at the end, and whichever epoch is kept."""
    callbacks, settings = WAYS[way]
    record = trained(runs, callbacks, **settings, keep=keep)
    assert disagreeing(record) == {}
    model = restore.of_run(kept.of_run(Path(record.path))).model
    assert digest_of(state.arrays_of(model.variables)) == record.model_digest


@pytest.mark.long
@pytest.mark.parametrize("keep", ["last", "best"])
def test_an_average_is_kept_whichever_epoch_is(runs: Path, keep: str) -> None:
    """The validation metrics of the epoch, which are of the weights before averaging, are others."""
    record = trained(runs, **AVERAGED, keep=keep)
    assert record.kept_epoch is not None
    assert record.metrics["validation"]["loss"] != record.history["val_loss"][record.kept_epoch - 1]
    assert record.kept_metric("val_loss") == record.metrics["validation"]["loss"]


@pytest.mark.long
def test_the_epoch_whose_weights_a_callback_restores_is_the_kept_one(runs: Path) -> None:
    """In the record and in the title of the model."""
    record = trained(runs, ("stop",))
    found = kept.of_run(Path(record.path))
    assert (record.complete_epochs, record.kept_epoch, found.epoch, found.checkpoint.epoch) == (2, 1, 1, 2)
    assert record.metrics["validation"]["accuracy"] == record.history["val_accuracy"][0]


@pytest.mark.long
def test_a_replay_compares_the_kept_models(runs: Path) -> None:
    """Equal epochs don't make equal models if a callback changes them at the end."""
    record = trained(runs)
    rows = [json.loads(line) for line in (Path(record.path) / "metrics.jsonl").read_text().splitlines()]
    assert judge_runs(record, rows, record, rows).kind == "bit-identical"
    other = judge_runs(record, rows, replace(record, model_digest="sha256:0"), rows)
    assert (other.kind, other.differs_from) == ("within tolerance", 4)


@pytest.mark.jax
@pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="the extra jax is not installed")
@pytest.mark.parametrize(
    "ways",
    [
        [("average, swapped", "last"), ("restored best", "last")],
        pytest.param([("average", "best"), ("in a loop", "best")], marks=pytest.mark.soak),
    ],
)
def test_all_accounts_agree_on_jax(runs: Path, ways: list[tuple[str, str]]) -> None:
    """Where the averages and the weights share their arrays."""
    jobs = [(WAYS[way][0], WAYS[way][1] | {"keep": keep}) for way, keep in ways]
    assert on_jax(runs, *jobs) == [{}, {}]


@pytest.mark.long
def test_an_interrupted_run_has_the_average_of_its_last_checkpoint(runs: Path) -> None:
    """As if it had been planned with fewer epochs."""

    def interrupt(event: object) -> None:
        if isinstance(event, EpochDone) and event.record.complete_epochs == 2:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(Interrupted) as stopped:
        trained(runs, **AVERAGED, watch=interrupt)
    assert stopped.value.record is not None
    whole, part = (
        restore.of_run(kept.of_run(Path(each.path))).model.get_weights()
        for each in (trained(runs, **AVERAGED, epochs=2), stopped.value.record)
    )
    assert [each.tobytes() for each in part] == [each.tobytes() for each in whole]

"""A run with phases that is killed in any of them and resumed is bit-identical to an uninterrupted run."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pytest

from tests.zoo.training.bench import LONG, SOAK, Bench, differences
from tests.zoo.training.resuming import SCENARIOS, End, Scenario, run_in
from zoo.runs import read_record
from zoo.runs.checkpoint import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

no_jax = importlib.util.find_spec("jax") is None
JAX = [pytest.mark.jax, pytest.mark.skipif(no_jax, reason="the extra jax is not installed")]
SIGKILL = -9
PLATEAU = {"type": "plateau", "factor": 0.5, "patience": 1, "cooldown": 0, "min_delta": 0.05}
PHASES = [
    {"epochs": 2, "freeze": ["dense", "batch*"]},
    {"epochs": 4, "unfreeze": ["*"], "schedule": PLATEAU, "optimizer.learning_rate": 0.03},
    {"epochs": 3, "freeze": "dense", "schedule": "cosine", "optimizer.use_ema": False},
]
"""No epoch is better by `min_delta`, so that patience ends each phase after two epochs."""
SCENARIOS["phases"] = Scenario(
    {"optimizer.use_ema": True, "optimizer.ema_momentum": 0.9},
    ("remembering",),
    {"epochs": 9, "phases": PHASES, "patience": 1, "min_delta": 5.0, "execution": "loop", "keep": "best"},
)
SCENARIOS["phases, plain"] = SCENARIOS["phases"].but(execution="plain", keep="last")


@pytest.fixture(scope="module")
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A server of a backend."""
    made = Bench(tmp_path_factory.mktemp("phases"), request.param)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("bench", "scenario"),
    [
        pytest.param("tensorflow", "phases", marks=LONG),
        pytest.param("tensorflow", "phases, plain", marks=SOAK),
        pytest.param("jax", "phases", marks=[*JAX, SOAK]),
    ],
    indirect=["bench"],
)
def test_a_run_killed_in_each_phase_is_bit_identical_after_resuming(
    bench: Bench, scenario: str, tmp_path: Path
) -> None:
    """One run is killed again and again: in each phase, and after its last epoch."""
    expected, events, _ = bench.end(scenario)
    runs, server, epochs = tmp_path / "runs", bench.servers[0], [0]
    for share in (0.3, 0.3, 0.5):
        left = events * (1 - epochs[-1] / expected.epoch)
        answer = server.do(bench.job(scenario, runs, kill=[1 + int(left * share), 0]))
        assert answer["code"] == SIGKILL, answer
        run = run_in(runs)
        assert run is not None
        epochs.append(read(run / "checkpoint.zoo").epoch if (run / "checkpoint.zoo").exists() else 0)
    answer = server.do(bench.job(scenario, runs))
    assert answer["code"] == 0, answer
    run = run_in(runs)
    assert run is not None
    assert differences(expected, End.of(run)) == []
    record = read_record(run)
    assert [phase["begun"] for phase in record.phases] == [0, 2, 4]
    assert record.complete_epochs == 6
    assert record.stopped.startswith("EarlyStopping after epoch 4 of phase 2 and EarlyStopping after epoch 6")

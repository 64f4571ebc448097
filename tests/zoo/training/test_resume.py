"""A run that was killed at any moment and resumed is bit-identical to an uninterrupted run."""

from __future__ import annotations

import importlib.util
import itertools
import random
import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.zoo.training.bench import LONG, SOAK, Bench, differences
from tests.zoo.training.resuming import KILLED, PARTS, End, Server, run_in
from zoo.runs.checkpoint import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

no_jax = importlib.util.find_spec("jax") is None
# On JAX each child compiles again, which takes minutes in total.
JAX = [pytest.mark.jax, pytest.mark.skipif(no_jax, reason="the extra jax is not installed")]
STATE = ("seeds of layers",)
"""The part that each backend stores in its own format."""
SPECIAL = (*STATE, "best")
"""The parts that are restored in ways of their own; the others are left to the soak tests."""
SIGKILL = -9
WRITING = 0.01
"""Seconds that are enough to write the state of an epoch."""


@pytest.fixture(scope="module")
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Servers of a backend."""
    made = Bench(tmp_path_factory.mktemp("resume"), request.param)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("bench", "kills"),
    [
        pytest.param("tensorflow", 4, marks=LONG),
        pytest.param("tensorflow", 200, marks=SOAK),
        pytest.param("jax", 2, marks=[*JAX, LONG]),
        pytest.param("jax", 200, marks=[*JAX, SOAK]),
    ],
    indirect=["bench"],
)
def test_a_run_killed_at_random_moments_is_bit_identical_after_resuming(
    bench: Bench, tmp_path: Path, kills: int
) -> None:
    """Once or several times in a run; with early stopping and both ways to reduce the learning rate.

    With every execution, `keep` and `checkpoint_every`; a few kills are of the first scenarios.
    """
    killed: list[int] = []
    different: list[str] = []
    scenarios = KILLED[: kills // 2]
    bench.all(lambda server, scenario: bench.end(scenario, server), scenarios)

    def chain(server: Server, number: int) -> None:
        chance = random.Random(number)
        scenario = scenarios[number % len(scenarios)]
        runs, (expected, events, gap) = tmp_path / str(number), bench.end(scenario)
        for _ in range(chance.choice((1, 2, 3, 5))):
            run = run_in(runs)
            epoch = read(run / "checkpoint.zoo").epoch if run and (run / "checkpoint.zoo").exists() else 0
            left = events * (1 - epoch / expected.epoch)
            moment = [1 + int(chance.random() * left), chance.random() * (gap + WRITING)]
            answer = server.do(bench.job(scenario, runs, kill=moment))
            assert answer["code"] in (0, SIGKILL), answer
            if answer["code"] == 0:
                break
            killed.append(number)
            if run_in(runs) is None:
                shutil.rmtree(runs, ignore_errors=True)
        else:
            answer = server.do(bench.job(scenario, runs))
            assert answer["code"] == 0, answer
        run = run_in(runs)
        assert run is not None
        different.extend(f"{number}: {each}" for each in differences(expected, End.of(run)))

    bench.all(chain, itertools.takewhile(lambda _: len(killed) < kills, itertools.count()))
    assert different == []
    assert len(killed) >= kills
    chains = Counter(killed)
    if kills >= 2 * len(KILLED):
        assert {scenarios[number % len(scenarios)] for number in chains} == set(KILLED)
        assert max(chains.values()) > 1


@pytest.mark.parametrize(
    ("bench", "fault"),
    [
        *(pytest.param("tensorflow", part, marks=LONG if part in SPECIAL else SOAK) for part in PARTS),
        *(pytest.param("jax", part, marks=[*JAX, LONG if part in STATE else SOAK]) for part in PARTS),
    ],
    indirect=["bench"],
)
def test_each_part_of_a_checkpoint_is_needed(bench: Bench, tmp_path: Path, fault: str) -> None:
    """Without it the result is different, and the comparison detects it."""
    noticed = []
    for scenario in ("plateau", "schedule"):
        expected, events, _ = bench.end(scenario)
        runs = tmp_path / scenario
        assert bench.servers[0].do(bench.job(scenario, runs, kill=[events * 5 // 7, 0]))["code"] == SIGKILL
        answer = bench.servers[0].do(bench.job(scenario, runs, fault=fault))
        run = run_in(runs)
        assert answer["code"] == 0, answer
        assert run is not None
        noticed += differences(expected, End.of(run))
        if noticed:
            return
    pytest.fail(f"nobody notices that {fault} is left out")

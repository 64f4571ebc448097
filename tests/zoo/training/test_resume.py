"""A run that was killed at any moment and resumed is bit-identical to an uninterrupted run."""

from __future__ import annotations

import importlib.util
import itertools
import random
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.zoo.training.resuming import KILLED, PARTS, SCENARIOS, End, Server, install, run_in
from zoo.runs import read_record
from zoo.runs.checkpoint import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONG, SOAK = pytest.mark.long, pytest.mark.soak
no_jax = importlib.util.find_spec("jax") is None
# On JAX each child compiles again, which takes minutes in total.
JAX = [pytest.mark.jax, LONG, pytest.mark.skipif(no_jax, reason="the extra jax is not installed")]
BACKENDS = ["tensorflow", pytest.param("jax", marks=JAX)]
AT_A_TIME = 2
SIGKILL = -9
WRITING = 0.01
"""Seconds that are enough to write the state of an epoch."""


class Integer(NamedTuple):
    """The end of a run that nothing has happened to, how many events it has, and seconds for one of them.

    What is compiled in the first epoch is left out of these.
    """

    end: End
    events: int
    gap: float


class Bench:
    """Servers of one backend, and the ends of uninterrupted runs."""

    def __init__(self, folder: Path, backend: str) -> None:
        """Two servers, each with one job at a time."""
        self.folder, self.backend = folder, backend
        self.site = install(folder)
        self.servers = [Server(self.site, backend) for _ in range(AT_A_TIME)]
        self.whole: dict[str, Integer] = {}

    def job(self, scenario: str, runs: Path, **more: Any) -> dict[str, Any]:
        """Start a run, or resume it if there is one."""
        run = run_in(runs)
        if run is not None:
            return {"do": "resume", "run": f"{run}/", "folder": str(runs)} | more
        return SCENARIOS[scenario].job(runs, self.backend, self.site / "noisy.toml") | more

    def end(self, scenario: str, server: Server | None = None) -> Integer:
        """Its end without an interruption."""
        if scenario not in self.whole:
            runs = self.folder / "whole" / scenario
            answer = (server or self.servers[0]).do(self.job(scenario, runs))
            run = run_in(runs)
            assert run is not None, answer
            assert answer["code"] == 0, answer
            self.whole[scenario] = Integer(
                End.of(run), answer["events"], sum(read_record(run).epoch_seconds[1:]) / answer["events"]
            )
        return self.whole[scenario]

    def close(self) -> None:
        """Stop the servers."""
        for server in self.servers:
            server.__exit__()

    def all(self, work: Callable[[Server, Any], None], items: Any) -> None:
        """Run a function for many values, on all servers."""
        todo = iter(items)

        def one_after_the_other(server: Server) -> None:
            for item in todo:
                work(server, item)

        with ThreadPoolExecutor(AT_A_TIME) as pool:
            list(pool.map(one_after_the_other, self.servers))


@pytest.fixture(scope="module", params=BACKENDS)
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Servers of a backend."""
    made = Bench(tmp_path_factory.mktemp("resume"), request.param)
    yield made
    made.close()


@pytest.mark.parametrize("kills", [pytest.param(40, marks=LONG), pytest.param(200, marks=SOAK)])
def test_a_run_killed_at_random_moments_is_bit_identical_after_resuming(
    bench: Bench, tmp_path: Path, kills: int
) -> None:
    """Once or several times in a run; with early stopping and both ways to reduce the learning rate.

    Each way to run the steps has its turn, with either epoch kept, and where only some are written.
    """
    killed: list[int] = []
    different: list[str] = []
    bench.all(lambda server, scenario: bench.end(scenario, server), KILLED)

    def chain(server: Server, number: int) -> None:
        chance = random.Random(number)
        scenario = KILLED[number % len(KILLED)]
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
    assert {KILLED[number % len(KILLED)] for number in chains} == set(KILLED)
    assert max(chains.values()) > 1


@LONG
@pytest.mark.parametrize("fault", PARTS)
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


def differences(expected: End, found: End) -> list[str]:
    """The names of the fields that differ."""
    return [name for name in vars(expected) if getattr(expected, name) != getattr(found, name)]

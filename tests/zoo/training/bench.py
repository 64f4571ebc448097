"""Servers that train, kill and resume runs, and the results that are expected."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.zoo.training.resuming import SCENARIOS, End, Server, install, run_in
from zoo.runs import read_record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONG, SOAK = pytest.mark.long, pytest.mark.soak
AT_A_TIME = 1 if "PYTEST_XDIST_WORKER" in os.environ else 2
"""Servers of a bench; of several workers of pytest-xdist, each has a bench."""


class Uninterrupted(NamedTuple):
    """The result of an uninterrupted run, its number of events, and the seconds for one of them.

    The compilation in the first epoch is not included in the seconds.
    """

    end: End
    events: int
    gap: float


class Bench:
    """Servers of one backend, and the results of uninterrupted runs."""

    def __init__(self, folder: Path, backend: str) -> None:
        """Start two servers, each with one job at a time."""
        self.folder, self.backend = folder, backend
        self.site = install(folder)
        self.servers = [Server(self.site, backend) for _ in range(AT_A_TIME)]
        self.whole: dict[str, Uninterrupted] = {}

    def job(self, scenario: str, runs: Path, **more: Any) -> dict[str, Any]:
        """The job that starts a run, or resumes it if it exists."""
        run = run_in(runs)
        if run is not None:
            return {"do": "resume", "run": f"{run}/", "folder": str(runs)} | more
        return SCENARIOS[scenario].job(runs, self.backend, self.site / "noisy.toml") | more

    def end(self, scenario: str, server: Server | None = None) -> Uninterrupted:
        """The result of an uninterrupted run."""
        if scenario not in self.whole:
            runs = self.folder / "whole" / scenario
            answer = (server or self.servers[0]).do(self.job(scenario, runs))
            run = run_in(runs)
            assert run is not None, answer
            assert answer["code"] == 0, answer
            self.whole[scenario] = Uninterrupted(
                End.of(run), answer["events"], sum(read_record(run).epoch_seconds[1:]) / answer["events"]
            )
        return self.whole[scenario]

    def close(self) -> None:
        """Stop the servers."""
        for server in self.servers:
            server.__exit__()

    def all(self, work: Callable[[Server, Any], None], items: Any) -> None:
        """Run a function for each item, on all servers."""
        todo = iter(items)

        def one_after_the_other(server: Server) -> None:
            for item in todo:
                work(server, item)

        with ThreadPoolExecutor(AT_A_TIME) as pool:
            list(pool.map(one_after_the_other, self.servers))


def differences(expected: End, found: End) -> list[str]:
    """The names of what is not equal."""
    return [name for name in vars(expected) if getattr(expected, name) != getattr(found, name)]

"""The limits of a container, read from files as Linux writes them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from zoo.system import cgroup, machine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GB = 2**30
UNLIMITED = 9_223_372_036_854_771_712
"""What version 1 writes for no limit."""


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`group("0::/a", {"a/cpu.max": "max 100000"})`: the process's groups, and the mounted files."""

    def add(membership: str, files: dict[str, object]) -> None:
        (tmp_path / "membership").write_text(membership + "\n")
        for name, content in files.items():
            file = tmp_path / "mount" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{content}\n")
        monkeypatch.setattr(cgroup, "MEMBERSHIP", tmp_path / "membership")
        monkeypatch.setattr(cgroup, "MOUNT", tmp_path / "mount")

    return add


@pytest.mark.parametrize(
    ("membership", "files", "expected"),
    [
        ("0::/", {}, (None, None)),
        ("0::/", {"cpu.max": "200000 100000", "memory.max": 2 * GB}, (2, 2 * GB)),
        ("0::/", {"cpu.max": "150000 100000", "memory.max": "max"}, (2, None)),
        ("0::/", {"cpu.max": "10000 100000"}, (1, None)),
        ("0::/", {"cpu.max": "max 100000", "memory.max": "max"}, (None, None)),
        ("0::/a/b", {"a/cpu.max": "300000 100000", "a/b/cpu.max": "max 100000"}, (3, None)),
        ("0::/a/b", {"a/memory.max": GB, "a/b/memory.max": 2 * GB}, (None, GB)),
        ("0::/../other", {"cpu.max": "100000 100000"}, (1, None)),
        ("0::/host/only", {"cpu.max": "400000 100000", "memory.max": GB}, (4, GB)),
        ("0::/", {"cpu.max": "garbage", "memory.max": ""}, (None, None)),
        (
            "4:memory:/docker/1\n2:cpu,cpuacct:/docker/1\n0::/",
            {
                "cpu/docker/1/cpu.cfs_quota_us": 250_000,
                "cpu/docker/1/cpu.cfs_period_us": 100_000,
                "memory/docker/1/memory.limit_in_bytes": GB,
                "memory/memory.limit_in_bytes": UNLIMITED,
            },
            (3, GB),
        ),
        (
            "4:memory:/docker/1\n2:cpu:/docker/1",
            {
                "cpu/cpu.cfs_quota_us": -1,
                "cpu/cpu.cfs_period_us": 100_000,
                "memory/memory.limit_in_bytes": 3 * GB,
            },
            (None, 3 * GB),
        ),
        ("0::/", {"unified/cpu.max": "200000 100000"}, (2, None)),
    ],
)
def test_the_lowest_limit_holds(
    group: Callable[..., None],
    membership: str,
    files: dict[str, object],
    expected: tuple[int | None, int | None],
) -> None:
    """Processors are rounded up; groups above, version 1 and both versions together are read."""
    group(membership, files)
    assert (cgroup.processors(), cgroup.memory()) == expected


def test_a_system_without_groups_sets_no_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As macOS and Windows."""
    monkeypatch.setattr(cgroup, "MEMBERSHIP", tmp_path / "none")
    assert (cgroup.processors(), cgroup.memory()) == (None, None)


def test_the_machine_is_what_the_container_allows(
    group: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threads, jobs and memory checks take these; never more than the machine has."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    group("0::/", {"cpu.max": "300000 100000", "memory.max": 2**20})
    assert (machine.processors(), machine.machine_memory()) == (3, 2**20)
    group("0::/", {"cpu.max": "99900000 100000", "memory.max": 2**60})
    assert machine.processors() == 8
    assert (machine.machine_memory() or 0) < 2**60


@pytest.mark.parametrize(("size", "said"), [(1.5 * GB, "1.5 GB"), (GB, "1 GB"), (1024 * GB, "1,024 GB")])
def test_gigabytes_have_a_decimal_if_they_are_few(size: float, said: str) -> None:
    """So that a need of 1.1 GB is more than the 1 GB that there are."""
    assert machine.in_gigabytes(size) == said

"""What code does to the system is seen, and said in words."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from zoo.system.side_effects import SideEffects

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def connect() -> None:
    """Try to connect to a port that nobody listens on."""
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", 9), timeout=2)


def write_and_remove() -> None:
    """A file that is gone afterwards."""
    with open("short.txt", "w", encoding="utf-8") as file:
        file.write("x")
    os.remove("short.txt")


def read() -> None:
    """Reading changes nothing."""
    with open(__file__, encoding="utf-8") as file:
        file.read()


CASES: list[tuple[Callable[[], object], list[str]]] = [
    (lambda: open("left.txt", "w", encoding="utf-8").close(), ["leaves the file left.txt behind"]),
    (lambda: os.mkdir("folder"), ["leaves the file folder behind"]),
    (
        lambda: [open(f"{i}.txt", "a", encoding="utf-8").close() for i in range(5)],
        ["leaves 5 files (0.txt, 1.txt, 2.txt, …) behind"],
    ),
    (write_and_remove, []),
    (read, []),
    (connect, ["opens a network connection to 127.0.0.1"]),
    (lambda: subprocess.run([sys.executable, "-c", ""], check=True), ["starts another program"]),
    (
        lambda: os.environ.update(ZOO_TEST_SET="1", HOME=os.environ.get("HOME", "")),
        ["sets the environment variable ZOO_TEST_SET"],
    ),
    (lambda: os.chdir(os.sep), ["changes the current folder to /"]),
]


@pytest.mark.parametrize(("act", "said"), CASES)
def test_each_kind_is_said(
    act: Callable[[], object], said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files by their path from the folder in which the block begins."""
    monkeypatch.setenv("HOME", "/home/of-a-test")
    monkeypatch.setenv("ZOO_TEST_SET", "0")
    monkeypatch.chdir(tmp_path)
    with SideEffects() as effects:
        act()
    assert effects.described() == said


def test_nothing_is_seen_outside_the_block(tmp_path: Path) -> None:
    """Neither before nor after it."""
    before = tmp_path / "before.txt"
    before.write_text("x")
    with SideEffects() as effects:
        pass
    (tmp_path / "after.txt").write_text("x")
    assert effects.described() == []

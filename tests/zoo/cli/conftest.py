"""Run the command in this process, and capture its output."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from zoo.cli import console, loading, progress
from zoo.cli.group import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


NEVER = 100_000.0
"""Seconds that no test takes, on a machine that is busy, too."""


class Said(NamedTuple):
    """Exit code, stdout and stderr of a command."""

    code: int
    out: str
    err: str


@pytest.fixture
def zoo(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    """`zoo("list", "--json")` runs a command in an empty folder; its output goes to pipes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZOO_NO_PLUGINS", "0")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setattr(loading, "LONG", NEVER)  # else a slow machine's stderr has a line more
    monkeypatch.setattr(progress, "EVERY", NEVER)

    def run(*arguments: str) -> Said:
        _forget_streams()
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        code = left.value.code
        assert isinstance(code, int)
        _forget_streams()
        return Said(code, *capfd.readouterr())

    return run


def _forget_streams() -> None:
    """Let the next command use the current stdout and stderr."""
    if console.err.cache_info().currsize:
        console.err().file.close()
    console.out.cache_clear()
    console.err.cache_clear()

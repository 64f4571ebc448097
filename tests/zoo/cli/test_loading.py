"""What is shown while a dataset is loaded."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from zoo.cli import console, loading, progress
from zoo.training.events import Working

if TYPE_CHECKING:
    import pytest


def said_while_loading(
    seconds: float, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *, is_terminal: bool
) -> tuple[str, str]:
    """What is printed while something is loaded for so long."""
    monkeypatch.setattr(console, "_is_terminal", lambda _: is_terminal)
    if is_terminal:
        monkeypatch.setenv("FORCE_COLOR", "1")
    else:
        monkeypatch.delenv("FORCE_COLOR", raising=False)
    console.err.cache_clear()
    try:
        with loading.loading("digits"):
            time.sleep(seconds)
            sys.stdout.write("a plugin\n")
    finally:
        console.err().file.close()
        console.err.cache_clear()
    return capfd.readouterr()


def test_what_takes_long_is_shown_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What a plugin prints goes to stderr."""
    monkeypatch.setattr(loading, "PATIENCE", 0.01)
    out, err = said_while_loading(0.5, monkeypatch, capfd, is_terminal=True)
    assert (out, "Loading digits  0." in err, "a plugin" in err) == ("", True, True)


def test_what_takes_very_long_is_said_in_lines(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """In a pipe; each line comes after twice the time of the one before."""
    monkeypatch.setattr(loading, "LONG", 0.01)
    _, err = said_while_loading(0.5, monkeypatch, capfd, is_terminal=False)
    lines = [line for line in err.splitlines() if line.startswith("Loading digits  0.")]
    assert 1 <= len(lines) < 20  # 50 if each came after the same time


def test_stages_of_a_command_are_said_in_lines(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Reading a file and predicting with its model, but not the epochs of a training, which have lines."""
    monkeypatch.setattr(loading, "LONG", 0.01)
    console.err.cache_clear()
    try:
        with progress.watching("plain") as watch:
            for event in (Working("Reading a.keras"), Working("Predicting with a.keras")):
                watch(event)
                time.sleep(0.2)
    finally:
        console.err().file.close()
        console.err.cache_clear()
    said = [line.partition("  ")[0] for line in capfd.readouterr().err.splitlines()]
    said = [each for each in dict.fromkeys(said) if each != "Loading data"]
    assert said == ["Reading a.keras", "Predicting with a.keras"]


def test_nothing_is_shown_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nor of what is loaded quickly."""
    monkeypatch.setattr(loading, "PATIENCE", 0.01)
    assert said_while_loading(0.1, monkeypatch, capfd, is_terminal=False) == ("", "a plugin\n")
    monkeypatch.setattr(loading, "PATIENCE", 60)
    assert said_while_loading(0.0, monkeypatch, capfd, is_terminal=True) == ("", "a plugin\n")

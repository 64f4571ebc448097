"""Errors and side effects of third-party code stay contained."""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from typing import TYPE_CHECKING

import pytest

from registry import CallFailed, guarded

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (SystemExit(3), "SystemExit: 3"),
        (ValueError("a\n b"), "ValueError: a b"),
        (RuntimeError(), "RuntimeError"),
    ],
)
def test_any_exception_becomes_failed(error: BaseException, text: str) -> None:
    """The text is on one line, and the exception is the cause."""
    with pytest.raises(CallFailed) as failed, guarded():
        raise error
    assert (str(failed.value), failed.value.__cause__) == (text, error)


def test_keyboard_interrupt_is_not_caught() -> None:
    """It comes from the user, not from the code."""
    with pytest.raises(KeyboardInterrupt), guarded():
        raise KeyboardInterrupt


def test_output_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    """The output of the command on stdout is not mixed with it."""
    with guarded():
        print("hello")
    assert capsys.readouterr() == ("", "hello\n")


def test_folder_environment_and_warnings_are_restored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are restored after an error too."""
    monkeypatch.setenv("ACME", "before")
    before = (os.getcwd(), warnings.showwarning, list(warnings.filters), sys.stdout)
    with contextlib.suppress(CallFailed), guarded():
        os.chdir(tmp_path)
        os.environ["ACME"] = "after"
        os.environ["ACME_2"] = "new"
        warnings.simplefilter("ignore")
        warnings.showwarning = lambda *_: None
        raise ValueError
    assert (os.getcwd(), warnings.showwarning, list(warnings.filters), sys.stdout) == before
    assert (os.environ["ACME"], os.environ.get("ACME_2")) == ("before", None)

"""What a shell offers to complete."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.zoo.runs.records import write_run

if TYPE_CHECKING:
    from pathlib import Path


def completed(*words: str, cwd: Path | None = None) -> list[str]:
    """What bash is offered for the last of the words."""
    environment = {"_ZOO_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words)}
    environment["COMP_CWORD"] = str(len(words) - 1)
    program = "import sys; sys.argv = ['zoo']; from zoo.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["--backend", "t"], ["plain,tensorflow", "plain,torch"]),
        (["--execution", "loop"], ["plain,loop", "plain,loop+xla"]),
        (["--keep", "b"], ["plain,best"]),
        (["--progress", "p"], ["plain,plain"]),
        (["--epochs", "1"], []),
        (["--optimizer", "ad"], ["plain,adagrad", "plain,adam"]),
        (["--optimizer", "./m"], ["file,./m"]),
    ],
)
def test_an_option_is_completed_by_what_it_can_be(words: list[str], offered: list[str]) -> None:
    """The words of a setting, the names of a kind, and files where no name begins so."""
    assert completed("zoo", "train", "relu-flatten", *words) == offered


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["show", ""], ["plain,last", "plain,81c2", "plain,3f9a"]),
        (["show", "3"], ["plain,3f9a"]),
        (["show", "20201122"], ["plain,20201122T120000Z-relu-dropout-rmsprop-3f9a"]),
        (["show", "./o"], ["dir,./o"]),
        (["remove", "3f9a", "8"], ["plain,81c2"]),
        (["show", "--runs-dir", "other", "7"], ["plain,7777"]),
        (["--runs-dir", "other", "show", "7"], ["plain,7777"]),
        (["show", "--runs-dir", "nowhere", "7"], []),
        (["--status", "f"], ["plain,failed"]),
        (["s"], ["plain,show"]),
    ],
)
def test_a_run_is_completed_by_its_name(tmp_path: Path, words: list[str], offered: list[str]) -> None:
    """The newest first, from the folder that is meant; of a path, folders."""
    write_run(tmp_path / "runs", "20201122T120000Z-3f9a")
    write_run(tmp_path / "runs", "20201123T120000Z-81c2")
    write_run(tmp_path / "other", "20201122T120000Z-7777")
    assert completed("zoo", "runs", *words, cwd=tmp_path) == offered

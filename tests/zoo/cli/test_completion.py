"""What a shell offers to complete."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def completed(*words: str) -> list[str]:
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

"""`zoo` itself."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import zoo as package
from zoo.cli.group import SECTIONS
from zoo.cli.group import zoo as command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HELP = """\
Usage: zoo [OPTIONS] COMMAND [ARGS]...

  Keras models by name: list them, train them, and prove what they did.

  RUN is a folder, a run's id, the last four characters of one, or `last`.

Options:
  --no-plugins  Leave out everything but the built-ins.
  --debug       Show the traceback of an error.
  --version     Show the version and exit.
  -h, --help    Show this message and exit.

Find:
  list      List models, optimizers and datasets.
  show      Show one of them with its layers or settings.

Train:
  train     Train a model.
  resume    Go on with an interrupted run or sweep.
  replay    Train again from a run's record and give a verdict.
  sweep     Train every combination of models, optimizers and settings.
  baseline  Fit scikit-learn's simple models to a dataset.

Use and compare runs:
  runs      List runs; show or remove one.
  evaluate  Report metrics, figures for each class and the confusion matrix.
  predict   Predict classes or numbers for images and rows.
  export    Write ONNX, LiteRT, SavedModel and others, and prove them equal.
  compare   Show side by side what differs, and whether it matters.
  curves    Draw the learning curves of runs.
  report    Write one HTML page about runs or a sweep.

Extend:
  plugins   Show what is installed, and what is wrong with it.
  check     Run the conformance kit on a name, a plugin or a file.
  new       Write a plugin that passes its own tests.
"""


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_is_the_same_with_and_without_the_option(zoo: Callable, arguments: list[str]) -> None:
    """And exits with 0."""
    assert zoo(*arguments) == (0, HELP, "")


def test_version(zoo: Callable) -> None:
    """The distribution's, as the package says it too."""
    assert zoo("--version") == (0, f"zoo {package.__version__}\n", "")


def test_every_command_in_a_section_exists() -> None:
    """Each is the command of the module of its name."""
    names = [name for section in SECTIONS.values() for name in section]
    assert [command.get_command(None, name).name for name in names] == names  # type: ignore[arg-type, union-attr]  # no context is needed


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["lst"], "no command is called 'lst'; did you mean zoo list?"),
        (["xyzzy"], "no command is called 'xyzzy'; zoo --help lists them"),
        (["list", "--laod"], "no option is called --laod; did you mean --load?"),
        (["train"], "zoo train takes either MODEL or --plan FILE; wanted one of them"),
        (["show"], "NAME is missing; zoo show --help shows what there is"),
    ],
)
def test_a_wrong_word_is_one_sentence(zoo: Callable, arguments: list[str], sentence: str) -> None:
    """Exit 2, no usage text, no traceback."""
    assert zoo(*arguments) == (2, "", f"error: {sentence}\n")


def test_closed_streams_are_borne(tmp_path: Path) -> None:
    """What is said there is for nobody; the command ends as it would have."""
    command = f"{sys.executable} -c 'from zoo.cli.group import main; main()' list >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], cwd=tmp_path, check=False).returncode == 0


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    """As `head` does."""
    command = f"{sys.executable} -c 'from zoo.cli.group import main; main()' list; echo $? >&2"
    with subprocess.Popen(
        ["sh", "-c", command], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as shell:
        assert shell.stdout is not None
        assert shell.stderr is not None
        shell.stdout.close()
        assert shell.stderr.read() == "0\n"

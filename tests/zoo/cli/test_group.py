"""The root command `zoo`."""

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

  Train, compare and reproduce Keras models that are registered by name.

  RUN is a run's folder, its name, its id, the last four characters of its id,
  or `last`. Commands that use a model also take the name of trained weights.

Options:
  --no-plugins  Ignore plugins; use only what is built in.
  --debug       Show the traceback of an error.
  --version     Show the version and exit.
  -h, --help    Show this message and exit.

Find:
  list       List models, optimizers, datasets and weights.
  show       Show a model, an optimizer, a dataset or weights.
  docs       Show the page of a name, with measured results.

Train:
  train      Train a model.
  lr         Propose a learning rate.
  gradients  Measure the gradients of a model by layer.
  resume     Resume an interrupted run or sweep.
  replay     Train a run again, and compare the results.
  audit      Train named weights again, and compare.
  sweep      Train every combination of models, optimizers and settings.
  baseline   Fit simple scikit-learn models to a dataset.

Use and compare runs:
  runs       List runs and sweeps; show, rename or remove some of them.
  watch      Watch a run or a sweep while it is trained.
  evaluate   Evaluate the model of a run, or those of a sweep.
  predict    Predict classes or numbers for images and rows.
  export     Export a model to ONNX, LiteRT and others, and verify it.
  average    Average the weights of runs of one model.
  compare    Compare runs side by side, with tests of significance.
  curves     Draw the learning curves of runs or of a sweep.
  report     Write an HTML report of runs or of a sweep.
  card       Write a model card, or compare one with its record.

Extend:
  plugins    List installed plugins and their problems.
  check      Run conformance checks on a model, a plugin or a file.
  new        Write a new plugin with tests.
  publish    Publish weights in a package, under a name.

Examples:
  zoo train relu-dropout
  zoo evaluate last
  zoo help train
"""


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_zoo_without_a_command_prints_its_help(zoo: Callable, arguments: list[str]) -> None:
    """The exit code is 0, as with `--help`."""
    assert zoo(*arguments) == (0, HELP, "")


def test_version_is_that_of_the_package(zoo: Callable) -> None:
    """`--version` prints `zoo` and the version."""
    assert zoo("--version") == (0, f"zoo {package.__version__}\n", "")


def test_every_command_in_a_section_exists() -> None:
    """Each name in a section of the help is the name of a command."""
    names = [name for section in SECTIONS.values() for name in section]
    assert [command.get_command(None, name).name for name in names] == names  # type: ignore[arg-type, union-attr]  # no context is needed


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["lst"], "no command is called 'lst'; did you mean zoo list?"),
        (["xyzzy"], "no command is called 'xyzzy'; zoo --help lists them"),
        (["list", "--laod"], "no option is called --laod; did you mean --load?"),
        (["train"], "argument MODEL is missing; see `zoo list`, or pass --plan FILE"),
        (["show"], "argument NAME is missing; see zoo show --help"),
    ],
)
def test_an_unknown_command_or_option_is_one_sentence(
    zoo: Callable, arguments: list[str], sentence: str
) -> None:
    """The exit code is 2, without usage text or traceback."""
    assert zoo(*arguments) == (2, "", f"error: {sentence}\n")


def test_closed_stdout_and_stderr_are_ignored(tmp_path: Path) -> None:
    """The output is discarded, and the exit code is unchanged."""
    command = f"{sys.executable} -c 'from zoo.cli.group import main; main()' list >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], cwd=tmp_path, check=False).returncode == 0


def test_a_closed_pipe_is_not_an_error(tmp_path: Path) -> None:
    """As in `zoo list | head`: the exit code is 0."""
    command = f"{sys.executable} -c 'from zoo.cli.group import main; main()' list; echo $? >&2"
    with subprocess.Popen(
        ["sh", "-c", command], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as shell:
        assert shell.stdout is not None
        assert shell.stderr is not None
        shell.stdout.close()
        assert shell.stderr.read() == "0\n"

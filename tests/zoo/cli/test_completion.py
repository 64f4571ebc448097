"""Shell completion."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zoo.runs.records import write_run, write_sweep

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPTS = Path(sys.executable).parent
PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "complete-commands.md"


def completed(*words: str, cwd: Path | None = None) -> list[str]:
    """The candidates for the last of the words, in bash."""
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
        (["--optimizer", "adam"], ["plain,adam", "plain,adamax", "plain,adamw"]),
        (["--optimizer", "./m"], ["file,./m"]),
    ],
)
def test_an_option_is_completed_by_its_valid_values(words: list[str], offered: list[str]) -> None:
    """Choices, registered names, or files if no name matches."""
    assert completed("zoo", "train", "relu-flatten", *words) == offered


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["digits", "--sa"], ["plain,--samples"]),
        (["digits", "--samples", "--p"], ["plain,--profile"]),
        (["--samples", "20", "dig"], ["plain,digits"]),
        (["digits", "--samples", "-o", "d"], ["file,d"]),
    ],
)
def test_a_dataset_to_look_at_is_completed(words: list[str], offered: list[str]) -> None:
    """Its name, the options, and the file to write."""
    assert completed("zoo", "show", *words) == offered


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
    """Newest first, from the given folder of runs; a path is completed by folders."""
    write_run(tmp_path / "runs", "20201122T120000Z-3f9a")
    write_run(tmp_path / "runs", "20201123T120000Z-81c2")
    write_run(tmp_path / "other", "20201122T120000Z-7777")
    assert completed("zoo", "runs", *words, cwd=tmp_path) == offered


def test_a_run_is_completed_by_the_name_that_it_was_given(tmp_path: Path) -> None:
    """A name is offered once."""
    for name in ("20201122T120000Z-3f9a", "20201123T120000Z-81c2"):
        write_run(tmp_path / "runs", name, name="base")
    assert completed("zoo", "runs", "show", "b", cwd=tmp_path) == ["plain,base"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["runs", "show", ""], ["plain,last", "plain,5eed", "plain,3f9a"]),
        (["evaluate", "gr"], ["plain,grid"]),
        (["curves", "sweep"], ["plain,sweep-20261123T120000Z-5eed"]),
        (["compare", "b"], ["plain,b1b1"]),
        (["resume", ""], ["plain,last", "plain,5eed", "plain,3f9a"]),
        (["predict", "conv"], ["plain,conv-2.fashion-mnist"]),
        (["predict", "b1"], ["plain,b1b1"]),
        (["sweep", "relu-flatten", "--executor", "d"], ["plain,dask"]),
        (["sweep", "relu-flatten", "--log", "m"], ["plain,mlflow"]),
    ],
)
def test_a_sweep_is_completed_like_a_run(tmp_path: Path, words: list[str], offered: list[str]) -> None:
    """Only where a command takes one; runs of sweeps are offered once something is typed."""
    write_run(tmp_path / "runs", "20261122T120000Z-3f9a")
    sweep = write_sweep(tmp_path / "runs", "20261123T120000Z-5eed", name="grid")
    write_run(sweep, "20261123T120000Z-b1b1")
    assert completed("zoo", *words, cwd=tmp_path) == offered


def setup(shell: str) -> str:
    """The command in the documentation that sets up completion in a shell."""
    (line,) = [line for line in PAGE.read_text().splitlines() if f"_ZOO_COMPLETE={shell}_source" in line]
    return line


def run_shell(*command: str) -> str:
    """The output of a shell that has `zoo` on its path."""
    environment = os.environ | {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def bash(line: str) -> str:
    """The candidates in bash."""
    words = f"COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _zoo_completion zoo"
    return run_shell("bash", "--norc", "-c", f'{setup("bash")}; {words}; echo "${{COMPREPLY[@]}}"')


def fish(line: str) -> str:
    """The candidates in fish, with their descriptions."""
    return run_shell("fish", "--no-config", "-c", f"{setup('fish')}; complete -C '{line}'")


def zsh(line: str) -> str:
    """The line after Tab in zsh, which has no command that lists candidates."""
    controller, terminal = pty.openpty()
    environment = os.environ | {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}", "TERM": "dumb"}
    with subprocess.Popen(
        ["zsh", "-f", "-i"], env=environment, stdin=terminal, stdout=terminal, stderr=terminal
    ) as shell:
        try:
            # The prompt is written so that the terminal's echo of this line does not contain it.
            os.write(
                controller, f"autoload -U compinit; compinit -D -u; {setup('zsh')}; PS1='RE''ADY '\n".encode()
            )
            _read_until(controller, "READY ")
            os.write(controller, f"{line}\t".encode())
            return _read_until(controller, "zoo train ")
        finally:
            shell.kill()
            os.close(terminal)
            os.close(controller)


def _read_until(descriptor: int, text: str) -> str:
    """Read until this text, for at most a minute."""
    end, output = time.monotonic() + 60, ""
    while text not in output and time.monotonic() < end:
        if select.select([descriptor], [], [], 1)[0]:
            output += os.read(descriptor, 4096).decode(errors="replace")
    return output


@pytest.mark.parametrize(
    ("shell", "complete", "completed"),
    [("bash", bash, "train\n"), ("fish", fish, "train\tTrain a model.\n"), ("zsh", zsh, "zoo train ")],
)
def test_a_shell_completes_a_command(shell: str, complete: Callable[[str], str], completed: str) -> None:
    """The shell is set up with the command in the documentation."""
    if shutil.which(shell) is None or not (SCRIPTS / "zoo").exists():
        pytest.skip(f"{shell} or zoo is not installed")
    assert completed in complete("zoo tra")

"""`zoo new`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zoo.catalog import registries
from zoo.errors import bounded
from zoo.scaffold.names import names_of
from zoo.scaffold.plugin import files

if TYPE_CHECKING:
    from collections.abc import Callable

SAID = """\
zoo-tiny: 8 files written
  pyproject.toml              entry points: model tiny, optimizer tiny-sgd
  zoo_tiny/tiny.toml          the model, as zoo show prints it with --toml
  zoo_tiny/tiny-sgd.toml      the optimizer
  zoo_tiny/__init__.py
  zoo_tiny/py.typed
  tests/test_conformance.py   the kit's checks, one test each
  README.md
  .github/workflows/test.yml  runs the tests on every push
"""


def lying(folder: str) -> dict[str, str]:
    """Every file below a folder."""
    paths = [path for path in Path(folder).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def test_a_plugin_is_written_and_its_files_are_listed(zoo: Callable) -> None:
    """Into the folder of its name; a pipe is not told what to type next."""
    assert zoo("new", "plugin", "zoo-tiny") == (0, SAID, "")
    assert lying("zoo-tiny") == files(names_of("zoo-tiny"))
    assert os.listdir() == ["zoo-tiny"]


def test_a_plugin_in_python(zoo: Callable) -> None:
    """`--python` writes a module in place of the model's declaration."""
    code, out, err = zoo("new", "plugin", "--python", "zoo-tiny")
    assert (code, err, out.splitlines()[0]) == (0, "", "zoo-tiny: 8 files written")
    assert (
        "  pyproject.toml              entry points: models tiny and tiny-branched, optimizer tiny-sgd" in out
    )
    assert lying("zoo-tiny") == files(names_of("zoo-tiny"), python=True)


def test_a_person_is_told_what_to_type_next(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """On stderr, where stdout is a terminal."""
    from zoo.cli import console

    said: list[str] = []
    monkeypatch.setattr(console, "then", said.append)
    zoo("new", "plugin", "zoo-tiny")
    assert said == ["pip install -e zoo-tiny && zoo check zoo-tiny"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["Zoo Tiny"],
            "'Zoo Tiny' is not a valid plugin name; wanted letters, digits, - . and _; did you mean zoo-tiny?",
        ),
        (["zoo"], "'zoo' is not a valid plugin name; its package zoo would hide a package of Kerazoo"),
        (
            ["\x1b[31mred"],
            r"'\x1b[31mred' is not a valid plugin name; wanted letters, digits, - . and _; did you mean zoo-31mred?",
        ),
        ([], "argument NAME is missing; see zoo new plugin --help"),
        (["zoo-tiny", "--pyton"], "no option is called --pyton; did you mean --python?"),
    ],
)
def test_a_mistake_is_one_sentence_and_nothing_is_written(
    zoo: Callable, arguments: list[str], sentence: str
) -> None:
    """Exit 2."""
    assert zoo("new", "plugin", *arguments) == (2, "", f"error: {sentence}\n")
    assert os.listdir() == []


def test_a_folder_that_exists_is_left_alone(zoo: Callable) -> None:
    """Exit 1, nothing written."""
    Path("zoo-tiny").mkdir()
    Path("zoo-tiny/mine.txt").write_text("mine")
    sentence = "zoo-tiny exists; choose another name, or move it away"
    assert zoo("new", "plugin", "zoo-tiny") == (1, "", f"error: {sentence}\n")
    assert lying("zoo-tiny") == {"mine.txt": "mine"}


def test_a_name_that_is_too_long_for_a_folder_is_one_sentence(zoo: Callable) -> None:
    """A valid name all the same: exit 1, nothing left."""
    name = "a" * 300
    sentence = f"{bounded(name)} can't be written: file name too long"
    assert zoo("new", "plugin", name) == (1, "", f"error: {sentence}\n")
    assert os.listdir() == []


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="nothing is closed to root")
def test_a_closed_folder_is_one_sentence(zoo: Callable, tmp_path: Path) -> None:
    """Exit 1."""
    tmp_path.chmod(0o500)
    said = zoo("new", "plugin", "zoo-tiny")
    tmp_path.chmod(0o700)
    assert said == (1, "", "error: zoo-tiny can't be written: permission denied\n")


def test_without_a_command_new_says_what_can_be_written(zoo: Callable) -> None:
    """Exit 0, as bare `zoo` does."""
    code, out, err = zoo("new")
    assert (code, err) == (0, "")
    assert out.startswith("Usage: zoo new [OPTIONS] COMMAND [ARGS]...\n")
    assert "  plugin  Write a distribution with a model and an optimizer.\n" in out


def test_a_command_of_new_is_suggested_in_full(zoo: Callable) -> None:
    """`zoo new plugn`."""
    assert zoo("new", "plugn") == (
        2,
        "",
        "error: no command is called 'plugn'; did you mean zoo new plugin?\n",
    )
    assert zoo("new", "xyzzy") == (2, "", "error: no command is called 'xyzzy'; zoo new --help lists them\n")


def test_writing_a_plugin_imports_nothing_heavy(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor looks at what is installed."""
    monkeypatch.setattr(registries, "installed", lambda: sys.exit("looked"))
    assert zoo("new", "plugin", "zoo-tiny").code == 0

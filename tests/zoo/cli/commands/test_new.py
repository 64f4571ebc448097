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


def contents_of(folder: str) -> dict[str, str]:
    """The content of each file below a folder."""
    paths = [path for path in Path(folder).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def test_a_plugin_is_written_and_its_files_are_listed(zoo: Callable) -> None:
    """The folder has the plugin's name; without a terminal, no next command is suggested."""
    assert zoo("new", "plugin", "zoo-tiny") == (0, SAID, "")
    assert contents_of("zoo-tiny") == files(names_of("zoo-tiny"))
    assert os.listdir() == ["zoo-tiny"]


def test_python_writes_a_plugin_with_a_module(zoo: Callable) -> None:
    """With `--python`, the model is in a module instead of a TOML file."""
    code, out, err = zoo("new", "plugin", "--python", "zoo-tiny")
    assert (code, err, out.splitlines()[0]) == (0, "", "zoo-tiny: 8 files written")
    assert (
        "  pyproject.toml              entry points: models tiny and tiny-branched, optimizer tiny-sgd" in out
    )
    assert contents_of("zoo-tiny") == files(names_of("zoo-tiny"), python=True)


def test_the_next_command_is_suggested_on_a_terminal(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """The suggestion is printed on stderr."""
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
def test_a_usage_error_is_one_sentence_and_nothing_is_written(
    zoo: Callable, arguments: list[str], sentence: str
) -> None:
    """The exit code is 2."""
    assert zoo("new", "plugin", *arguments) == (2, "", f"error: {sentence}\n")
    assert os.listdir() == []


def test_an_existing_folder_is_left_unchanged(zoo: Callable) -> None:
    """The exit code is 1."""
    Path("zoo-tiny").mkdir()
    Path("zoo-tiny/mine.txt").write_text("mine")
    sentence = "zoo-tiny exists; choose another name, or move it away"
    assert zoo("new", "plugin", "zoo-tiny") == (1, "", f"error: {sentence}\n")
    assert contents_of("zoo-tiny") == {"mine.txt": "mine"}


def test_a_name_too_long_for_a_folder_is_a_one_sentence_error(zoo: Callable) -> None:
    """The name is valid, but the folder can't be created: exit code 1, and nothing is left."""
    name = "a" * 300
    sentence = f"{bounded(name)} can't be written: file name too long"
    assert zoo("new", "plugin", name) == (1, "", f"error: {sentence}\n")
    assert os.listdir() == []


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="nothing is closed to root")
def test_a_read_only_folder_is_a_one_sentence_error(zoo: Callable, tmp_path: Path) -> None:
    """The exit code is 1."""
    tmp_path.chmod(0o500)
    said = zoo("new", "plugin", "zoo-tiny")
    tmp_path.chmod(0o700)
    assert said == (1, "", "error: zoo-tiny can't be written: permission denied\n")


def test_new_without_a_command_prints_its_help(zoo: Callable) -> None:
    """The exit code is 0, as for `zoo` alone."""
    code, out, err = zoo("new")
    assert (code, err) == (0, "")
    assert out.startswith("Usage: zoo new [OPTIONS] COMMAND [ARGS]...\n")
    assert "  plugin  Write a distribution with a model and an optimizer.\n" in out


def test_a_command_of_new_is_suggested_in_full(zoo: Callable) -> None:
    """`zoo new plugn` suggests `zoo new plugin`."""
    assert zoo("new", "plugn") == (
        2,
        "",
        "error: no command is called 'plugn'; did you mean zoo new plugin?\n",
    )
    assert zoo("new", "xyzzy") == (2, "", "error: no command is called 'xyzzy'; zoo new --help lists them\n")


def test_new_does_not_discover_plugins(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing a plugin does not need the installed entry points."""
    monkeypatch.setattr(registries, "installed", lambda: sys.exit("looked"))
    assert zoo("new", "plugin", "zoo-tiny").code == 0

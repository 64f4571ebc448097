"""A file or folder of the user's that has the name of our package `registry`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import registry
import zoo.registry

PROGRAM = """\
import sys
{before}
import zoo
try:
    zoo.show("relu-dropuot")
except zoo.RegistryError as error:
    print(error)
print(len(zoo.list_models("relu-*")), type(error := zoo.UnknownName("model", "x")).__mro__[1].__name__)
import registry
print(registry.__file__)
"""
THEIRS = "raise SystemExit('was run')\n"


def said(folder: Path, before: str = "") -> list[str]:
    """What a program in a folder prints."""
    (folder / "program.py").write_text(PROGRAM.format(before=before))
    command = [sys.executable, "program.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return [*done.stdout.splitlines(), *done.stderr.splitlines()]


WORKS = [
    "no model, optimizer, dataset or weights is called 'relu-dropuot'; did you mean relu-dropout?",
    "2 UnknownName",
]


def test_by_its_own_name_it_is_one_package(tmp_path: Path) -> None:
    """What a plugin imports from `registry` is what `zoo` uses."""
    assert all(getattr(zoo.registry, name) is getattr(registry, name) for name in registry.__all__)
    assert zoo.registry.__all__ == registry.__all__
    assert said(tmp_path) == [*WORKS, registry.__file__]


@pytest.mark.parametrize("file", ["registry.py", "registry/__init__.py"])
def test_a_file_in_the_way_is_left_alone(tmp_path: Path, file: str) -> None:
    """It is not run by `import zoo`, and `import registry` is the user's own."""
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(THEIRS)
    assert said(tmp_path) == [*WORKS, "was run"]


def test_a_file_that_was_imported_before_is_left_alone(tmp_path: Path) -> None:
    """Both work side by side."""
    (tmp_path / "registry.py").write_text("mine = 1\n")
    assert said(tmp_path, "import registry") == [*WORKS, str(tmp_path / "registry.py")]


def test_a_folder_that_is_no_package_is_not_in_the_way(tmp_path: Path) -> None:
    """As one with data."""
    (tmp_path / "registry").mkdir()
    assert said(tmp_path) == [*WORKS, registry.__file__]


def test_the_same_package_by_another_path_is_the_same(tmp_path: Path) -> None:
    """A link to its folder on `sys.path` is no other package."""
    (tmp_path / "link").symlink_to(Path(registry.__file__).parent.parent)
    text = "import registry, zoo.registry; print(zoo.registry.Entry is registry.Entry)"
    command = [sys.executable, "-c", text]
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "link")}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True\n", "")


@pytest.mark.parametrize("file", ["registry.py", "json.py"])
def test_python_m_zoo_is_not_disturbed(tmp_path: Path, file: str) -> None:
    """The current folder is not searched for modules."""
    (tmp_path / file).write_text(THEIRS)
    command = [sys.executable, "-m", "zoo", "list", "--json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

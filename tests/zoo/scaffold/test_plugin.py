"""A plugin's files, and that they work as a plugin."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

import zoo
from zoo.scaffold.names import names_of
from zoo.scaffold.plugin import files, qualified, remarks
from zoo.system.output import write_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PYPROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "zoo-tiny"
version = "0.1.0"
description = "Models for Kerazoo"
readme = "README.md"
requires-python = ">=3.11"
dependencies = ["kerazoo>=0.1.0"]

[project.optional-dependencies]
test = ["pytest>=8.3"]

[project.entry-points."zoo.models"]
tiny = "zoo_tiny:tiny.toml"

[project.entry-points."zoo.optimizers"]
tiny-sgd = "zoo_tiny:tiny-sgd.toml"

[tool.hatch.build.targets.wheel]
packages = ["zoo_tiny"]

[tool.hatch.build.targets.sdist]
exclude = ["/runs"]

[tool.pytest.ini_options]
testpaths = ["tests"]
# Raised by Keras with NumPy 2; users can't avoid it.
filterwarnings = ["ignore:__array__ implementation:DeprecationWarning"]
"""
MODEL = """\
kerazoo = 1
kind = "model"
summary = "One ReLU hidden layer of 16 units"

[[layers]]
type = "Flatten"

[[layers]]
type = "Dense"
name = "hidden"
units = 16
activation = "relu"

[[layers]]
type = "Head"
"""
OPTIMIZER = """\
kerazoo = 1
kind = "optimizer"
summary = "SGD with momentum 0.9, learning rate 0.05"
type = "SGD"
learning_rate = 0.05
momentum = 0.9
"""
BOTH = pytest.mark.parametrize("python", [False, True], ids=["declared", "coded"])


def installed(install: Callable[..., Path], *, python: bool) -> Path:
    """Put a new plugin on `sys.path`, with the metadata of an installer."""
    written = files(names_of("zoo-tiny"), python=python)
    entries = tomllib.loads(written["pyproject.toml"])["project"]["entry-points"]
    lines = [
        line
        for group, targets in entries.items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in targets.items()))
    ]
    site = install("zoo-tiny", "\n".join(lines) + "\n")
    for name, content in written.items():
        if name.startswith("zoo_tiny/"):
            (site / name).parent.mkdir(exist_ok=True)
            (site / name).write_text(content, "utf-8")
    return site


def test_files_of_a_plugin_without_code() -> None:
    """The declarations are complete, and the only Python module is a docstring."""
    written = files(names_of("zoo-tiny"))
    assert list(written) == [
        "pyproject.toml",
        "zoo_tiny/tiny.toml",
        "zoo_tiny/tiny-sgd.toml",
        "zoo_tiny/__init__.py",
        "zoo_tiny/py.typed",
        "tests/test_conformance.py",
        "README.md",
        ".github/workflows/test.yml",
    ]
    assert written["pyproject.toml"] == PYPROJECT
    assert written["zoo_tiny/tiny.toml"] == MODEL
    assert written["zoo_tiny/tiny-sgd.toml"] == OPTIMIZER
    assert written["zoo_tiny/__init__.py"] == '"""Models for Kerazoo."""\n'
    assert written["zoo_tiny/py.typed"] == ""
    assert "python-version: ${{ matrix.python }}\n" in written[".github/workflows/test.yml"]


def test_files_of_a_plugin_in_python() -> None:
    """Its models are values in a module; the optimizer is a declaration."""
    written = files(names_of("zoo-tiny"), python=True)
    assert [path for path in written if path.startswith("zoo_tiny/")] == [
        "zoo_tiny/models.py",
        "zoo_tiny/tiny-sgd.toml",
        "zoo_tiny/__init__.py",
        "zoo_tiny/py.typed",
    ]
    assert tomllib.loads(written["pyproject.toml"])["project"]["entry-points"] == {
        "zoo.models": {"tiny": "zoo_tiny.models:TINY", "tiny-branched": "zoo_tiny.models:TINY_BRANCHED"},
        "zoo.optimizers": {"tiny-sgd": "zoo_tiny:tiny-sgd.toml"},
    }


@BOTH
def test_every_file_has_a_remark_and_no_placeholder(python: bool) -> None:  # noqa: FBT001 - a parameter
    """No path, remark or file contains a placeholder."""
    names = names_of("zoo-tiny")
    written, said = files(names, python=python), remarks(names, python=python)
    assert list(said) == list(written)
    texts = [*written, *said.values(), *written.values()]
    assert [text for text in texts if "$" in text.replace("${{ matrix.python }}", "")] == []
    assert all(
        f'"{each}"' in written["tests/test_conformance.py"] for each in qualified(names, python=python)
    )
    assert all(
        f"`{each.partition(':')[2]}`" in written["README.md"] for each in qualified(names, python=python)
    )


@BOTH
def test_a_new_plugin_is_registered(install: Callable[..., Path], python: bool) -> None:  # noqa: FBT001 - a parameter
    """Its models and its optimizer can be shown, in both forms."""
    installed(install, python=python)
    assert zoo.show("zoo-tiny:tiny").to_json()["parameters"] == 784 * 16 + 16 + 16 * 10 + 10
    assert zoo.show("tiny-sgd", settings={}).to_json()["settings"]["momentum"] == 0.9
    assert zoo.list_models("tiny*") == (["tiny", "tiny-branched"] if python else ["tiny"])


def test_a_plugin_without_code_is_used_without_importing_it(install: Callable[..., Path]) -> None:
    """Its package is not imported when its model is shown."""
    installed(install, python=False)
    zoo.show("zoo-tiny:tiny")
    assert "zoo_tiny" not in sys.modules


@pytest.mark.parametrize("classes", [2, 10])
def test_the_builder_supports_any_number_of_classes(install: Callable[..., Path], classes: int) -> None:
    """It has one unit for two classes, otherwise one for each class."""
    installed(install, python=True)
    built = zoo.build("zoo-tiny:tiny-branched", input_shape=(4,), classes=classes)
    assert built.output_shape == (None, 1 if classes == 2 else classes)


@pytest.mark.long
def test_a_new_plugin_can_be_installed_and_passes_its_tests(tmp_path: Path) -> None:
    """One with code, in a separate folder; the guide's test does so with one that is declared."""
    pytest.importorskip("hatchling")
    write_folder(tmp_path / "zoo-tiny", files(names_of("zoo-tiny"), python=True))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--target", str(tmp_path / "site"), str(tmp_path / "zoo-tiny")], check=True)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path / "zoo-tiny",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr

"""A plugin's files as plain data."""

from __future__ import annotations

from importlib.resources import files as resources
from string import Template
from typing import TYPE_CHECKING

from zoo.schema.value import Value, frozen

if TYPE_CHECKING:
    from zoo.scaffold.names import Names


@frozen
class File(Value):
    """One file of a plugin: its path, its template and a short remark."""

    path: str
    template: str | None
    remark: str = ""


DECLARED = (
    File("pyproject.toml", "declared.toml", "entry points: model $model, optimizer $model-sgd"),
    File("$package/$model.toml", "model.toml", "the model, as zoo show prints it with --toml"),
    File("$package/$model-sgd.toml", "optimizer.toml", "the optimizer"),
    File("$package/__init__.py", "package.py"),
    File("$package/py.typed", None),
    File("tests/test_conformance.py", "test.py", "the kit's checks, one test each"),
    File("README.md", "declared.md"),
    File(".github/workflows/test.yml", "workflow.yml", "runs the tests on every push"),
)
CODED = (
    File(
        "pyproject.toml",
        "coded.toml",
        "entry points: models $model and $model-branched, optimizer $model-sgd",
    ),
    File("$package/models.py", "models.py", "a model of layers, and one that a function builds"),
    *(file for file in DECLARED[2:] if file.path != "README.md"),
    File("README.md", "coded.md"),
)
"""The files with --python: the models are Python values."""


def files(names: Names, *, python: bool = False) -> dict[str, str]:
    """The content of every file of a plugin, by its path in the plugin's folder."""
    words = _words(names, python=python)
    return {
        _filled(file.path, words): filled_template(file.template, words) if file.template else ""
        for file in (CODED if python else DECLARED)
    }


def remarks(names: Names, *, python: bool = False) -> dict[str, str]:
    """A remark on every file; empty where the path is clear enough."""
    words = _words(names, python=python)
    return {
        _filled(file.path, words): _filled(file.remark, words) for file in (CODED if python else DECLARED)
    }


def qualified(names: Names, *, python: bool = False) -> tuple[str, ...]:
    """The qualified names of everything that a plugin declares, its first model first."""
    first = f"{names.qualifier}:{names.model}"
    return (first, *((f"{first}-branched",) if python else ()), f"{first}-sgd")


def _words(names: Names, *, python: bool) -> dict[str, str]:
    """The values of a template's placeholders."""
    return {
        "distribution": names.distribution,
        "qualifier": names.qualifier,
        "package": names.package,
        "model": names.model,
        "constant": names.constant,
        "names": ", ".join(f'"{name}"' for name in qualified(names, python=python)),
    }


def filled_template(name: str, words: dict[str, str]) -> str:
    """A template with values for its placeholders."""
    # The suffix .template keeps tools from treating these as Python, TOML or workflow files.
    path = resources("zoo.scaffold") / "templates" / f"{name}.template"
    return _filled(path.read_text(encoding="utf-8"), words)


def _filled(text: str, words: dict[str, str]) -> str:
    return Template(text).substitute(words)

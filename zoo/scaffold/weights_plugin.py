"""The files of a distribution with weights: a new one, or changes to an existing one."""

from __future__ import annotations

import tomllib
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.errors import UsageError, ZooError
from zoo.registry import normalized
from zoo.scaffold.names import names_of
from zoo.scaffold.plugin import filled_template
from zoo.scaffold.pyproject import GROUP, with_entries
from zoo.schema import toml
from zoo.system import regular
from zoo.weights.file import read_spec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zoo.specs.weights import WeightsSpec

PYPROJECT, README, TESTS = "pyproject.toml", "README.md", "tests/test_weights.py"
FOLDER = "weights"
"""The folder in a package that has the weights."""
BEGIN, END = "<!-- weights -->", "<!-- end of weights -->"
"""Around the table of weights in the README of a distribution that we wrote."""


class Target(NamedTuple):
    """A distribution that gets weights: its folder, its name, the prefix of its names, and its package.

    `texts` has the content of pyproject.toml and README.md; `is_new` whether the folder is to be made.
    `source` is the folder of the package's parent, relative to `path`: `src`, or empty.
    """

    path: Path
    distribution: str
    qualifier: str
    package: str
    texts: dict[str, str]
    is_new: bool
    source: str = ""


def target_of(path: Path, licence: str, first: str) -> Target:
    """The distribution in a folder, or a new one; `first` are the first of its weights.

    Raises:
        UsageError: The folder has no distribution that weights can be added to.
    """
    if path.is_dir() and any(path.iterdir()):
        return _existing(path)
    names = names_of(path.resolve().name)
    words = {"distribution": names.distribution, "qualifier": names.qualifier, "package": names.package}
    words |= {"licence": licence, "first": first}
    texts = {PYPROJECT: filled_template("weights.toml", words), README: filled_template("weights.md", words)}
    return Target(path, names.distribution, names.qualifier, names.package, texts, is_new=True)


def place_of(name: str) -> str:
    """The folder of named weights in their package: a text model has its vocabulary in it."""
    return f"{FOLDER}/{normalized(name)}"


def files(
    target: Target, weights: Mapping[str, WeightsSpec], beside: Mapping[str, bytes], needed: Mapping[str, str]
) -> dict[str, bytes]:
    """The files that are new or changed, by their path in the folder of the distribution.

    Args:
        target: The distribution.
        weights: The declarations by name.
        beside: Other files by their path in the package.
        needed: The distributions that the weights need, with their versions.

    Raises:
        UsageError: The weights can't be added to pyproject.toml.
    """
    root = f"{target.source}/{target.package}" if target.source else target.package
    found = {f"{root}/{path}": content for path, content in beside.items()}
    for name, spec in weights.items():
        declared = toml.dumps(FOLDER, spec.to_table())
        found[f"{root}/{place_of(name)}/{name}.toml"] = declared.encode()
    if target.is_new:
        found[f"{root}/__init__.py"] = b'"""Weights for Kerazoo."""\n'
        found[f"{root}/py.typed"] = b""
    if not (target.path / TESTS).exists():
        words = {"distribution": target.distribution, "qualifier": target.qualifier}
        found[TESTS] = filled_template("weights.py", words).encode()
    entries = {name: f"{target.package}:{place_of(name)}/{name}.toml" for name in weights}
    own = {each: its for each, its in needed.items() if normalized(each) != target.qualifier}
    project = with_entries(
        target.texts[PYPROJECT],
        target.path / PYPROJECT,
        target.package,
        entries,
        {"kerazoo": version("kerazoo"), **own},
    )
    readme = _with_table(target, project, weights)
    if readme != (target.texts.get(README) if not target.is_new else None):
        found[README] = readme.encode()
    return found | {PYPROJECT: project.encode()}


def _existing(path: Path) -> Target:
    texts = {}
    for file in (PYPROJECT, README):
        try:
            texts[file] = regular.read_text(path / file)
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8"
            raise ZooError(f"{path / file} can't be read: {reason.lower()}") from None
    if PYPROJECT not in texts:
        raise UsageError(f"{path} has no {PYPROJECT}; wanted the folder of a distribution, or a new one")
    try:
        table = tomllib.loads(texts[PYPROJECT])
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path / PYPROJECT} is not TOML: {error}") from None
    project = table.get("project")
    project = project if isinstance(project, dict) else {}
    name = project.get("name", "")
    if not isinstance(name, str) or not name:
        raise UsageError(f"{path / PYPROJECT} has no name in [project]; wanted that of a distribution")
    candidates = [value.partition(":")[0].partition(".")[0] for value in _values(project)]
    for source in ("", "src"):
        for package in (*candidates, normalized(name).replace("-", "_")):
            if package and (path / source / package).is_dir():
                return Target(path, name, normalized(name), package, texts, is_new=False, source=source)
    wanted = f"wanted {normalized(name).replace('-', '_')}/, or src/"
    raise UsageError(f"{path} has no folder with the package of {name}; {wanted}")


def _values(project: Mapping[str, Any]) -> list[str]:
    """The objects that entry points name."""
    groups = project.get("entry-points", {})
    groups = groups.values() if isinstance(groups, dict) else ()
    return [str(value) for group in groups if isinstance(group, dict) for value in group.values()]


def _with_table(target: Target, project: str, weights: Mapping[str, WeightsSpec]) -> str:
    """The README with a row for each of the weights, if it is one of ours; otherwise as it is."""
    text = target.texts.get(README, "")
    if BEGIN not in text or END not in text:
        return text
    rows = ["", "", "| Name | Weights | Trained on | Metric | Licence |", "| --- | --- | --- | --- | --- |"]
    for name, value in tomllib.loads(project)["project"]["entry-points"][GROUP].items():
        spec = weights.get(name)
        if spec is None:
            package, _, inside = value.partition(":")
            path = target.path / target.source / package.replace(".", "/") / inside
            spec = read_spec(path)
        split, metric, figure = spec.metric or ("", "", 0.0)
        known = f"{metric} {figure:.4f} on {split}"
        rows.append(f"| `{name}` | {spec.summary} | {spec.dataset} | {known} | {spec.licence} |")
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + "\n".join([*rows, "", END]) + rest.partition(END)[2]

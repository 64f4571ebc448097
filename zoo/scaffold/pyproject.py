"""Entry points of weights in a pyproject.toml that may be somebody's own."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from zoo.errors import UsageError
from zoo.registry import normalized

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

GROUP = "zoo.weights"
SETUPTOOLS, DATA = "setuptools", "weights/*/*"
"""The build backend by default, and the pattern of our files in its table of data files."""


def with_entries(
    text: str, where: Path, package: str, entries: Mapping[str, str], needed: Mapping[str, str]
) -> str:
    """The text of pyproject.toml with entry points and dependencies; its comments and order stay.

    Args:
        text: Its text.
        where: Its path, for messages.
        package: The package that has the data files.
        entries: The entry points of weights.
        needed: The distributions that they need, with their versions.

    Returns:
        The new text.

    Raises:
        UsageError: The table is dynamic, or can't be changed.
    """
    wanted = tomllib.loads(text)
    project = wanted["project"]
    fixed = {"entry-points", "dependencies"} & {*project.get("dynamic", ())}
    if fixed:
        raise UsageError(f"{where} has dynamic {fixed.pop()}; wanted them in [project]")
    groups = project.setdefault("entry-points", {})
    for name in [each for each in groups.get(GROUP, {}) if normalized(each) in map(normalized, entries)]:
        del groups[GROUP][name]
    groups.setdefault(GROUP, {}).update(entries)
    known = {normalized(_bare(each)) for each in project.get("dependencies", ())}
    more = [f"{each}>={its}" for each, its in needed.items() if normalized(each) not in known]
    project["dependencies"] = [*project.get("dependencies", ()), *more]
    packed = _packed(wanted, package)
    try:
        changed = _edited(text, entries, groups[GROUP], more, {package: packed} if packed else {})
        is_right = tomllib.loads(changed) == wanted
    except (TOMLKitError, KeyError, TypeError, ValueError, AttributeError):
        is_right = False
    if not is_right:
        rows = [(name, value) for name, value in entries.items()]
        raise UsageError(
            f'{where} can\'t be changed; add a table [project.entry-points."{GROUP}"] first', rows
        )
    return changed


def _edited(
    text: str,
    entries: Mapping[str, str],
    group: Mapping[str, str],
    needed: list[str],
    packed: Mapping[str, list[str]],
) -> str:
    """The text of pyproject.toml with these additions, and without entry points that are not in `group`."""
    document = tomlkit.parse(text)
    project: Any = document["project"]
    if needed:
        project.setdefault("dependencies", tomlkit.array())
        project["dependencies"].extend(needed)
    is_new = GROUP not in project.get("entry-points", {})
    table = _table(project, "entry-points", GROUP)
    for name in [each for each in table if each not in group]:
        del table[name]
    table.update(entries)
    if is_new:
        table.add(tomlkit.nl())
    for package, patterns in packed.items():
        _table(document, "tool", "setuptools", "package-data")[package] = patterns
    return tomlkit.dumps(document)


def _packed(wanted: dict[str, Any], package: str) -> list[str]:
    """The patterns of the package's data files that setuptools needs to be told, also added to `wanted`.

    Other build backends pack all files of a package.
    """
    backend = wanted.get("build-system", {}).get("build-backend", SETUPTOOLS)
    if not str(backend).startswith(SETUPTOOLS):
        return []
    known = wanted.get("tool", {}).get("setuptools", {}).get("package-data", {}).get(package, [])
    if DATA in known:
        return []
    tool = wanted.setdefault("tool", {}).setdefault("setuptools", {})
    tool.setdefault("package-data", {})[package] = [*known, DATA]
    return [*known, DATA]


def _table(document: Any, *keys: str) -> Any:
    """The table at these keys, made if it is missing."""
    for place, key in enumerate(keys, start=1):
        if key not in document:
            document[key] = tomlkit.table(is_super_table=place < len(keys))
        document = document[key]
    return document


def _bare(requirement: str) -> str:
    """The name of a requirement such as "kerazoo>=0.1"."""
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        return Requirement(requirement).name
    except InvalidRequirement:
        return requirement

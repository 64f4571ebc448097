"""Which installed plugin a Python module belongs to, by the entry points that the plugin registers."""

from __future__ import annotations

import importlib
from importlib.metadata import distributions
from typing import TYPE_CHECKING, NamedTuple

from zoo import installed
from zoo.errors import ZooError, shown
from zoo.registry import CallFailed, guarded, normalized

if TYPE_CHECKING:
    from types import ModuleType


class Owner(NamedTuple):
    """A distribution and its version."""

    distribution: str
    version: str


def owner_of(module: str) -> Owner | None:
    """The enabled plugin that has a module, by its entry points or its metadata; None if none has."""
    package = module.partition(".")[0]
    entries = [
        entry for entry in installed.discovery().entries if installed.disabled_by(entry.distribution) is None
    ]
    for entry in entries:
        if entry.value.partition(":")[0].strip().partition(".")[0] == package:
            return Owner(entry.distribution, entry.version)
    plugins = dict.fromkeys(Owner(each.distribution, each.version) for each in entries)
    return next((each for each in plugins if package in _packages_of(each.distribution)), None)


def _packages_of(plugin: str) -> set[str]:
    """The packages and modules that a distribution says it has; otherwise those that its files are in."""
    # Not `distribution(plugin)`, which does not find all spellings of a folder's name.
    found = next(
        (each for each in distributions() if normalized(each.name or "") == normalized(plugin)), None
    )
    if found is None:
        return set()
    named = (found.read_text("top_level.txt") or "").split()
    return set(named) or {file.parts[0].removesuffix(".py") for file in found.files or ()}


def import_of(plugin: str, module: str) -> ModuleType:
    """Import a module of an installed plugin.

    Both names may come from a file: only a module that `owner_of` finds in this distribution is imported.

    Raises:
        ZooError: The distribution is not installed, the module is not its own, or its import fails.
    """
    owner = owner_of(module)
    if owner is None or owner.distribution != plugin:
        raise ZooError(
            f"the module {shown(module)} is not one of the installed plugin {shown(plugin)}; "
            "`zoo plugins` lists what is installed"
        )
    try:
        with guarded():
            return importlib.import_module(module)
    except CallFailed as failed:
        raise ZooError(f"{module} of {plugin} can't be imported: {failed}") from failed.__cause__

"""Our package `registry`, also where a file of that name is in the way.

A user's folder with a `registry.py` comes before ours on `sys.path`. Then `import registry` is theirs, and
the package that was installed beside `zoo` is loaded under another name. `zoo` imports from here only.
"""

# ruff: noqa: TC004 - the names are imported by _ours

from __future__ import annotations

import importlib.util
import os
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    from registry import (
        AmbiguousName,
        CallFailed,
        Discovery,
        Entry,
        Fault,
        Home,
        LoadFailed,
        Registry,
        RegistryError,
        Renamed,
        RenamedWarning,
        ShadowedWarning,
        UnknownName,
        WrongType,
        discover,
        guarded,
        natural,
        nearest,
        normalized,
    )

__all__ = [
    "AmbiguousName",
    "CallFailed",
    "Discovery",
    "Entry",
    "Fault",
    "Home",
    "LoadFailed",
    "Registry",
    "RegistryError",
    "Renamed",
    "RenamedWarning",
    "ShadowedWarning",
    "UnknownName",
    "WrongType",
    "discover",
    "guarded",
    "natural",
    "nearest",
    "normalized",
]
NAME, PRIVATE = "registry", "zoo._registry"


def _ours() -> ModuleType:
    """The package beside `zoo`, by its usual name if that is free."""
    ours = PathFinder.find_spec(NAME, [str(Path(__file__).parent.parent)])
    if ours is None or _file(ours) == _file(_imported()):
        return importlib.import_module(NAME)
    private = importlib.util.spec_from_file_location(
        PRIVATE, ours.origin, submodule_search_locations=ours.submodule_search_locations
    )
    assert private is not None
    assert private.loader is not None
    module = sys.modules[PRIVATE] = importlib.util.module_from_spec(private)
    private.loader.exec_module(module)
    return module


def _imported() -> ModuleSpec | None:
    """What `import registry` gives; nothing is imported."""
    try:
        return importlib.util.find_spec(NAME)
    except ValueError:  # a module without a file
        return None


def _file(spec: ModuleSpec | None) -> str | None:
    return os.path.realpath(spec.origin) if spec and spec.origin else None


if not TYPE_CHECKING:
    _package = _ours()
    globals().update({name: getattr(_package, name) for name in __all__})

"""The command `zoo`, found by a name that no file of a user's has.

A `zoo.py` in a folder of `PYTHONPATH` comes before ours. It is not imported, and the message names it.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from importlib.util import find_spec
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec


def main() -> NoReturn:
    """Run the command, and end the process."""
    found = find_spec("zoo")
    if _inside(_inside(found, "cli"), "commands") is None:
        where = (found and found.origin) or "a folder"
        sys.exit(f"error: {where} is in the way of Kerazoo's package zoo; rename it, or change PYTHONPATH")
    from zoo.cli import main as run

    run()


def _inside(package: ModuleSpec | None, name: str) -> ModuleSpec | None:
    """A module of a package, also in a ZIP file; nothing is imported."""
    places = package.submodule_search_locations if package else None
    return PathFinder.find_spec(name, [*places]) if places else None

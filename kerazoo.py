"""The command `zoo`, found by a name that no file of a user's has.

A `zoo.py` in a folder of `PYTHONPATH` comes before ours. It is not imported, and the message names it.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn


def main() -> NoReturn:
    """Run the command, and end the process."""
    found = find_spec("zoo")
    places = (found.submodule_search_locations if found else None) or []
    if not any(Path(place, "cli", "commands").is_dir() for place in places):
        where = (found and found.origin) or "a folder"
        sys.exit(f"error: {where} is in the way of Kerazoo's package zoo; rename it, or change PYTHONPATH")
    from zoo.cli import main as run

    run()

"""A file that does not exist, and the one in its folder that was probably meant."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

from zoo.registry import nearest

MOST = 1_000
"""So many names of a folder are compared; a folder may have a million."""


def did_you_mean(path: str | Path) -> str:
    """The end of a message about a missing path: "; did you mean flowers.csv?", or nothing.

    Names with the same ending are compared without it, since it makes all of them similar. A name that
    differs only in its ending is near, too.
    """
    path = Path(path)
    try:
        with os.scandir(path.parent) as entries:
            there = [Path(entry.name) for entry in islice(entries, MOST)]
    except (OSError, ValueError):  # ValueError: a null character
        return ""
    alike = {each.stem: each for each in there if each.suffix.lower() == path.suffix.lower()}
    stem = nearest(path.stem, sorted(alike))
    near = alike[stem] if stem else next((each for each in there if each.stem == path.stem), None)
    return f"; did you mean {path.with_name(near.name)}?" if near and path.name else ""

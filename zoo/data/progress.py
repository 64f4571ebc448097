"""The progress of what takes long with large data."""

from __future__ import annotations

from typing import NamedTuple


class Encoding(NamedTuple):
    """Progress: `done` of `rows` are encoded, into a file of `size` bytes."""

    name: str
    size: int
    done: int
    rows: int

"""Download a file with weights into Kerazoo's cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import ZooError

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.specs.weights import WeightsFile


def downloaded(file: WeightsFile) -> Path:
    """The path of the file in the cache, downloaded if it is not there."""
    raise ZooError(f"{file.url} can't be downloaded yet")

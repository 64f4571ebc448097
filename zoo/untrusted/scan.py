"""Check the whole file, and return its description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zoo.errors import shorten
from zoo.untrusted import described
from zoo.untrusted.archive import CONFIG, METADATA, Archive
from zoo.untrusted.check import checked
from zoo.untrusted.refusal import NotLoaded, Refused

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, eq=False)
class Checked:
    """A checked file: its name and its checked description."""

    name: str
    description: dict[str, Any]


def scan(path: Path, weights: Path) -> Checked:
    """Check a `.keras` file, and unpack its weights into the file `weights`.

    No code of it is run, and only `weights` is written; the weights themselves are not checked. Raises
    NotLoaded if it is not a valid Keras file, or names something that could run code.
    """
    name = shorten(path.name)
    try:
        with Archive.open(path) as archive:
            described.read(METADATA, archive.read(METADATA))
            description = checked(described.read(CONFIG, archive.read(CONFIG)), archive.weights)
            archive.unpack_weights(weights)
    except Refused as refused:
        raise NotLoaded(name, str(refused)) from None
    except OSError as error:
        raise NotLoaded(name, f"it can't be read: {(error.strerror or str(error)).lower()}") from None
    return Checked(name, description)

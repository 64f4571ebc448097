"""The files of named weights as values: beside the declaration, or at an address."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
import re
from pathlib import PurePosixPath
from typing import Annotated, Any

from zoo.schema.composite import Optional
from zoo.schema.declaration import Table
from zoo.schema.fields import Integer, Text, WrongValue
from zoo.schema.value import Value, frozen
from zoo.specs.digest import Digest

MOST_BYTES = 2**40
"""The most bytes of a file with weights."""
SPLITS = ("test", "validation")
"""The splits whose metrics are listed: the first that is there."""


@frozen
class Inside(Value):
    """The path of a file beside the declaration or below its folder."""

    wanted: str = "the path of a file beside this one"

    def read(self, value: Any) -> str:
        """The path, or WrongValue."""
        path = PurePosixPath(Text().read(value))
        if not path.name or path.is_absolute() or ".." in path.parts:
            raise WrongValue("is outside the folder", self.wanted)
        return str(path)


@frozen
class Address(Value):
    """The address of a file on the web."""

    wanted: str = "an address that begins with https://"

    def read(self, value: Any) -> str:
        """The address, or WrongValue."""
        text = Text().read(value)
        if not re.fullmatch(r"https?://[^\s/]+/\S*", text):
            raise WrongValue("is not an address", self.wanted)
        return text


@frozen
class WeightsFile(Value):
    """A file with weights, in the format safetensors.

    `path` is beside the declaration, or `url` is where the file can be downloaded. `size` is in bytes,
    `digest` the SHA-256 of the content.
    """

    size: Annotated[int, Integer(8, MOST_BYTES)]
    digest: Annotated[str, Digest()]
    path: Annotated[str | None, Optional(Inside())] = None
    url: Annotated[str | None, Optional(Address())] = None


@frozen
class CheckpointFile(Value):
    """A file with the complete state of the training after an epoch, from which an audit can begin."""

    epoch: Annotated[int, Integer(1)]
    file: Annotated[WeightsFile, Table(WeightsFile)]

"""The weights that a training begins from, by their source and digest."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from typing import Annotated

from zoo.schema.composite import Optional
from zoo.schema.fields import Boolean, OneOf, Text
from zoo.schema.value import Value, frozen
from zoo.specs.digest import Digest

RUN, WEIGHTS, FILE, APPLICATION = KINDS = ("run", "weights", "file", "application")


@frozen
class Start(Value):
    """The weights that a training begins from.

    `source` is the id of a run, the name of weights or of a model of Keras Applications, or the name of a
    file; `path` is where it was found. `digest` is that of the weights, or of the whole file. With `partial`,
    weights that do not fit the model are left out.
    """

    source: Annotated[str, Text()]
    kind: Annotated[str, OneOf(KINDS)]
    digest: Annotated[str, Digest()]
    path: Annotated[str | None, Optional(Text())] = None
    partial: Annotated[bool, Boolean()] = False

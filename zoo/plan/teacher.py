"""The teacher of a distillation: a trained model whose outputs a training learns from, beside the labels."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from typing import Annotated

from zoo.plan.start import RUN, WEIGHTS
from zoo.schema.composite import Optional
from zoo.schema.fields import OneOf, Text
from zoo.schema.value import Value, frozen
from zoo.specs.digest import Digest

TEMPERATURE, WEIGHT = 4.0, 0.9
"""The defaults: of the softmax, and of the teacher's share of the loss."""
PATH = "teacher"


@frozen
class Teacher(Value):
    """The run or the named weights that teach.

    `source` is the id of a run or the name of weights, `path` where it was found. `digest` is that of the
    weights.
    """

    source: Annotated[str, Text()]
    kind: Annotated[str, OneOf((RUN, WEIGHTS))]
    digest: Annotated[str, Digest()]
    path: Annotated[str | None, Optional(Text())] = None

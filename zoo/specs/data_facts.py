"""What was found when a dataset was loaded: enough to know it again, and to scale it in the same way."""

# Annotations are read at run time here, so they can't be strings: no `from __future__`.
import re
from collections.abc import Iterator
from math import prod
from typing import Annotated, Any

from zoo.errors import Problem, shown
from zoo.schema.declaration import Many, Table
from zoo.schema.fields import Boolean, Number, WrongValue
from zoo.schema.value import Value, frozen
from zoo.specs.dataset import DatasetSpec


@frozen
class Digest(Value):
    """A SHA-256 as it stands in files."""

    wanted: str = "sha256: and 64 digits 0 to f"

    def read(self, value: Any) -> str:
        """The digest, or WrongValue."""
        if not isinstance(value, str) or not re.fullmatch(r"sha256:[0-9a-f]{64}", value):
            raise WrongValue("is no digest", self.wanted)
        return value


Positive = Annotated[float, Number(0, above=True)]
Means = Annotated[tuple[float, ...], Many(Number())]
Deviations = Annotated[tuple[float, ...], Many(Number(0, above=True))]


@frozen
class Scaling(Value):
    """The numbers that a dataset is scaled with, fitted on its training part.

    Inputs: `x · factor` for images, `(x - mean) / scale` for rows, one number a column. Targets of
    a regression: `(y - target_mean) / target_scale`. What a dataset has no use for is 1 or empty;
    the other numbers have no default, so that none is taken for one that a plan has lost.
    """

    factor: Positive
    target_scale: Positive
    mean: Means = ()
    scale: Deviations = ()
    target_mean: Means = ()


@frozen
class Pixels(Value):
    """What training images have in common, so that pictures can be made like them.

    `white` is the value of a white pixel, `border` the mean of the outermost pixels as a part of
    it, `whole` whether all values are whole numbers.
    """

    white: Positive
    border: Annotated[float, Number(0, 1)]
    whole: Annotated[bool, Boolean()]


@frozen
class DataFacts(Value):
    """The digest of all the data, its scaling, and where it is images, what they look like."""

    digest: Annotated[str, Digest()]
    scaling: Annotated[Scaling, Table(Scaling)]
    pixels: Annotated[Pixels | None, Table(Pixels)] = None


def misfits(scaling: Scaling, dataset: DatasetSpec, name: str) -> Iterator[Problem]:
    """What in a plan's scaling can't be that dataset's, whose `name` is for messages."""
    rows, regression = dataset.scaling == "standardize", dataset.task.kind == "regression"
    columns = prod(dataset.input_shape) if rows else 0
    targets = dataset.task.outputs if regression else 0
    for key, wanted in (("mean", columns), ("scale", columns), ("target_mean", targets)):
        found = len(getattr(scaling, key))
        if found != wanted:
            yield Problem(f"data.scaling.{key}", _numbers(found), f"wanted {_numbers(wanted)} for {name}")
    for key, used in (("factor", not rows), ("target_scale", regression)):
        value = getattr(scaling, key)
        if value != 1 and not used:
            yield Problem(f"data.scaling.{key}", shown(value), f"wanted 1.0 for {name}")


def _numbers(many: int) -> str:
    return f"{many or 'no'} number{'' if many == 1 else 's'}"

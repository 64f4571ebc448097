"""Facts found when a dataset is loaded: its digest, its scaling, and how its images are encoded."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
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
    """A SHA-256 digest as text."""

    wanted: str = "sha256: and 64 hexadecimal digits"

    def read(self, value: Any) -> str:
        """The digest, or WrongValue."""
        if not isinstance(value, str) or not re.fullmatch(r"sha256:[0-9a-f]{64}", value):
            raise WrongValue("is not a digest", self.wanted)
        return value


Positive = Annotated[float, Number(0, above=True)]
Means = Annotated[tuple[float, ...], Many(Number())]
Deviations = Annotated[tuple[float, ...], Many(Number(0, above=True))]


@frozen
class Scaling(Value):
    """The numbers that a dataset is scaled with, fitted on its training part.

    Inputs are scaled as `x · factor` for images, and `(x - mean) / scale` for rows, with one number for each
    column. Targets of a regression are scaled as `(y - target_mean) / target_scale`. Numbers that do not
    apply to a dataset are 1 or empty. `factor` and `target_scale` have no default, so a plan without them is
    rejected.
    """

    factor: Positive
    target_scale: Positive
    mean: Means = ()
    scale: Deviations = ()
    target_mean: Means = ()


@frozen
class Pixels(Value):
    """Properties of the training images, so that image files can be converted in the same way.

    `white` is the value of a white pixel, `border` the mean of the outermost pixels divided by `white`,
    `whole` whether all values are integers.
    """

    white: Positive
    border: Annotated[float, Number(0, 1)]
    whole: Annotated[bool, Boolean()]


@frozen
class DataFacts(Value):
    """The digest of the data, its scaling, and for images their pixel values."""

    digest: Annotated[str, Digest()]
    scaling: Annotated[Scaling, Table(Scaling)]
    pixels: Annotated[Pixels | None, Table(Pixels)] = None


def misfits(scaling: Scaling, dataset: DatasetSpec, name: str) -> Iterator[Problem]:
    """The errors of a plan's scaling that does not fit the dataset; `name` is for messages."""
    rows, has_units = dataset.scaling == "standardize", dataset.task.has_units
    columns = prod(dataset.input_shape) if rows else 0
    targets = dataset.task.means
    for key, wanted in (("mean", columns), ("scale", columns), ("target_mean", targets)):
        found = len(getattr(scaling, key))
        if found != wanted:
            yield Problem(f"data.scaling.{key}", _numbers(found), f"wanted {_numbers(wanted)} for {name}")
    for key, used in (("factor", not rows), ("target_scale", has_units)):
        value = getattr(scaling, key)
        if value != 1 and not used:
            yield Problem(f"data.scaling.{key}", shown(value), f"wanted 1.0 for {name}")


def _numbers(many: int) -> str:
    return f"{many or 'no'} number{'' if many == 1 else 's'}"

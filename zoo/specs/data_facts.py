"""Facts found when a dataset is loaded: its digest, its scaling, and how its images are encoded."""

# Annotations are read at run time, so they must not be strings: no `from __future__ import annotations`.
from collections.abc import Iterator
from math import prod
from typing import Annotated

from zoo.errors import Problem, shown
from zoo.schema.declaration import Many, Table
from zoo.schema.fields import Boolean, Number
from zoo.schema.value import Value, frozen
from zoo.specs.data_file import STANDARDIZED
from zoo.specs.dataset import DatasetSpec
from zoo.specs.digest import Digest

Positive = Annotated[float, Number(0, above=True)]
Means = Annotated[tuple[float, ...], Many(Number())]
Deviations = Annotated[tuple[float, ...], Many(Number(0, above=True))]


@frozen
class Scaling(Value):
    """The numbers that a dataset is scaled with, fitted on its training part.

    Inputs are scaled as `x · factor` for images, and `(x - mean) / scale` for rows, with one number for each
    column, and for sequences, with one for each feature. Targets of a regression are scaled as
    `(y - target_mean) / target_scale`. Numbers that do not apply to a dataset are 1 or empty. `factor` and
    `target_scale` have no default, so a plan without them is rejected. `tokens` says that inputs are tokens,
    which are not scaled.
    """

    factor: Positive
    target_scale: Positive
    mean: Means = ()
    scale: Deviations = ()
    target_mean: Means = ()
    tokens: Annotated[bool, Boolean()] = False


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
    rows, has_units = dataset.scaling in STANDARDIZED, dataset.task.has_units
    shape = dataset.input_shape[-1:] if dataset.scaling == "features" else dataset.input_shape
    columns = prod(shape) if rows else 0
    targets = dataset.task.means
    for key, wanted in (("mean", columns), ("scale", columns), ("target_mean", targets)):
        found = len(getattr(scaling, key))
        if found != wanted:
            yield Problem(f"data.scaling.{key}", _numbers(found), f"wanted {_numbers(wanted)} for {name}")
    tokens = dataset.scaling == "tokens"
    if scaling.tokens != tokens:
        yield Problem("data.scaling.tokens", shown(scaling.tokens), f"wanted {shown(tokens)} for {name}")
    for key, used in (("factor", not rows and not tokens), ("target_scale", has_units)):
        value = getattr(scaling, key)
        if value != 1 and not used:
            yield Problem(f"data.scaling.{key}", shown(value), f"wanted 1.0 for {name}")


def _numbers(many: int) -> str:
    return f"{many or 'no'} number{'' if many == 1 else 's'}"

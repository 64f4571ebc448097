"""Datasets as values: what there is to learn, and how to come by the data."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Literal, NamedTuple

from zoo.compound import Optional
from zoo.declaration import read
from zoo.errors import DeclarationError, Problem
from zoo.settings import Number, OneOf, Shape, Text, Whole, shown
from zoo.value import Value, frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np


@frozen
class Task(Value):
    """What a model has to answer.

    `outputs` is the number of classes, or of target numbers in a regression. `labels` says how
    classes are written: as integers, or one-hot.
    """

    kind: Literal["classification", "regression"]
    outputs: int
    labels: Literal["integer", "one-hot"] = "integer"

    def __post_init__(self) -> None:
        """Read every setting as its kind does."""
        problems: list[Problem] = []
        kind = read(OneOf(("classification", "regression")), self.kind, "kind", problems)
        fewest = 2 if not problems and kind == "classification" else 1
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "outputs", read(Whole(fewest), self.outputs, "outputs", problems))
        labels = read(OneOf(("integer", "one-hot")), self.labels, "labels", problems)
        object.__setattr__(self, "labels", labels)
        if problems:
            raise DeclarationError("a task", problems)

    def __str__(self) -> str:
        """As in "10 classes"."""
        if self.kind == "classification":
            return f"{self.outputs:,} classes"
        return "1 target" if self.outputs == 1 else f"{self.outputs:,} targets"


class Split(NamedTuple):
    """Examples and their labels, in the same order.

    `x` has shape (examples, …). `y` has shape (examples,) for integer labels and for one target,
    (examples, outputs) for one-hot labels and for several targets.
    """

    x: np.ndarray
    y: np.ndarray


class Loaded(NamedTuple):
    """What a dataset's `load` returns, as it lies on disk: neither split further nor scaled.

    Without a `test` part, one is split off. `source` says where the data was found.
    """

    train: Split
    test: Split | None
    source: str


PLAIN = {
    "summary": Text(),
    "input_shape": Shape(),
    "scaling": OneOf(("rescale", "standardize")),
    "factor": Number(1e-30, 1e30),
    "noun": Text(),
    "instead": Optional(Text()),
    "caution": Text(),
}

"""What a dataset has beside its task, its names and its function."""


@frozen
class DatasetSpec(Value):
    """A dataset as it is registered under a name; no data is touched before `load` is called.

    `load` takes no arguments, imports what it needs inside, and raises DatasetError where the data
    can't be had. `scaling` is "rescale" for images, which are multiplied by `factor`, or
    "standardize" for rows of numbers, whose columns (and the target of a regression) get mean 0 and
    deviation 1, reckoned on the training part alone; columns of 0 and 1 alone stay as they are.
    """

    summary: str
    task: Task
    input_shape: tuple[int, ...]
    load: Callable[[], Loaded]
    scaling: Literal["rescale", "standardize"] = "standardize"
    factor: float = 1.0
    classes: tuple[str, ...] = ()
    noun: str = "rows"
    instead: str | None = None
    """The dataset to go on with where this one was found nowhere and nobody named it."""
    caution: str = ""
    """A remark beside results on its test part, as "a sample: not to be compared"."""
    features: tuple[str, ...] = ()
    """The names of a row's numbers, by which the columns of a CSV file are found."""

    def __post_init__(self) -> None:
        """Read every setting as its kind does, and refuse what can't be meant, all at once."""
        problems: list[Problem] = []
        for name, kind in PLAIN.items():
            object.__setattr__(self, name, read(kind, getattr(self, name), name, problems))
        if not isinstance(self.task, Task):
            problems.append(Problem("task", shown(self.task), "wanted a zoo.Task"))
        wanted = self.task.outputs if isinstance(self.task, Task) else None
        self._read_names("classes", wanted, problems)
        self._read_names("features", None if problems else prod(self.input_shape), problems)
        if not callable(self.load):
            problems.append(Problem("load", shown(self.load), "wanted a function without arguments"))
        if problems:
            raise DeclarationError("a dataset", problems)

    def _read_names(self, setting: str, many: int | None, problems: list[Problem]) -> None:
        """Read a tuple of names, of which there are none or so many."""
        found = getattr(self, setting)
        if not isinstance(found, (tuple, list)):
            problems.append(Problem(setting, shown(found), "wanted a tuple of names"))
            return
        names = tuple(read(Text(), name, f"{setting}.{i}", problems) for i, name in enumerate(found))
        object.__setattr__(self, setting, names)
        if names and many is not None and len(names) != many:
            problems.append(Problem(setting, f"{len(names)} names", f"wanted {many}"))

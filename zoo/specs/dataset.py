"""Datasets as values: what there is to learn, and how to come by the data."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Literal, NamedTuple

from zoo.errors import DeclarationError, Problem, shown
from zoo.schema.composite import Optional
from zoo.schema.declaration import read
from zoo.schema.fields import Number, OneOf, Shape, Text
from zoo.schema.value import Value, frozen
from zoo.specs.data_file import DataFile, misfits
from zoo.specs.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np


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
    "unit": Text(),
    "fallback": Optional(Text()),
    "caveat": Text(),
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
    load: Callable[[], Loaded] | None = None
    scaling: Literal["rescale", "standardize"] = "standardize"
    factor: float = 1.0
    classes: tuple[str, ...] = ()
    unit: str = "rows"
    fallback: str | None = None
    """The dataset to go on with where this one was found nowhere and nobody named it."""
    caveat: str = ""
    """A remark beside results on its test part, as "a sample: not to be compared"."""
    features: tuple[str, ...] = ()
    """The names of a row's numbers, by which the columns of a CSV file are found."""
    file: DataFile | None = None
    """Own data: where it is and what was found in it; in place of `load`."""

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
        if self.file is not None:
            self._check_file(problems)
        elif not callable(self.load):
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

    def _check_file(self, problems: list[Problem]) -> None:
        """Own data is described by its file alone, and has no function that loads it."""
        if not isinstance(self.file, DataFile):
            problems.append(Problem("file", shown(self.file), "wanted own data, as zoo.show reads it"))
        elif self.load is not None:
            problems.append(Problem("file", "own data", "wanted load or file, not both"))

    @classmethod
    def of_file(cls, file: DataFile) -> DatasetSpec:
        """The dataset in a file; DeclarationError where its facts contradict each other."""
        problems = list(misfits(file))
        if problems:
            raise DeclarationError("a dataset", problems)
        return cls(
            summary=file.summary,
            task=file.task,
            input_shape=file.input_shape,
            scaling=file.scaling,  # type: ignore[arg-type]  # one of two words
            factor=file.factor,
            classes=file.classes,
            unit=file.unit,
            file=file,
        )

"""Datasets as values: their task, their shape, and how to load the data."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Literal, NamedTuple

from zoo.errors import DeclarationError, Problem, shown
from zoo.schema.composite import Optional
from zoo.schema.declaration import read
from zoo.schema.fields import Integer, Number, OneOf, Shape, Text
from zoo.schema.value import Value, frozen
from zoo.specs.data_file import IN_MEMORY, SCALINGS, DataFile
from zoo.specs.data_file_misfits import misfits
from zoo.specs.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np


@dataclass(frozen=True, eq=False)
class Split:
    """Examples and their labels, in the same order.

    Unpacks as `x, y`, and as `x, y, weights` if it has weights, like a batch of Keras.

    Attributes:
        x: The examples, of shape (examples, …).
        y: The labels or targets, of shape (examples,) for integer labels and a single target, and
            (examples, outputs) for one-hot labels and several targets.
        weights: How much each example counts in the loss, of shape (examples,): numbers of 0 or more. None
            if all count the same.
    """

    x: np.ndarray
    y: np.ndarray
    weights: np.ndarray | None = None

    def __iter__(self) -> Iterator[np.ndarray]:
        """The arrays."""
        return iter((self.x, self.y) if self.weights is None else (self.x, self.y, self.weights))


class Loaded(NamedTuple):
    """The data that the `load` function of a dataset returns, unscaled.

    Attributes:
        train: The training part.
        test: The test part; if None, one is split off the training part.
        source: Where the data was found, such as a path or "scikit-learn 1.7.2".
        validation: The validation part; if None, one is split off the training part.
        keys: The groups or times of the training part, if a file of own data is split by them.
        notes: What a file of own data has that the training data had not, for an evaluation.
    """

    train: Split
    test: Split | None
    source: str
    validation: Split | None = None
    keys: np.ndarray | None = None
    notes: tuple[str, ...] = ()


PLAIN = {
    "summary": Text(),
    "input_shape": Shape(),
    "scaling": OneOf(SCALINGS),
    "factor": Number(1e-30, 1e30),
    "unit": Text(),
    "fallback": Optional(Text()),
    "caveat": Text(),
    "tokens": Integer(0),
}

"""The fields of a dataset besides its task, its names and its function."""


@frozen
class DatasetSpec(Value):
    """A dataset that can be registered under a name. No data is read before `load` is called.

    Attributes:
        summary: One line that describes the dataset.
        task: The task.
        input_shape: The shape of one example.
        load: A function without arguments that returns the data. It imports what it needs in its body, and
            raises DatasetError if the data is not available.
        scaling: "rescale" multiplies images by `factor`. "standardize" scales each column of numbers, and the
            targets of a regression, to mean 0 and standard deviation 1, computed on the training part.
            Columns that only have 0 and 1 are left unchanged. "features" does so for each feature, the last
            axis, of all steps of sequences. "tokens" leaves the numbers of words as they are.
        factor: The factor for "rescale", such as 1/255.
        classes: The names of the classes, in the order of their labels.
        unit: What the examples are called in messages: "images", "rows".
        fallback: The dataset to use if this one is not found and was not named by the user.
        caveat: A remark printed beside results on the test part, such as "a sample: not to be compared".
        features: The names of the columns of a row, by which the columns of a CSV file are found.
        tokens: The number of tokens, from 0, of which the examples are made, with the scaling "tokens".
        file: Own data, in place of `load`: its path and what was detected in it. Data in memory has both.

    Raises:
        DeclarationError: A field is not valid; it has all errors.

    Examples:
        ```python
        IRIS = zoo.DatasetSpec(
            summary="150 iris flowers of 3 species",
            task=zoo.Task("classification", 3),
            input_shape=(4,),
            load=load_iris,
        )
        ```
    """

    summary: str
    task: Task
    input_shape: tuple[int, ...]
    load: Callable[[], Loaded] | None = None
    scaling: Literal["rescale", "standardize", "features", "tokens"] = "standardize"
    factor: float = 1.0
    classes: tuple[str, ...] = ()
    unit: str = "rows"
    fallback: str | None = None
    caveat: str = ""
    features: tuple[str, ...] = ()
    file: DataFile | None = None
    tokens: int = 0

    def __post_init__(self) -> None:
        """Check all fields, and report all errors at once."""
        problems: list[Problem] = []
        for name, kind in PLAIN.items():
            object.__setattr__(self, name, read(kind, getattr(self, name), name, problems))
        if not isinstance(self.task, Task):
            problems.append(Problem("task", shown(self.task), "wanted a zoo.Task"))
        wanted = self.task.outputs if isinstance(self.task, Task) else None
        self._read_names("classes", wanted, problems)
        self._read_names("features", None if problems else prod(self.input_shape), problems)
        if not problems and (self.scaling == "tokens") != bool(self.tokens):
            what = "the number of tokens" if self.scaling == "tokens" else "0, or the scaling tokens"
            problems.append(Problem("tokens", shown(self.tokens), f"wanted {what}"))
        if self.file is not None:
            self._check_file(problems)
        elif not callable(self.load):
            problems.append(Problem("load", shown(self.load), "wanted a function without arguments"))
        if problems:
            raise DeclarationError("a dataset", problems)

    @property
    def is_in_memory(self) -> bool:
        """Whether the data was passed in Python, and is in no file."""
        return self.file is not None and self.file.path == IN_MEMORY

    @property
    def class_names(self) -> tuple[str, ...]:
        """The names of the classes, in the order of their labels; their numbers if they have no names."""
        return self.classes or tuple(map(str, range(self.task.outputs)))

    def _read_names(self, setting: str, many: int | None, problems: list[Problem]) -> None:
        """Check a tuple of names, which is empty or has `many` names."""
        found = getattr(self, setting)
        if not isinstance(found, (tuple, list)):
            problems.append(Problem(setting, shown(found), "wanted a tuple of names"))
            return
        names = tuple(read(Text(), name, f"{setting}.{i}", problems) for i, name in enumerate(found))
        object.__setattr__(self, setting, names)
        if names and many is not None and len(names) != many:
            problems.append(Problem(setting, f"{len(names)} names", f"wanted {many}"))

    def _check_file(self, problems: list[Problem]) -> None:
        """Check `file`, which excludes `load` unless the data is in memory."""
        if not isinstance(self.file, DataFile):
            problems.append(Problem("file", shown(self.file), "wanted a data file, as zoo.show reads it"))
        elif self.load is not None and not self.is_in_memory:
            problems.append(Problem("file", "own data", "wanted load or file, not both"))

    @classmethod
    def of_file(cls, file: DataFile, load: Callable[[], Loaded] | None = None) -> DatasetSpec:
        """The dataset in a file, or in memory, where `load` returns it.

        Raises:
            DeclarationError: Facts about the file contradict each other.
        """
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
            load=load,
            file=file,
            tokens=file.tokens,
        )


def is_image(shape: tuple[int, ...]) -> bool:
    """Whether examples of this shape are grey or coloured images: (height, width), with 1 or 3 channels."""
    return len(shape) == 2 or (len(shape) == 3 and shape[2] in (1, 3))  # noqa: PLR2004 - axes


def has_images(spec: DatasetSpec) -> bool:
    """Whether the examples are images: of their shape, and scaled by one factor, as sequences are not."""
    return spec.scaling == "rescale" and is_image(spec.input_shape)

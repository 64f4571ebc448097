"""Datasets as values: what there is to learn, and how to come by the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from zoo.errors import DeclarationError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np


@dataclass(frozen=True)
class Task:
    """What a model has to answer.

    `outputs` is the number of classes, or of target numbers in a regression. `labels` says how
    classes are written: as integers, or one-hot.
    """

    kind: Literal["classification", "regression"]
    outputs: int
    labels: Literal["integer", "one-hot"] = "integer"

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


@dataclass(frozen=True)
class DatasetSpec:
    """A dataset as it is registered under a name; no data is touched before `load` is called.

    `load` takes no arguments, imports what it needs inside, and raises DatasetError where the data
    can't be had. `scaling` is "rescale" for images, which are multiplied by `factor`, or
    "standardize" for rows of numbers, whose columns (and the target of a regression) get mean 0 and
    deviation 1, reckoned on the training part alone.
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

    def __post_init__(self) -> None:
        """Refuse what can't be meant, all at once."""
        named = len(self.classes)
        least = 2 if self.task.kind == "classification" else 1
        problems = [
            Problem(path, found, wanted)
            for broken, path, found, wanted in (
                (
                    self.task.outputs < least,
                    "task.outputs",
                    str(self.task.outputs),
                    f"wanted at least {least}",
                ),
                (
                    not self.input_shape or min(self.input_shape) < 1,
                    "input_shape",
                    str(self.input_shape),
                    "wanted whole numbers of at least 1",
                ),
                (
                    bool(named) and named != self.task.outputs,
                    "classes",
                    f"{named} names",
                    f"wanted {self.task.outputs}",
                ),
                (
                    self.scaling not in ("rescale", "standardize"),
                    "scaling",
                    repr(self.scaling),
                    "wanted rescale or standardize",
                ),
            )
            if broken
        ]
        if problems:
            raise DeclarationError("a dataset", problems)

"""The task of a model: classification, multilabel classification or regression."""

from __future__ import annotations

from math import prod
from typing import Any, Literal

from zoo.errors import DeclarationError, Problem, shown
from zoo.schema.declaration import Compound, is_table, read, refuse_unknown
from zoo.schema.fields import Integer, OneOf, Shape
from zoo.schema.value import Value, frozen

KINDS = ("classification", "regression", "multilabel")
NOUNS = {"multilabel": "multilabel classification"}
"""What kinds of task are called in a sentence, where that is not their name."""
UNITS = {"classification": ("class", "classes"), "regression": ("target", "targets")}
UNITS["multilabel"] = ("label", "labels")
"""What the outputs of each kind of task are called: one, and several."""


@frozen
class Task(Value):
    """The task of a model: classification, multilabel classification or regression.

    Attributes:
        kind: "classification", for one class of each example; "multilabel", for any number of labels of
            each; or "regression".
        outputs: The number of classes or labels, or of targets in a regression.
        labels: How classes are encoded: "integer" or "one-hot". Labels of a multilabel classification are
            rows of 0 and 1.
        shape: For a regression whose target is an array, such as an image, its shape; `outputs` is the number
            of values in it.

    Raises:
        DeclarationError: A field is not valid; it has all errors.

    Examples:
        ```python
        zoo.Task("classification", 10)
        ```
    """

    kind: Literal["classification", "regression", "multilabel"]
    outputs: int
    labels: Literal["integer", "one-hot"] = "integer"
    shape: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Check all fields."""
        problems: list[Problem] = []
        kind = read(OneOf(KINDS), self.kind, "kind", problems)
        fewest = 1 if problems or kind == "regression" else 2
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "outputs", read(Integer(fewest), self.outputs, "outputs", problems))
        labels = read(OneOf(("integer", "one-hot")), self.labels, "labels", problems)
        object.__setattr__(self, "labels", labels)
        if self.shape:
            shape = read(Shape(), self.shape, "shape", problems)
            object.__setattr__(self, "shape", shape)
            if not problems and (kind != "regression" or prod(shape) != self.outputs):
                wanted = f"wanted {self.outputs:,} values" if kind == "regression" else "wanted none"
                problems.append(Problem("shape", shown(list(shape)), wanted))
        if problems:
            raise DeclarationError("a task", problems)

    def __str__(self) -> str:
        """Text such as "10 classes"."""
        one, several = UNITS[self.kind]
        if self.shape:
            return f"{several} of {' × '.join(map(str, self.shape))}"
        return f"1 {one}" if self.outputs == 1 else f"{self.outputs:,} {several}"

    @property
    def noun(self) -> str:
        """What the task is called in a sentence: "classification"."""
        return NOUNS.get(self.kind, self.kind)

    @property
    def has_units(self) -> bool:
        """Whether the targets are numbers in a unit, which are scaled for training: those of a regression."""
        return self.kind == "regression"

    @property
    def has_one_class(self) -> bool:
        """Whether each example has exactly one of the classes."""
        return self.kind == "classification"

    @property
    def y_shape(self) -> tuple[int, ...]:
        """The shape of the labels of one example in a dataset."""
        if self.shape:
            return self.shape
        is_one = self.labels == "integer" and (self.has_one_class or self.outputs == 1)
        return () if is_one else (self.outputs,)

    @property
    def means(self) -> int:
        """The number of means that targets are scaled with: one for each target, or one for a whole array."""
        return (1 if self.shape else self.outputs) if self.has_units else 0

    def to_table(self) -> dict[str, Any]:
        """The task as plain TOML values."""
        table = {"kind": self.kind, "outputs": self.outputs, "labels": self.labels}
        return table | ({"shape": list(self.shape)} if self.shape else {})


DEFAULT_TASK = Task("classification", 10)
"""The task that a model is shown and built for where none is given."""


@frozen
class TaskTable(Compound):
    """The kind of setting that holds a task, in the form that `asdict` returns."""

    wanted: str = "a table with kind and outputs"

    def read_at(self, found: Any, path: str, problems: list[Problem]) -> Task | None:
        """The task."""
        if not is_table(found) or not {"kind", "outputs"} <= set(found):
            problems.append(Problem(path, shown(found), f"wanted {self.wanted}"))
            return None
        known = ("kind", "outputs", "labels", "shape")
        refuse_unknown(found, known, path, problems)
        try:
            plain: dict[str, Any] = {
                key: tuple(value) if isinstance(value, list) else value for key, value in found.items()
            }
            return Task(**{key: value for key, value in plain.items() if key in known})
        except DeclarationError as error:
            problems.extend(
                Problem(f"{path}.{each.path}", each.found, each.wanted) for each in error.problems
            )
        return None

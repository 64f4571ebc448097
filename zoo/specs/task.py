"""The task of a model: classification or regression."""

from __future__ import annotations

from typing import Any, Literal

from zoo.errors import DeclarationError, Problem, shown
from zoo.schema.declaration import Compound, is_table, read, refuse_unknown
from zoo.schema.fields import Integer, OneOf
from zoo.schema.value import Value, frozen

KINDS = ("classification", "regression")


@frozen
class Task(Value):
    """The task of a model: classification or regression.

    Attributes:
        kind: "classification" or "regression".
        outputs: The number of classes, or of targets in a regression.
        labels: How classes are encoded: "integer" or "one-hot".

    Raises:
        DeclarationError: A field is not valid; it has all errors.

    Example:
        ```python
        zoo.Task("classification", 10)
        ```
    """

    kind: Literal["classification", "regression"]
    outputs: int
    labels: Literal["integer", "one-hot"] = "integer"

    def __post_init__(self) -> None:
        """Check all fields."""
        problems: list[Problem] = []
        kind = read(OneOf(KINDS), self.kind, "kind", problems)
        fewest = 2 if not problems and kind == "classification" else 1
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "outputs", read(Integer(fewest), self.outputs, "outputs", problems))
        labels = read(OneOf(("integer", "one-hot")), self.labels, "labels", problems)
        object.__setattr__(self, "labels", labels)
        if problems:
            raise DeclarationError("a task", problems)

    def __str__(self) -> str:
        """Text such as "10 classes"."""
        if self.kind == "classification":
            return f"{self.outputs:,} classes"
        return "1 target" if self.outputs == 1 else f"{self.outputs:,} targets"


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
        known = ("kind", "outputs", "labels")
        refuse_unknown(found, known, path, problems)
        try:
            return Task(**{key: value for key, value in found.items() if key in known})
        except DeclarationError as error:
            problems.extend(
                Problem(f"{path}.{each.path}", each.found, each.wanted) for each in error.problems
            )
        return None

"""A loss of a plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import DeclarationError, Problem, shown
from zoo.schema.declaration import read
from zoo.schema.fields import Integer, OneOf, Text
from zoo.schema.value import Value, frozen
from zoo.specs.task import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable


@frozen
class LossSpec(Value):
    """A loss that can be registered under a name, and used by `--loss`.

    Attributes:
        make: A function that takes the task and returns a new `keras.losses.Loss` of the labels and the
            outputs of the model. It imports Keras in its body.
        tasks: The kinds of task that it fits.
        degree: For a regression, the power of the target's unit in the loss, such as 2 for a squared error:
            Keras computes with scaled targets, and the loss is reported in the target's unit.
        summary: One line that describes it.

    Raises:
        DeclarationError: A field is not valid; it has all errors.

    Examples:
        ```python
        QUANTILE = zoo.LossSpec(make_quantile, tasks=("regression",), degree=1)
        ```
    """

    make: Callable[[Any], Any]
    tasks: tuple[str, ...] = ("classification",)
    degree: int = 0
    summary: str = ""

    def __post_init__(self) -> None:
        """Check all fields, and report all errors at once."""
        problems: list[Problem] = []
        if not callable(self.make):
            problems.append(Problem("make", shown(self.make), "wanted a function that takes a task"))
        object.__setattr__(self, "tasks", read_tasks(self.tasks, problems))
        read(Integer(0, 9), self.degree, "degree", problems)
        read(Text(), self.summary, "summary", problems)
        if problems:
            raise DeclarationError("a loss", problems)


def read_tasks(tasks: Any, problems: list[Problem]) -> tuple[str, ...]:
    """The kinds of task, as a tuple; errors are added to `problems`."""
    if not isinstance(tasks, (tuple, list)) or not tasks:
        problems.append(Problem("tasks", shown(tasks), "wanted a tuple of kinds of task"))
        return ()
    for place, each in enumerate(tasks):
        read(OneOf(KINDS), each, f"tasks.{place}", problems)
    return tuple(tasks)

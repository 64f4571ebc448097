"""Metrics that are measured beside the usual one: what they fit, and whether a larger value is better.

`auc`, `pr_auc`, `precision`, `recall` and `f1` are for classifications, `top_K_accuracy` for those with one
class for each example, `subset_accuracy` for those with several labels; `mean_squared_error`,
`root_mean_squared_error` and `r2` are for regressions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from zoo.errors import DeclarationError, Problem, shown
from zoo.schema.declaration import read
from zoo.schema.fields import Integer, OneOf, Text, WrongValue
from zoo.schema.plain_values import as_text
from zoo.schema.value import Value, frozen
from zoo.specs.own_loss import read_tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

VAL, WEIGHTED = "val_", "weighted_"
"""Keras's prefixes of a metric on the validation part, and of one that counts examples by their weight."""
LOSS = "loss"
TOP = re.compile(r"top_([1-9]\d{0,3})_accuracy")
ALIASES = {
    "roc_auc": "auc",
    "f1_score": "f1",
    "mae": "mean_absolute_error",
    "mse": "mean_squared_error",
    "rmse": "root_mean_squared_error",
    "r2_score": "r2",
}
"""Other names under which metrics are known."""


class Monitor(NamedTuple):
    """A validation metric, and whether its largest (`max`) or smallest (`min`) value is the best."""

    metric: str
    direction: str

    @property
    def sign(self) -> int:
        """The factor with which smaller is better."""
        return -1 if self.direction == "max" else 1

    def best(self, values: Iterable[float]) -> float:
        """The best of these values."""
        return max(values) if self.direction == "max" else min(values)


@frozen
class MetricSpec(Value):
    """A metric that can be registered under a name, and measured by `--metrics`.

    Attributes:
        make: A function that takes the task and returns a new `keras.metrics.Metric`. It imports Keras in its
            body. None for Kerazoo's own metrics.
        direction: "max" if a larger value is better, "min" if a smaller one is.
        tasks: The kinds of task that it fits.
        degree: For a regression, the power of the target's unit in the value, such as 2 for a squared error:
            Keras computes with scaled targets, and the value is reported in the target's unit.
        summary: One line that describes it.

    Raises:
        DeclarationError: A field is not valid; it has all errors.

    Examples:
        ```python
        HINGE = zoo.MetricSpec(make_hinge, "min", summary="Hinge loss")
        ```
    """

    make: Callable[[Any], Any] | None
    direction: Literal["max", "min"]
    tasks: tuple[str, ...] = ("classification",)
    degree: int = 0
    summary: str = ""

    def __post_init__(self) -> None:
        """Check all fields, and report all errors at once."""
        problems: list[Problem] = []
        if self.make is not None and not callable(self.make):
            problems.append(Problem("make", shown(self.make), "wanted a function that takes a task"))
        read(OneOf(("max", "min")), self.direction, "direction", problems)
        object.__setattr__(self, "tasks", read_tasks(self.tasks, problems))
        read(Integer(0, 9), self.degree, "degree", problems)
        read(Text(), self.summary, "summary", problems)
        if problems:
            raise DeclarationError("a metric", problems)


USUAL = {
    "classification": "accuracy",
    "regression": "mean_absolute_error",
    "multilabel": "binary_accuracy",
}
"""The metric that is always measured, by the kind of task."""
OF_CLASSES = ("classification", "multilabel")
"""The kinds of task whose outputs are probabilities."""
BUILT_IN = {
    "accuracy": MetricSpec(None, "max", summary="Share of the examples whose class is right"),
    "binary_accuracy": MetricSpec(None, "max", ("multilabel",), summary="Share of all labels that are right"),
    "subset_accuracy": MetricSpec(
        None, "max", ("multilabel",), summary="Share of the examples whose labels are all right"
    ),
    "auc": MetricSpec(None, "max", OF_CLASSES, summary="Area under the ROC curve"),
    "pr_auc": MetricSpec(None, "max", OF_CLASSES, summary="Area under the precision-recall curve"),
    "precision": MetricSpec(None, "max", OF_CLASSES, summary="Share of positive predictions that are right"),
    "recall": MetricSpec(None, "max", OF_CLASSES, summary="Share of positive examples that are found"),
    "f1": MetricSpec(None, "max", OF_CLASSES, summary="Harmonic mean of precision and recall"),
    "mean_absolute_error": MetricSpec(None, "min", ("regression",), 1, "Mean of the absolute errors"),
    "mean_squared_error": MetricSpec(None, "min", ("regression",), 2, "Mean of the squared errors"),
    "root_mean_squared_error": MetricSpec(None, "min", ("regression",), 1, "Root of the mean squared error"),
    "r2": MetricSpec(None, "max", ("regression",), summary="Coefficient of determination"),
}


def built_in(name: str) -> MetricSpec | None:
    """Kerazoo's own metric of this name, or None."""
    return BUILT_IN["accuracy"] if TOP.fullmatch(name) else BUILT_IN.get(name)


def direction(name: str) -> str | None:
    """Whether the largest or the smallest value of `val_auc` is the best; None for an unknown metric."""
    name = name.removeprefix(VAL).removeprefix(WEIGHTED)
    known = built_in(name)
    return "min" if name == LOSS else None if known is None else known.direction


@frozen
class MetricNames(Value):
    """The kind of setting that has names of metrics, in order, each once; `auc,f1` as text is a list too."""

    wanted: str = "a list of metrics, as auc,f1"

    def read(self, value: Any) -> tuple[str, ...]:
        """The names, or WrongValue."""
        names = value.split(",") if isinstance(value, str) else value
        if not isinstance(names, (list, tuple)) or not names:
            raise WrongValue("is not a list of metrics", self.wanted)
        found = [_metric_name(each, self.wanted) for each in names]
        return tuple(dict.fromkeys(found))


@frozen
class Monitored(Value):
    """The kind of setting that has the name of a validation metric, with or without `val_`."""

    wanted: str = "a validation metric, as val_loss or val_accuracy"

    def read(self, value: Any) -> str:
        """The name with `val_`, or WrongValue."""
        text = value.removeprefix(VAL) if isinstance(value, str) else value
        return f"{VAL}{_metric_name(text, self.wanted)}"


def _metric_name(value: Any, wanted: str) -> str:
    if not isinstance(value, str):
        raise WrongValue("is not a name", wanted)
    name = Text().read(as_text(value)).strip()
    if not name:
        raise WrongValue("has an empty name", wanted)
    return ALIASES.get(name, name)

"""The evaluation of a model's predictions: its metrics, the confusion matrix, and what follows from them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.inference.calibration import calibration_of
from zoo.inference.figures import HALF, class_figures, label_figures, target_figures
from zoo.inference.interval import interval, of_mean

if TYPE_CHECKING:
    from zoo.inference.calibration import Calibration
    from zoo.inference.figures import ClassFigures, LabelFigures, TargetFigures
    from zoo.plan.plan import Plan
    from zoo.training.restore import Trained


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The evaluation of a run's model on a split.

    `metrics` are the loss and the metrics. `true` and `predicted` have the class number, 0 or 1 for each
    label, or the targets of each example. `classes` and `confusion` (a row for each true class, a column for
    each predicted one) belong to classifications, `labels` to multilabel classifications, `targets` to
    regressions. `calibration` says how well probabilities agree with frequencies. `notes` say how your own
    data was passed to the model of a `.keras` file. Of an ensemble, or with a `temperature` that scales the
    probabilities, `members` has the evaluation of each model as it is.
    """

    title: str
    run: str
    split: str
    dataset: str
    noun: str
    metrics: dict[str, float]
    true: np.ndarray
    predicted: np.ndarray
    classes: tuple[ClassFigures, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()
    targets: tuple[TargetFigures, ...] = ()
    labels: tuple[LabelFigures, ...] = ()
    caution: str = field(default="")
    notes: tuple[str, ...] = ()
    calibration: Calibration | None = None
    temperature: float | None = None
    members: tuple[Evaluation, ...] = ()

    @property
    def named(self) -> tuple[ClassFigures, ...] | tuple[LabelFigures, ...]:
        """The figures of each class or label; empty for a regression."""
        return self.classes or self.labels

    @property
    def where(self) -> str:
        """As in "the test split of iris"."""
        return (
            f"all of {self.dataset}" if self.split == "all" else f"the {self.split} split of {self.dataset}"
        )

    @property
    def examples(self) -> int:
        """The number of examples of the split."""
        return len(self.true)

    @property
    def right(self) -> np.ndarray:
        """Whether the class, or all labels, of each example are right."""
        same = self.true == self.predicted
        return same if same.ndim == 1 else same.all(axis=1)

    @property
    def accuracy_interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the accuracy; of several labels, of the subset accuracy."""
        return interval(int(self.right.sum()), self.examples)

    @property
    def error_interval(self) -> tuple[float, float] | None:
        """The 95 % confidence interval of the mean absolute error of a regression, in the targets' units.

        Each example counts once, also if its targets are several; None for a single example.
        """
        errors = np.abs(self.true - self.predicted)
        return of_mean(errors.reshape(len(errors), -1).mean(axis=1))

    @property
    def interval(self) -> tuple[float, float] | None:
        """That of the accuracy, the subset accuracy or the mean absolute error, as the task has one."""
        if self.targets:
            return self.error_interval
        return self.accuracy_interval if self.named else None

    @property
    def subset_accuracy(self) -> float:
        """The share of the examples whose labels are all right."""
        return float(self.right.mean())

    @property
    def hamming_loss(self) -> float:
        """The share of all labels that are wrong."""
        return float((self.true != self.predicted).mean())

    @property
    def means(self) -> tuple[float, float, float]:
        """Precision, recall and F1, averaged over the classes or labels (macro average)."""
        rows = np.array([(each.precision, each.recall, each.f1) for each in self.named])
        precision, recall, f1 = rows.mean(axis=0).tolist()
        return precision, recall, f1

    @property
    def most_mistaken(self) -> tuple[str, str, int] | None:
        """The most frequent confusion: true class, predicted class and count; None without errors."""
        errors = np.array(self.confusion)
        np.fill_diagonal(errors, 0)
        row, column = np.unravel_index(errors.argmax(), errors.shape)
        times = int(errors[row, column])
        return (self.classes[row].name, self.classes[column].name, times) if times else None

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        more: dict[str, Any] = {} if self.calibration is None else {"calibration": self.calibration.to_json()}
        more |= {} if self.temperature is None else {"temperature": self.temperature}
        more |= {"members": [each.to_json() for each in self.members]} if self.members else {}
        return self._figures() | more

    def _figures(self) -> dict[str, Any]:
        known = {
            "run": self.run,
            "split": self.split,
            "dataset": self.dataset,
            "examples": self.examples,
            "metrics": self.metrics,
        } | ({"notes": list(self.notes)} if self.notes else {})
        if self.classes:
            return known | {
                "accuracy_interval": list(self.accuracy_interval),
                "confusion_matrix": [list(row) for row in self.confusion],
                "classes": [asdict(each) for each in self.classes],
            }
        if self.labels:
            return known | {
                "subset_accuracy": self.subset_accuracy,
                "subset_accuracy_interval": list(self.accuracy_interval),
                "hamming_loss": self.hamming_loss,
                "labels": [_of_label(each) for each in self.labels],
            }
        found = self.interval
        return known | {
            "mean_absolute_error_interval": None if found is None else list(found),
            "targets": [
                asdict(each)
                | {"residuals": {f"{100 * at:g}%": value for at, value in each.residuals.items()}}
                for each in self.targets
            ],
        }


def evaluation_of(
    trained: Trained,
    plan: Plan,
    *,
    run: str,
    split: str,
    metrics: dict[str, float],
    true: np.ndarray,
    predictions: np.ndarray,
    notes: tuple[str, ...] = (),
) -> Evaluation:
    """The metrics of a model's predictions.

    `predictions` are probabilities of shape (examples, classes or labels), or targets of shape (examples,
    outputs). `true` has classes as numbers, of shape (examples,), 0 and 1 of shape (examples, labels), or
    targets of shape (examples, outputs).
    """
    spec = plan.dataset.value
    several = not spec.task.has_one_class
    known: dict[str, Any] = {
        "title": trained.title,
        "run": run,
        "split": split,
        "dataset": plan.dataset.name,
        "noun": spec.unit,
        "metrics": metrics,
        "true": true,
        "caution": spec.caveat if split == "test" else "",
        "notes": notes,
    }
    if spec.task.has_units:
        answers = predictions.reshape(true.shape)
        columns = (each.reshape(-1, spec.task.means) for each in (true, answers))
        return Evaluation(**known, predicted=answers, targets=target_figures(*columns))
    known["calibration"] = calibration_of(predictions, true, several=several)
    if several:
        set_labels = (predictions > HALF).astype(true.dtype)
        figures = label_figures(true, set_labels, trained.class_names)
        return Evaluation(**known, predicted=set_labels, labels=figures)
    predicted = predictions.argmax(axis=1)
    classes, confusion = class_figures(true, predicted, trained.class_names)
    return Evaluation(**known, predicted=predicted, classes=classes, confusion=confusion)


def _of_label(figures: LabelFigures) -> dict[str, Any]:
    names = ("true_positives", "false_negatives", "false_positives", "true_negatives")
    known = asdict(figures)
    return known | dict(zip(names, known.pop("confusion"), strict=True))

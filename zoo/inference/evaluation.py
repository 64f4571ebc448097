"""The evaluation of a model's predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.inference.calibration import calibration_of
from zoo.inference.figures import HALF, Evaluation, class_figures, label_figures, target_figures

if TYPE_CHECKING:
    import numpy as np

    from zoo.plan.plan import Plan
    from zoo.training.restore import Trained


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

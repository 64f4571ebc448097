"""Evaluations without a model."""

from __future__ import annotations

from typing import Any

import numpy as np

from zoo.inference.evaluation import Evaluation
from zoo.inference.figures import class_figures, target_figures

KNOWN: dict[str, Any] = {
    "title": "net with adam (3f9a, epoch 5)",
    "run": "20261122T153012Z-net-adam-3f9a",
    "split": "test",
    "dataset": "shoes",
    "noun": "images",
}


def classified(true: list[int], predicted: list[int], *names: str) -> Evaluation:
    """The evaluation of a classification."""
    real, answers = np.array(true), np.array(predicted)
    classes, confusion = class_figures(real, answers, names)
    metrics = {"loss": 0.25, "accuracy": float((real == answers).mean())}
    return Evaluation(
        **KNOWN, metrics=metrics, true=real, predicted=answers, classes=classes, confusion=confusion
    )


def regressed(true: list[float], predicted: list[float]) -> Evaluation:
    """The evaluation of a regression with one target."""
    real, answers = (np.array(values).reshape(-1, 1) for values in (true, predicted))
    metrics = {"loss": 2.5, "mean_absolute_error": 1.5}
    targets = target_figures(real, answers)
    return Evaluation(**KNOWN, metrics=metrics, true=real, predicted=answers, targets=targets)

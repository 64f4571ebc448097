"""From a run to what its model is worth on a split."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zoo import kept
from zoo.again import find
from zoo.data import prepare
from zoo.errors import SettingError, ZooError
from zoo.evaluation.figures import Evaluation, class_figures, target_figures
from zoo.training import backend
from zoo.training.events import Importing, unwatched
from zoo.training.trained import metrics_of, of_run

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.training.events import Watch

SPLITS = ("test", "validation")


def evaluate(
    run: str | Path, *, split: str = "test", runs_dir: str | Path = "runs", watch: Watch = unwatched
) -> Evaluation:
    """What a run's model answers to its test or validation split, in figures.

    `run` is an id, a unique part of one's end, `last`, or a path; of one that was interrupted it is
    the state of its last checkpoint.

    Raises Mistake where there is no such run or split; ZooError where the run, its data or its
    backend stand in the way, before Keras is imported where that can be known.
    """
    if split not in SPLITS:
        raise SettingError("split", split, f"is no split to evaluate on; wanted {' or '.join(SPLITS)}")
    found = kept.of_run(find(run, runs_dir))
    backend.require(found.plan.train.backend)
    plan, data = prepare(found.plan)
    watch(Importing(backend.title(plan.train.backend)))
    trained = of_run(found)
    positions = getattr(data.parts, split)
    metrics = metrics_of(trained, plan, data, positions)
    for name, value in metrics.items():
        if not math.isfinite(value):
            raise ZooError(f"{name} of {found.record.id[-4:]} on the {split} split is {value}")
    answers, dataset = trained.answers(data.scaled(positions)), plan.dataset.value
    true = data.truth[positions]
    known: dict[str, Any] = {
        "title": trained.title,
        "run": found.record.id,
        "split": split,
        "dataset": plan.dataset.name,
        "noun": dataset.noun,
        "caution": dataset.caution if split == "test" else "",
    }
    if dataset.task.kind == "regression":
        figures = target_figures(true, answers)
        return Evaluation(**known, metrics=metrics, true=true, predicted=answers, targets=figures)
    predicted = answers.argmax(axis=1)
    classes, confusion = class_figures(true, predicted, trained.class_names)
    return Evaluation(
        **known, metrics=metrics, true=true, predicted=predicted, classes=classes, confusion=confusion
    )

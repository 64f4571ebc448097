"""Collects the contents of a report: evaluates each run's model on its test split, all with one backend."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zoo.comparison import compare
from zoo.errors import BackendError, ZooError
from zoo.inference.calibration import calibration_of
from zoo.inference.evaluation import evaluation_of
from zoo.inference.joint import fitted, joint_of
from zoo.plan.backends import default_backend
from zoo.plan.prepare import prepare
from zoo.registry import RegistryError
from zoo.reports.chapter import Chapter
from zoo.reports.examples import class_examples
from zoo.reports.image_targets import largest_errors
from zoo.reports.misclassified import misclassified
from zoo.reports.weights import first_layer
from zoo.runs import kept
from zoo.specs.losses import OF_SCORES
from zoo.tables import comparison as tables
from zoo.training import backend
from zoo.training.events import Importing, Working, unwatched
from zoo.training.restore import metrics_of, of_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord
    from zoo.runs.kept import Kept
    from zoo.training.events import Watch
    from zoo.training.restore import Trained

SPLIT = "test"


def gather(records: Sequence[RunRecord], watch: Watch = unwatched) -> list[Chapter]:
    """A chapter for each run; an error with one run is reported in its chapter alone.

    A process has one backend: that of the first run whose backend is installed. The models of the other
    runs are rebuilt with it.
    """
    answering = _Answering(_backend(each.backend for each in records), watch)
    return [_chapter(record, answering) for record in records]


def verdicts(records: Sequence[RunRecord]) -> list[str]:
    """The results of comparing several runs, or why they can't be compared."""
    if len(records) == 1:
        return []
    try:
        found = compare(records)
    except ZooError as error:
        return [f"The runs are not compared: {error}"]
    missing = [f"Not compared: {each}" for each in found.unreadable.values()]
    return [*(each.in_one for each in tables.verdicts(found)), *missing]


def _backend(wanted: Iterable[str]) -> str | None:
    """The first backend that is installed and can be chosen; None if there is none."""
    for name in dict.fromkeys((*wanted, default_backend())):
        try:
            backend.require(name)
        except ZooError:
            continue
        return name
    return None


class _Answering:
    """The backend of this process, imported when needed, and the data that was prepared last.

    Runs in one report usually have the same dataset.
    """

    def __init__(self, backend_name: str | None, watch: Watch) -> None:
        self.backend_name = backend_name
        self._watch = watch
        self._is_imported = False
        self._last: tuple[Plan, Data] | None = None

    def data(self, plan: Plan) -> Data:
        """The data of a plan; raises DatasetError if it is not available or has changed."""
        if self._last is None or (self._last[0].dataset, self._last[0].data) != (plan.dataset, plan.data):
            self._last = plan, prepare(plan)[1]
        return self._last[1]

    def model(self, found: Kept) -> Trained:
        """The model of a run; raises BackendError if no backend is installed."""
        if self.backend_name is None:
            raise BackendError(f"the backend {found.record.backend} is not installed")
        if not self._is_imported:
            self._watch(Importing(backend.title(self.backend_name)))
            self._is_imported = True
        trained = of_run(found, self.backend_name)
        self._watch(Working(f"Evaluating {trained.title}"))
        return trained


def _chapter(record: RunRecord, answering: _Answering) -> Chapter:
    chapter = Chapter.of_files(record)
    try:
        found = kept.of_run(Path(record.path))
        if chapter.is_chain:
            chapter = replace(chapter, first_layer=first_layer(record, found.checkpoint.kept_model))
        data = answering.data(found.plan)
        return _evaluated(chapter, found, data, answering.model(found))
    except (ZooError, RegistryError) as error:
        return replace(chapter, reason=_said(error))


def _said(error: ZooError | RegistryError) -> str:
    """An error and its details in one line."""
    rows = (" ".join(filter(None, row)) for row in getattr(error, "details", ()))
    return ": ".join([getattr(error, "sentence", str(error)), *filter(None, ["; ".join(rows)])])


def _evaluated(chapter: Chapter, found: Kept, data: Data, trained: Trained) -> Chapter:
    record, plan, positions = chapter.record, found.plan, getattr(data.parts, SPLIT)
    answers, true = trained.answers(data, positions), data.truth[positions]
    metrics = record.metrics.get(SPLIT) or metrics_of(trained, plan, data, positions)
    evaluation = evaluation_of(
        trained, plan, run=record.id, split=SPLIT, metrics=metrics, true=true, predictions=answers
    )
    pixels = plan.data.pixels if plan.data else None
    wrong = misclassified(evaluation, answers, data.x[positions if pixels else []], pixels)
    used = default_backend()  # by now, the backend of this process
    note = (
        f"evaluated with {backend.title(used)}; trained with {record.backend}"
        if used != record.backend
        else ""
    )
    classes = class_examples(trained.class_names, data, pixels) if evaluation.named else ()
    calibrated = None
    if evaluation.calibration is not None and plan.objective.loss not in OF_SCORES:
        joint = fitted(joint_of([found], [trained]), data)
        calibration = calibration_of(joint.combined([answers]), true, several=joint.several)
        calibrated = replace(evaluation, calibration=calibration, temperature=joint.temperature)
    evaluated = replace(chapter, evaluation=evaluation, calibrated=calibrated)
    shape = plan.dataset.value.task.shape
    images, wanted = (each.reshape(-1, *shape) for each in (answers, true)) if shape else (answers, true)
    largest = largest_errors(images, wanted, data.x, positions) if shape else None
    return replace(evaluated, errors=tuple(wrong), reason=note, classes=classes, largest=largest)

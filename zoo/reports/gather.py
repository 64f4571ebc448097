"""From runs to what a page says of them: each model answers to its test split, all on one backend."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from registry import RegistryError
from zoo.comparison import compare
from zoo.comparison.baselines import baselines_beside
from zoo.errors import BackendError, ZooError
from zoo.inference.evaluate import evaluation_of
from zoo.plan.backends import default_backend
from zoo.plan.prepare import prepare
from zoo.reports.chapter import Chapter
from zoo.reports.mistakes import mistakes_of
from zoo.runs import kept
from zoo.runs.directory import PLAN
from zoo.schema import toml
from zoo.tables import comparison as tables
from zoo.training import backend
from zoo.training.events import Importing, unwatched
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
    """A chapter for each run. What stands in the way of one is said in it, and of no other.

    A process has one backend: it is that of the first run whose backend is installed, and the models
    of the others are built anew with it.
    """
    answering = _Answering(_backend(each.backend for each in records), watch)
    return [_chapter(record, answering) for record in records]


def verdicts(records: Sequence[RunRecord]) -> list[str]:
    """What can be said of the leads of several runs; or why nothing can."""
    if len(records) == 1:
        return []
    try:
        found = compare(records)
    except ZooError as error:
        return [f"The runs are not compared: {error}"]
    lines = "\n".join(f"{each.sentence}{each.command}" for each in tables.verdicts(found))
    missing = [f"Not compared: {each}" for each in found.unreadable.values()]
    return [*filter(None, lines.replace(";\n", "; ").split("\n")), *missing]


def _backend(wanted: Iterable[str]) -> str | None:
    """The first that is installed and can be chosen; None where none of them is."""
    for name in dict.fromkeys((*wanted, default_backend())):
        try:
            backend.require(name)
        except ZooError:
            continue
        return name
    return None


class _Answering:
    """The backend of this process, which is imported when it is needed, and the data prepared last.

    Runs that are looked at together have mostly the same dataset.
    """

    def __init__(self, backend_name: str | None, watch: Watch) -> None:
        self.backend_name = backend_name
        self._watch: Watch | None = watch
        self._last: tuple[Plan, Data] | None = None

    def data(self, plan: Plan) -> Data:
        """The data of a plan; DatasetError where they can't be had, or are others by now."""
        if self._last is None or (self._last[0].dataset, self._last[0].data) != (plan.dataset, plan.data):
            self._last = plan, prepare(plan)[1]
        return self._last[1]

    def model(self, found: Kept) -> Trained:
        """The model of a run; BackendError where there is no backend at all."""
        if self.backend_name is None:
            raise BackendError(f"the backend {found.record.backend} is not installed")
        if self._watch is not None:
            self._watch(Importing(backend.title(self.backend_name)))
            self._watch = None
        return of_run(found, self.backend_name)


def _chapter(record: RunRecord, answering: _Answering) -> Chapter:
    simple, remark = baselines_beside(Path(record.path), record.to_json())
    chapter = Chapter(record, *_plan(Path(record.path) / PLAN), baselines=simple, remark=remark)
    try:
        found = kept.of_run(Path(record.path))
        data = answering.data(found.plan)
        return _evaluated(chapter, found, data, answering.model(found))
    except (ZooError, RegistryError) as error:
        return replace(chapter, reason=_said(error))


def _said(error: ZooError | RegistryError) -> str:
    """An error with the rows below it, in one line."""
    rows = (" ".join(filter(None, row)) for row in getattr(error, "details", ()))
    return ": ".join([getattr(error, "sentence", str(error)), *filter(None, ["; ".join(rows)])])


def _evaluated(chapter: Chapter, found: Kept, data: Data, trained: Trained) -> Chapter:
    record, plan, positions = chapter.record, found.plan, getattr(data.parts, SPLIT)
    answers, true = trained.answers(data.scaled(positions)), data.truth[positions]
    if not np.isfinite(answers).all():
        raise ZooError(f"{trained.title} answers with what is no finite number")
    metrics = record.metrics.get(SPLIT) or metrics_of(trained, plan, data, positions)
    evaluation = evaluation_of(
        trained, plan, run=record.id, split=SPLIT, metrics=metrics, true=true, answers=answers
    )
    pixels = plan.data.pixels if plan.data else None
    wrong = mistakes_of(evaluation, answers, data.x[positions], pixels)
    used = default_backend()  # that of the process by now
    note = (
        f"answered with {backend.title(used)}; trained with {record.backend}"
        if used != record.backend
        else ""
    )
    return replace(chapter, evaluation=evaluation, mistakes=tuple(wrong), reason=note)


def _plan(path: Path) -> tuple[str, bool]:
    """What stands in a plan, and whether its model is a chain of layers."""
    try:
        kind, table = toml.load(path)
        text = path.read_text(encoding="utf-8")
    except (ZooError, OSError):
        return "", False
    model = table.get("model")
    return text, kind == "plan" and isinstance(model, dict) and "layers" in model

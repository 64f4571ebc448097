"""The outcomes of named weights, which save none: their models predict the validation examples again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zoo.errors import ZooError
from zoo.plan.other_data import moved
from zoo.plan.prepare import prepare
from zoo.runs.kept import of_run
from zoo.training.isolation import isolated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord
    from zoo.runs.kept import Kept
    from zoo.runs.validation_outcomes import Outcomes


@isolated()
def predicted(
    records: Sequence[RunRecord], place: str | Path | None = None
) -> tuple[dict[str, Outcomes], dict[str, str]]:
    """The outcomes of named weights on one dataset, and the reasons for those whose model can't predict.

    All models have the backend of the first one. `place` is where their own data is now, if it has moved.
    """
    answers: dict[str, Outcomes] = {}
    reasons: dict[str, str] = {}
    known: list[tuple[Plan, Data]] = []
    backend: str | None = None
    for record in records:
        try:
            kept = of_run(Path(record.path))
            backend = backend or kept.plan.train.backend
            plan, data = _with_data(moved(kept.plan, place), known)
            answers[record.id] = _outcomes(kept, backend, plan, data)
        except ZooError as error:
            reasons[record.id] = str(error)
    return answers, reasons


def _with_data(plan: Plan, known: list[tuple[Plan, Data]]) -> tuple[Plan, Data]:
    """The plan with its data, which is loaded once for all plans with the same."""
    for other, data in known:
        if (other.dataset.value, other.data) == (plan.dataset.value, plan.data):
            return plan, data
    plan, data = prepare(plan)
    known.append((plan, data))
    return plan, data


def _outcomes(kept: Kept, backend: str, plan: Plan, data: Data) -> Outcomes:
    from zoo.training import restore

    trained = restore.of_run(kept, backend)
    from zoo.training.validation_outcomes import outcomes_of

    return outcomes_of(trained.model, plan, data, kept.epoch)

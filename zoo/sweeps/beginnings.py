"""Check what the runs of a sweep begin from, before the first one: each model needs weights that fit it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from zoo.errors import DeclarationError, UsageError, ZooError
from zoo.plan.plan import model_table
from zoo.registry import RegistryError
from zoo.runs.sweep import DATA, Sweep
from zoo.runs.teacher import teacher_of
from zoo.sweeps.job import reason_of
from zoo.sweeps.shared_data import mapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan

Fit = tuple[int, "Callable[[], str]"]
"""The number of a plan, and what returns why its model can't begin from its weights; '' if it can."""


def refuse_misfits(plans: Sequence[Plan], fits: Iterable[Fit]) -> None:
    """Refuse a teacher that does not fit the data, and weights that do not fit one of the models.

    Raises UsageError with the first model that does not fit, ZooError if a source is not as the plans say.
    """
    teacher_of(plans[0])  # all have the same teacher and data
    for number, find_reason in fits:
        if reason := find_reason():
            raise UsageError(f"{plans[number - 1].model.name} can't be in this sweep: {reason}")


def different(plans: Sequence[Plan]) -> list[int]:
    """The numbers of plans with different models that begin from weights, from 1; all begin from the same."""
    if plans[0].start is None:
        return []
    numbers: dict[str, int] = {}
    for number, plan in enumerate(plans, start=1):
        numbers.setdefault(json.dumps(model_table(plan.model), sort_keys=True), number)
    return list(numbers.values())


def misfit(plan: Plan, prepared: Callable[[Plan], tuple[Plan, Data]]) -> str:
    """Why a plan can't begin from its weights, which Keras alone knows; empty if it can."""
    from zoo.training.begin import expected

    try:
        expected(plan, prepared)
    except DeclarationError as error:
        return f"{reason_of(error)}; --partial takes only what fits"
    except (ZooError, RegistryError) as error:
        return reason_of(error)
    return ""


def misfit_in(folder: str, number: int, data: str) -> str:
    """The same of a plan in the folder of a sweep; `data` is the digest of the data in it."""
    return misfit(Sweep.read(Path(folder)).plan(number), mapped(Path(folder) / DATA, data))

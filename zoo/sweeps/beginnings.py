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
    from collections.abc import Sequence
    from concurrent.futures import Executor

    from zoo.plan.plan import Plan


def refuse_misfits(plans: Sequence[Plan], folder: Path, data: str, place: Executor) -> None:
    """Refuse a teacher that does not fit the data, and weights that do not fit one of the models.

    Which weights fit is known to Keras alone, so processes of `place` build each model once, from the folder
    of the sweep; `data` is the digest of the data in it.

    Raises UsageError with the first model that does not fit, ZooError if a source is not as the plans say.
    """
    teacher_of(plans[0])  # all have the same teacher and data
    if plans[0].start is None:
        return
    numbers: dict[str, int] = {}
    for number, plan in enumerate(plans, start=1):
        numbers.setdefault(json.dumps(model_table(plan.model), sort_keys=True), number)
    found = [(number, place.submit(misfit, str(folder), number, data)) for number in numbers.values()]
    for number, future in found:
        if reason := future.result():
            raise UsageError(f"{plans[number - 1].model.name} can't be in this sweep: {reason}")


def misfit(folder: str, number: int, data: str) -> str:
    """Why a combination can't begin from the weights of its plan; empty if it can."""
    from zoo.training.begin import expected

    try:
        expected(Sweep.read(Path(folder)).plan(number), mapped(Path(folder) / DATA, data))
    except DeclarationError as error:
        return f"{reason_of(error)}; --partial takes only what fits"
    except (ZooError, RegistryError) as error:
        return reason_of(error)
    return ""

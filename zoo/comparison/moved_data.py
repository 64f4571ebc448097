"""Runs on data that has moved: it must be unchanged, and its path is no difference between them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.plan.other_data import moved
from zoo.plan.prepare import prepare
from zoo.runs.plans import read_plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.runs import RunRecord


def tables_at(
    plans: Sequence[tuple[RunRecord, dict[str, Any]]], data: str | Path
) -> list[tuple[RunRecord, dict[str, Any]]]:
    """The runs, each with its plan's table with the data at this path.

    Raises:
        SettingError: A run has a registered dataset.
        DatasetError: The data is not there, or a run was trained on other data.
    """
    found, read = [], set[tuple[Any, ...]]()
    for record, table in plans:
        plan = moved(read_plan(Path(record.path)), data)
        if (known := (plan.dataset.value, plan.data)) not in read:
            prepare(plan)
            read.add(known)
        there = plan.to_table()["dataset"]
        paths = {key: there[key] for key in ("path", "given") if key in there}
        found.append((record, table | {"dataset": table["dataset"] | paths}))
    return found

"""The plans of runs that are compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.runs.plans import comparable_plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zoo.runs import RunRecord


def plans_of(
    records: Iterable[RunRecord], data: str | Path | None = None
) -> tuple[list[tuple[RunRecord, dict[str, Any]]], dict[str, str]]:
    """The runs whose plan can be read, each with its plan's table, and the reasons for the others.

    `data` is where their own data is now; raises as `tables_at`.
    """
    found, unreadable = [], {}
    for record in records:
        try:
            found.append((record, comparable_plan(Path(record.path))))
        except ZooError as error:
            unreadable[record.id] = error.sentence
    if data is not None:
        from zoo.comparison.moved_data import tables_at  # it imports NumPy

        found = tables_at(found, data)
    return found, unreadable

"""The plans of runs that are compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.plan.differences import comparable
from zoo.runs.directory import PLAN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zoo.runs import RunRecord


def plans_of(
    records: Iterable[RunRecord],
) -> tuple[list[tuple[RunRecord, dict[str, Any]]], dict[str, str]]:
    """The runs whose plan can be read, each with its plan's table, and the reasons for the others."""
    found, unreadable = [], {}
    for record in records:
        try:
            found.append((record, comparable(Path(record.path) / PLAN)))
        except ZooError as error:
            unreadable[record.id] = error.sentence
    return found, unreadable

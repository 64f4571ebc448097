"""Where the weights are that a plan begins from, or learns from: a run can be moved together with them.

In memory, the path is absolute. In the plan of a run, it is relative to the folder of the runs if it lies in
that folder or beside it. Weights that are found by their name have no path there.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from zoo.plan.start import APPLICATION, WEIGHTS, Start
from zoo.plan.teacher import Teacher

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoo.plan.plan import Plan

S = TypeVar("S", bound=Start | Teacher | None)


def portable(plan: Plan, runs: Path) -> Plan:
    """The plan as a run in the folder `runs` has it."""
    return replace(plan, start=_written(plan.start, runs), teacher=_written(plan.teacher, runs))


def recorded(table: Mapping[str, Any], source: Start | Teacher | None) -> dict[str, Any]:
    """A source in a record, with the path that it has in the plan."""
    return {**table, "path": source.path} if source is not None else {**table}


def located(source: S, folder: Path) -> S:
    """The source of a plan in `folder`, with its absolute path if it is found.

    It is looked for at its path, then relative to the folder of the runs, also to that of the sweep's, and by
    its own name there and beside the plan. Its digest is compared when it is read.
    """
    if source is None or (source.path is None and source.kind in (WEIGHTS, APPLICATION)):
        return source
    path = Path(source.path or source.source)
    if path.is_absolute() and os.path.exists(path):  # noqa: PTH110 - Path.exists raises for a long name
        return source
    folder = folder.absolute()
    for base in (folder.parent, folder.parent.parent, folder):
        for each in dict.fromkeys((path, Path(path.name), Path(source.source))):
            if not each.is_absolute() and os.path.exists(found := base / each):  # noqa: PTH110 - as above
                return replace(source, path=os.path.normpath(found))
    return source


def _written(source: S, runs: Path) -> S:
    if source is None or source.path is None or not Path(source.path).is_absolute():
        return source
    runs = runs.resolve()
    if Path(source.path).is_relative_to(runs.parent):
        return replace(source, path=Path(os.path.relpath(source.path, runs)).as_posix())
    return replace(source, path=None) if _is_found_by_name(source) else source


def _is_found_by_name(source: Start | Teacher) -> bool:
    from zoo.catalog import registries

    return source.kind == APPLICATION or (
        source.kind == WEIGHTS and bool(registries.WEIGHTS.claimants(source.source))
    )

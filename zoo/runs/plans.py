"""The plan of a run, in its directory, or of named weights, in their declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.plan import file as plan_file
from zoo.plan.differences import comparable
from zoo.runs.directory import PLAN
from zoo.schema import toml
from zoo.system import regular
from zoo.weights.file import is_declaration, read_spec

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.plan.plan import Plan


def read_plan(place: Path) -> Plan:
    """The plan of the run or the weights at a place; raises the errors of `plan_file.load`."""
    if is_declaration(place):
        return plan_file.read(read_spec(place).plan, str(place), place.parent)
    return plan_file.load(place / PLAN)


def plan_table(place: Path) -> dict[str, Any]:
    """The table of the plan, without a check of its content; raises the errors of `plan_file.load_table`."""
    return read_spec(place).plan if is_declaration(place) else plan_file.load_table(place / PLAN)


def comparable_plan(place: Path) -> dict[str, Any]:
    """The table of the plan, whose parts that are compared are there; raises ZooError."""
    return comparable(plan_table(place), str(place if is_declaration(place) else place / PLAN))


def plan_text(place: Path) -> str:
    """The text of plan.toml; ZooError if it can't be read."""
    if is_declaration(place):
        return toml.dumps("plan", read_spec(place).plan)
    try:
        return regular.read_text(place / PLAN)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ZooError(f"{place / PLAN} can't be read: {reason}") from None

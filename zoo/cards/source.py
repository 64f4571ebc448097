"""What a card is written from: the record and the plan of a run or of named weights, and a licence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zoo.errors import SettingError, ZooError
from zoo.runs.kept import find_model, read_run
from zoo.runs.plans import read_plan
from zoo.schema.fields import WrongValue
from zoo.specs.licence import Licence
from zoo.weights.file import is_declaration, read_spec

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord
    from zoo.runs.find import RunLike


class Source(NamedTuple):
    """What the numbers of a card are from.

    `name` is the name of the weights or of the run, `known_as` how commands find it. `licence` is an
    expression of SPDX, or empty.
    """

    record: RunRecord
    plan: Plan
    name: str
    known_as: str
    licence: str = ""


def source_of(run: RunLike, runs_dir: str | Path, licence: str | None = None) -> Source:
    """The record and the plan of a completed run or of named weights.

    Raises:
        UsageError: There is no such run, or the licence is none.
        ZooError: The run is not complete, or a file cannot be read.
    """
    record = read_run(run, runs_dir=runs_dir)
    if record.status != "completed":
        then = f"zoo resume {record.short} completes it"
        raise ZooError(f"{record.short} is {record.status}; wanted a completed run for a card; {then}")
    place = find_model(record, runs_dir)
    plan = read_plan(place)
    chosen = _licence(licence)
    if is_declaration(place):
        known = read_spec(place).licence
        if chosen and chosen != known:
            reason = f"is not that of {record.short}, which has {known}; leave it out"
            raise SettingError("licence", chosen, reason)
        return Source(record, plan, record.name, record.name, known)
    return Source(record, plan, record.name or f"{record.model} on {record.dataset}", record.id, chosen)


def _licence(licence: str | None) -> str:
    if not licence:
        return ""
    try:
        return Licence().read(licence)
    except WrongValue as wrong:
        raise SettingError("licence", licence, str(wrong)) from None

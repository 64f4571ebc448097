"""What differs between plans, as a user would set it: `optimizer`, `hidden.units`, `epochs`."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.runs.directory import PLAN
from zoo.schema import toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zoo.runs import RunRecord

    Table = Mapping[str, Any]

PARTS = ("model", "optimizer", "dataset", "train")
"""What every plan has."""
NAMED = ("model", "optimizer", "dataset")
FOLLOWS = ("name", "type", "summary", "layers", "input_shape", "task")
"""What stands beside a name and is none of its settings."""
ORIGIN = ("distribution", "version", "digest")
"""What is another thing for another name, and is worth a word where the name is the same."""


def settings_of(plan: Table) -> dict[str, Any]:
    """All that was asked for in a plan, by path; a plan is its file's table."""
    return dict(_settings(plan))


def plans_of(
    records: Iterable[RunRecord],
) -> tuple[list[tuple[RunRecord, dict[str, Any]]], dict[str, str]]:
    """The runs whose plan can be read, with what stands in it, and why that of the others can't."""
    found, unreadable = [], {}
    for record in records:
        try:
            found.append((record, plan_of(record)))
        except ZooError as error:
            unreadable[record.id] = error.sentence
    return found, unreadable


def plan_of(record: RunRecord) -> dict[str, Any]:
    """What stands in a run's plan, whether or not what it names is installed here; else ZooError."""
    path = Path(record.path) / PLAN
    if not path.exists():
        raise ZooError(f"{record.id[-4:]} has no {PLAN} to compare")
    kind, plan = toml.load(path)
    if kind != "plan" or not _is_whole(plan):
        raise ZooError(f"{path} is no whole plan; wanted what zoo train wrote")
    return plan


def _is_whole(plan: Table) -> bool:
    """Whether it has the parts that are compared, of the kinds that they are of."""
    if not all(isinstance(plan.get(key), dict) for key in PARTS):
        return False
    lists = (plan["model"].get("layers", []), plan.get("callbacks", []))
    return (
        all(isinstance(plan[key].get("name"), str) for key in NAMED)
        and isinstance(plan.get("data", {}), dict)
        and all(isinstance(each, list) and all(isinstance(row, dict) for row in each) for each in lists)
    )


def differences(plans: Sequence[Table]) -> dict[str, list[Any]]:
    """Paths with each plan's value, for those alone that differ; None where a plan has no such setting.

    A plan is its file's table. What one model or optimizer has and another one lacks is no difference
    of its own: their names say it.
    """
    tables = [settings_of(plan) for plan in plans]
    paths = dict.fromkeys(path for table in tables for path in table)
    found = {path: [table.get(path) for table in tables] for path in paths}
    return {path: values for path, values in found.items() if _differ(path, plans, tables)}


def _differ(path: str, plans: Sequence[Table], tables: Sequence[Table]) -> bool:
    values = [table.get(path) for table in tables]
    known = [each for each in values if each is not None]
    if not path.endswith(ORIGIN) and any(one != two for one, two in combinations(known, 2)):
        return True
    owned = zip(values, (_owner(path, plan) for plan in plans), strict=True)
    return any(one != two and its == others for (one, its), (two, others) in combinations(owned, 2))


def _owner(path: str, plan: Table) -> Any:
    """Whose setting it is: plans of two owners need not have the same settings."""
    first, _, setting = path.partition(".")
    if first == "optimizer" and setting not in ORIGIN:
        return plan["optimizer"].get("type")
    return plan[first if first in NAMED else "model"].get("name") if setting else None


def _settings(plan: Table) -> Iterator[tuple[str, Any]]:
    for part in NAMED:
        yield part, plan[part].get("name")
    for layer, settings in _layers(plan["model"].get("layers", ())):
        for key, value in settings.items():
            if key != "name":
                yield f"{layer}.{key}", value
    for part in NAMED:
        for key, value in plan[part].items():
            if key not in FOLLOWS:
                yield f"{part}.{key}", value
    yield from plan["train"].items()
    yield "callbacks", [each.get("name") for each in plan.get("callbacks", ())]
    yield "dataset.digest", plan.get("data", {}).get("digest")


def _layers(layers: Sequence[Table]) -> Iterator[tuple[str, Table]]:
    """Each layer with its name; one that has none is called after its type, and counted."""
    seen: dict[str, int] = {}
    for settings in layers:
        plain = str(settings.get("type")).lower()
        count = seen[plain] = seen.get(plain, -1) + 1
        yield settings.get("name") or (f"{plain}_{count}" if count else plain), settings

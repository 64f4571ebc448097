"""The settings of a plan by path, as in `--set`, and the differences between plans."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.specs.layer_tables import completed, settings_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Table = Mapping[str, Any]

PARTS = ("model", "optimizer", "dataset", "train")
"""The parts that every plan has."""
NAMED = ("model", "optimizer", "dataset")
FOLLOWS = ("name", "type", "summary", "layers", "parameters", "settings", "input_shape", "datasets", "task")
"""Keys of a part that are not settings."""
APART = ("optimizer", "in_steps")
"""Keys of a phase that are no settings, or have settings."""
ORIGIN = ("distribution", "version", "digest")
"""Ends of keys that follow from the name, and are only compared if the names are equal."""


def settings_of(plan: Table) -> dict[str, Any]:
    """Every setting of a plan, by path; a plan is its file's table.

    Layers without a name or with defaults left out, as older plans have them, are completed.
    """
    return dict(_settings(plan))


def comparable(plan: dict[str, Any], subject: str) -> dict[str, Any]:
    """The table of a plan, even if the objects that it names are not installed; `subject` is its file.

    Raises:
        ZooError: It lacks a part that is compared.
    """
    if not _is_whole(plan):
        raise ZooError(f"{subject} is incomplete; wanted a plan as zoo train writes it")
    return plan


def _is_whole(plan: Table) -> bool:
    """Whether a plan has the parts that are compared, with the right types."""
    if not all(isinstance(plan.get(key), dict) for key in PARTS):
        return False
    lists = (plan["model"].get("layers", []), plan.get("callbacks", []), plan.get("phases", []))
    return (
        all(isinstance(plan[key].get("name"), str) for key in NAMED)
        and isinstance(plan.get("data", {}), dict)
        and all(isinstance(each, list) and all(isinstance(row, dict) for row in each) for each in lists)
    )


def differences(plans: Sequence[Table]) -> dict[str, list[Any]]:
    """The settings that differ: each path with the values of all plans, None for a plan without the setting.

    Each plan is the table of its file. Settings that only one of two different models or optimizers has are
    not listed, since the names already differ.
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
    """The model or optimizer that has the setting; others need not have it."""
    first, _, setting = path.partition(".")
    if first == "optimizer" and setting not in ORIGIN:
        return plan["optimizer"].get("type")
    return plan[first if first in NAMED else "model"].get("name") if setting else None


def _settings(plan: Table) -> Iterator[tuple[str, Any]]:
    for part in NAMED:
        yield part, plan[part].get("name")
    yield from settings_in(completed(plan["model"].get("layers", ())))
    parameters = plan["model"].get("parameters")
    if isinstance(parameters, dict):
        yield from ((f"parameters.{name}", value) for name, value in parameters.items())
    settings = plan["model"].get("settings")
    if isinstance(settings, dict):
        yield from ((f"settings.{name}", value) for name, value in settings.items())
    for part in NAMED:
        for key, value in plan[part].items():
            if key == "given" and isinstance(value, dict):
                yield from ((f"dataset.given.{name}", where) for name, where in value.items())
            elif key not in FOLLOWS:
                yield f"{part}.{key}", value
    yield from plan["train"].items()
    yield from _fine_tuning(plan)
    yield "callbacks", [each.get("name") for each in plan.get("callbacks", ())]
    yield "dataset.digest", plan.get("data", {}).get("digest")


def _fine_tuning(plan: Table) -> Iterator[tuple[str, Any]]:
    """The sources of the first weights and of a teacher, and the settings of phases."""
    for part in ("start", "teacher"):
        source = plan.get(part)
        if isinstance(source, dict):
            yield from ((part, source.get("source")), (f"{part}.digest", source.get("digest")))
    start = plan.get("start")
    if isinstance(start, dict):
        yield from ((f"start.{key}", True) for key in ("partial",) if start.get(key))
    for place, phase in enumerate(plan.get("phases", ())):
        own = phase.get("optimizer", {})
        yield from ((f"phases.{place}.{key}", value) for key, value in phase.items() if key not in APART)
        yield from ((f"phases.{place}.optimizer.{key}", value) for key, value in own.items())

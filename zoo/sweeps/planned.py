"""The combinations of a sweep with their plans, or why they have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import UsageError, ZooError
from zoo.plan.plan import Plan

if TYPE_CHECKING:
    from zoo.runs.combination import Combination
    from zoo.sweeps.combinations import Asked

Planned = list[tuple["Combination", "Plan | ZooError"]]


def planned(asked: Asked) -> Planned:
    """Every combination with its plan, or the error why it can't be trained.

    Raises:
        UsageError: There are no combinations, or a given name or value is in none that can be trained. Names
            found by patterns may be in none.
    """
    combined = list(asked.combined())
    if not combined:
        raise UsageError("the sweep has no combinations")
    fitting = {part for each, plan in combined if isinstance(plan, Plan) for part in _typed(each, asked)}
    for each, plan in combined:
        if not isinstance(plan, Plan) and not (fitting and fitting >= _typed(each, asked)):
            raise UsageError(str(plan))
    return combined


def _typed(combination: Combination, asked: Asked) -> set[tuple[str, str]]:
    """The parts of a combination that were given literally: names, and values of settings."""
    names = (
        ("model", combination.model, asked.models),
        ("optimizer", combination.optimizer, asked.optimizers),
    )
    return {(kind, name) for kind, name, words in names if name in words} | {
        (path, repr(value)) for path, value in combination.settings.items()
    }


def left_out(combined: Planned) -> list[str]:
    """Why combinations found by patterns can't be trained; the first reason for each pair of names."""
    reasons: dict[tuple[str, str], str] = {}
    for each, plan in combined:
        if not isinstance(plan, Plan):
            reasons.setdefault((each.model, each.optimizer), str(plan))
    return list(dict.fromkeys(reasons.values()))

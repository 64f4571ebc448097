"""Load the data of a plan, and check it against the plan's digest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.data.prepare import Data, prepare_data
from zoo.plan.settle import settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.data.progress import Encoding
    from zoo.plan.plan import Plan


def prepare(
    plan: Plan,
    *,
    is_scaled: bool = True,
    folder: Path | None = None,
    tell: Callable[[Encoding], None] = lambda _: None,
) -> tuple[Plan, Data]:
    """The data of a plan, and the plan with its facts and its schedule in steps; see `prepare_data`."""
    facts, data = prepare_data(plan.dataset, plan.data, is_scaled=is_scaled, folder=folder, tell=tell)
    return replace(settled(plan, len(data.parts.training)), data=facts), data

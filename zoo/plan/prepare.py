"""Load the data of a plan, and check it against the plan's digest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.data.prepare import Data, prepare_data

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
    """Return the plan with the facts of its data (digest, scaling), and the data; see `prepare_data`."""
    facts, data = prepare_data(plan.dataset, plan.data, is_scaled=is_scaled, folder=folder, tell=tell)
    return replace(plan, data=facts), data

"""How a plan trains each layer: the learning rate, and how many of its weights."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.plan.layer_rates import rates_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.plan.plan import Plan
    from zoo.specs.architecture import LayerRow


def trained_layers(plan: Plan, rows: Sequence[LayerRow]) -> list[LayerRow]:
    """The rows of an architecture with what the training settings say about them."""
    decay = plan.train.lr_decay
    rates = {} if decay is None else rates_of(rows, decay)
    return [replace(row, rate=rates.get(row.name)) for row in rows]

"""How a plan trains each layer: the learning rate, and how many of its weights."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.plan.layer_rates import rates_of
from zoo.specs.adapters import adapters_of
from zoo.specs.architecture import is_static

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.specs.architecture import Architecture, LayerRow


def trained_layers(plan: Plan, known: Architecture) -> list[LayerRow]:
    """The rows of an architecture with what the training settings say about them."""
    rows, decay, rank = list(known.layers), plan.train.lr_decay, plan.train.lora
    if decay is not None:
        rates = rates_of(rows, decay)
        rows = [replace(row, rate=rates.get(row.name)) for row in rows]
    if rank is not None and is_static(plan.model.value):  # otherwise Keras has counted them
        trained = adapters_of(plan.model.value, known, rank)
        trained |= {row.name: row.parameters for row in rows if row.name == plan.model.value.head.name}
        rows = [replace(row, trained=trained.get(row.name, 0)) for row in rows]
    return rows

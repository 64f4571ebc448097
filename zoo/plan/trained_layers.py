"""How a plan trains each layer: the learning rate, and how many of its weights."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.plan.layer_rates import rates_of
from zoo.specs.adapters import adapters_of
from zoo.specs.architecture import is_static

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.specs.architecture import Architecture


def trained_layers(plan: Plan, known: Architecture) -> Architecture:
    """The architecture with what the training settings say about its layers."""
    rows, decay, rank = known.layers, plan.train.lr_decay, plan.train.lora
    if decay is not None:
        rates = rates_of(rows, decay)
        rows = tuple(replace(row, rate=rates.get(row.name)) for row in rows)
    if rank is not None and is_static(plan.model.value):  # otherwise Keras has counted them
        trained = adapters_of(plan.model.value, known, rank)
        trained |= {row.name: row.parameters for row in rows if row.name == plan.model.value.head.name}
        rows = tuple(replace(row, trained=trained.get(row.name, 0)) for row in rows)
    return replace(known, layers=rows)

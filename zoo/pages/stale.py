"""Whether a measured result is still that of what is declared: a changed part makes it stale."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from zoo.catalog.resolve import named
from zoo.plan.make import make_plan
from zoo.plan.plan import dataset_table, model_table, objective_table
from zoo.runs.provenance import ORIGIN, digest
from zoo.schema.declaration import to_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoo.pages.measured import Measured
    from zoo.plan.plan import Plan

WORDS = (*ORIGIN, "summary", "datasets", "seed")
"""What may change without changing a result; there is one training for each seed."""
UNKNOWN: Mapping[str, str] = MappingProxyType({})
DATA = "data"
"""The digest of the examples, which takes loading them."""


def plan_of(row: Measured) -> Plan:
    """The plan of a result, made from what is declared now; the data is not loaded."""
    parts = [named(kind, getattr(row, kind)) for kind in ("model", "optimizer", "dataset")]
    return make_plan(*parts, settings={f"train.{name}": value for name, value in row.train.items()})


def digests_of(plan: Plan) -> dict[str, str]:
    """The digests of the parts of a plan, without that of the data."""
    dataset = plan.dataset.value
    scaling = {"scaling": dataset.scaling, "factor": dataset.factor}
    return {
        "model": _digest(model_table(plan.model, defaults=True)),
        "optimizer": _digest(plan.optimizer.value.to_table(defaults=True)),
        "dataset": _digest(dataset_table(plan.dataset) | scaling),
        "training": _digest(to_table(plan.train, defaults=True) | objective_table(plan)),
    }


def changed(row: Measured, data: Mapping[str, str] = UNKNOWN) -> list[str]:
    """The parts that have changed since the result was measured; empty if it is current.

    `data` has the digests of the datasets whose examples are known; the others are not checked.
    """
    now = digests_of(plan_of(row))
    if row.dataset in data:
        now[DATA] = data[row.dataset]
    return [name for name in now if now[name] != row.digests[name]]


def _digest(table: Mapping[str, Any]) -> str:
    kept = {key: value for key, value in table.items() if key not in WORDS}
    return digest(json.dumps(kept, sort_keys=True, separators=(",", ":")))

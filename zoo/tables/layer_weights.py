"""What a fine-tuning does with the weights of each layer: taken from a source, new, or frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import enumerated
from zoo.tables.words import count

if TYPE_CHECKING:
    from zoo.runs import RunRecord
    from zoo.specs.architecture import LayerRow

INFERENCE = "BatchNormalization"
"""The layer that is in inference mode while it is frozen: it uses its moving averages."""


def layer_weights(record: RunRecord) -> dict[str, str]:
    """As in "taken, frozen in phase 1", by the name of the layer; empty for a training of all new weights.

    A layer without weights is left out.
    """
    if not record.start and not record.phases:
        return {}
    found = {row.name: [_origin(row, record), _frozen(row, record)] for row in record.layers}
    return {name: ", ".join(filter(None, parts)) for name, parts in found.items() if any(parts)}


def trained(record: RunRecord) -> str:
    """As in "1,010 trained" and "1,010, then 7,510 trained"; empty if all are."""
    counts = [count(phase["trainable_parameters"]) for phase in record.phases]
    return f"{', then '.join(counts)} trained" if counts else ""


def _origin(row: LayerRow, record: RunRecord) -> str:
    """Whether the weights of a layer, or of a model in the model, were taken."""
    known: dict[str, str] = record.start.get("layers", {})
    inside = {status for name, status in known.items() if name.startswith(f"{row.name}_")}
    if row.name in known or not inside or not row.parameters:
        return known.get(row.name, "")
    return inside.pop() if len(inside) == 1 else "partly taken"


def _frozen(row: LayerRow, record: RunRecord) -> str:
    """In which phases a layer, or a part of a model in the model, is frozen."""
    phases = [number for number, each in enumerate(record.phases, 1) if row.name in each["frozen"]]
    if not phases:
        inside = any(name.startswith(f"{row.name}_") for each in record.phases for name in each["frozen"])
        is_model = row.type in ("Functional", "Sequential")
        return "partly frozen" if inside and is_model else ""
    mode = " (inference mode)" if row.type == INFERENCE else ""
    if len(phases) == len(record.phases):
        return f"frozen{mode}"
    return f"frozen in {'phase' if len(phases) == 1 else 'phases'} {enumerated([*map(str, phases)])}{mode}"

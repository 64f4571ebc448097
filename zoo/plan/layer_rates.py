"""Layer-wise learning rates: what each layer's rate is, as a multiple of the optimizer's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.specs.architecture import LayerRow


def rates_of(rows: Sequence[LayerRow], decay: float) -> dict[str, float]:
    """The multiples of the learning rate by the names of the layers with weights.

    The head has the whole rate; each layer's is the one above it times `decay`. Where branches join, the
    longest way to the output counts. Layers without weights do not count, and a normalization has the rate of
    the layer before it.
    """
    return {row.name: decay**depth for row, depth in zip(rows, _depths(rows), strict=True) if row.parameters}


def _depths(rows: Sequence[LayerRow]) -> list[int]:
    """How many layers that count each layer has above it."""
    places = {row.name: place for place, row in enumerate(rows)}
    depths = [0] * len(rows)
    for place in range(len(rows) - 1, 0, -1):
        row = rows[place]
        sources = [places[name] for name in row.inputs if name in places] if row.inputs else [place - 1]
        for source in sources:
            depths[source] = max(depths[source], depths[place] + _counts(row))
    return depths


def _counts(row: LayerRow) -> bool:
    return row.parameters > 0 and not row.type.endswith("Normalization")

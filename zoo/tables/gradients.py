"""The table of gradients by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.training.gradients import FrozenLayer, LayerGradient


def gradients(rows: Sequence[LayerGradient], frozen: Sequence[FrozenLayer] = ()) -> Grid:
    """A row for each layer with weights; frozen layers have no gradient."""
    columns = (
        GridColumn("Layer"),
        GridColumn("Parameters", right=True),
        GridColumn("RMS gradient", right=True),
        GridColumn("Largest", right=True),
    )
    cells = [(row.layer, f"{row.parameters:,}", f"{row.size:.2e}", f"{row.largest:.2e}") for row in rows]
    for each in frozen:
        cells.insert(each.place, (each.layer, f"{each.parameters:,}", "frozen", NONE))
    return Grid(columns, tuple(cells))

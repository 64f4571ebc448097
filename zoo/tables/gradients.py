"""The table of gradients by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.tables.grid import Grid, GridColumn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.training.gradients import LayerGradient


def gradients(rows: Sequence[LayerGradient]) -> Grid:
    """A row for each layer with trainable weights."""
    columns = (
        GridColumn("Layer"),
        GridColumn("Parameters", right=True),
        GridColumn("RMS gradient", right=True),
        GridColumn("Largest", right=True),
    )
    cells = ((row.layer, f"{row.parameters:,}", f"{row.size:.2e}", f"{row.largest:.2e}") for row in rows)
    return Grid(columns, tuple(cells))

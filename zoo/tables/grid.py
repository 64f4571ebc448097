"""The one kind of table: bold head, a rule below it and above the total, no edges."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from rich.box import Box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from zoo.value import Value, frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = 2
WRAPPED = 24
"""The narrowest that a column which may wrap becomes before whole columns go."""

RULES = Box("    \n    \n ── \n    \n    \n ── \n    \n    \n")


@frozen
class Column(Value):
    """A column's title and manners.

    `drop` says in which order columns go where there is no room: 1 first, 0 never. Figures stand
    to the right. `style` is one of Rich's.
    """

    title: str
    right: bool = False
    wrap: bool = False
    drop: int = 0
    style: str = ""


@frozen
class Grid(Value):
    """Rows of text under columns, with a total below them if there is one.

    A cell may be a Rich Text with a style of its own.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str | Text]]
    total: Sequence[str] | None = None
    dropped: tuple[str, ...] = field(default=())

    def without_empty(self) -> Grid:
        """The same without columns that say nothing."""
        keep = [at for at, _ in enumerate(self.columns) if any(str(row[at]) for row in self.rows)]
        return self._only(keep)

    def fit(self, width: int) -> Grid:
        """The same without the columns that `width` cells have no room for, which `dropped` names."""
        grid = self
        while grid.least_width > width and any(column.drop for column in grid.columns):
            first = min((column.drop, at) for at, column in enumerate(grid.columns) if column.drop)[1]
            left = grid._only([at for at, _ in enumerate(grid.columns) if at != first])
            grid = Grid(left.columns, left.rows, left.total, (*grid.dropped, grid.columns[first].title))
        return grid

    @property
    def least_width(self) -> int:
        """Cells that the table needs, columns that may wrap being wrapped."""
        widths = [self._width(at) for at, _ in enumerate(self.columns)]
        return sum(widths) + GAP * (len(widths) - 1)

    def render(self) -> Table:
        """The table for Rich to print."""
        table = Table(
            box=RULES,
            show_edge=False,
            pad_edge=False,
            padding=(0, 0, 0, GAP - 1),
            show_footer=self.total is not None,
            header_style="bold",
            footer_style="bold",
            border_style="dim",
        )
        for at, column in enumerate(self.columns):
            table.add_column(
                Text(column.title),
                Text(self.total[at]) if self.total else "",
                justify="right" if column.right else "left",
                no_wrap=not column.wrap,
                overflow="fold",
                style=column.style,
            )
        for row in self.rows:
            table.add_row(*(_cell(cell) for cell in row))
        return table

    def _only(self, keep: list[int]) -> Grid:
        return Grid(
            [self.columns[at] for at in keep],
            [[row[at] for at in keep] for row in self.rows],
            self.total and [self.total[at] for at in keep],
            self.dropped,
        )

    def _width(self, at: int) -> int:
        column = self.columns[at]
        cells = [
            column.title,
            *(str(row[at]) for row in self.rows),
            *([self.total[at]] if self.total else []),
        ]
        natural = max(cell_len(cell) for cell in cells)
        return min(natural, max(WRAPPED, cell_len(column.title))) if column.wrap else natural


def _cell(cell: str | Text) -> Text:
    if isinstance(cell, Text):
        return cell
    return Text(cell, style="dim" if cell in ("–", "0") else "")

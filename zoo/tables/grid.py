"""The table used everywhere: bold head, a rule below it and above the total, no edges."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Self

from rich.cells import cell_len

from zoo.schema.value import Value, frozen
from zoo.tables.words import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table
    from rich.text import Text

GAP = 2
WRAPPED = 24
"""Minimum width of a column that wraps; below it, whole columns are dropped."""

RULES = "    \n    \n ── \n    \n    \n ── \n    \n    \n"
"""Rich's notation for a rule below the head and above the total, and no other line."""


class Styled(str):
    """A cell's text with a Rich style; does not import Rich."""

    __slots__ = ("style",)
    style: str

    def __new__(cls, text: str, style: str) -> Self:
        """Create the text; `style` is the name of a Rich style, such as "dim"."""
        made = super().__new__(cls, text)
        made.style = style
        return made


@frozen
class GridColumn(Value):
    """A column's title and layout.

    `drop` is the order in which columns are dropped if the table is too wide: 1 first, 0 never. Columns of
    one `block` are dropped together; it is their common name. `right` aligns to the right. `style` is a
    Rich style.
    """

    title: str
    right: bool = False
    wrap: bool = False
    drop: int = 0
    style: str = ""
    block: str = ""


@frozen
class Grid(Value):
    """Rows of text under columns, with an optional total below them.

    A cell may be a Rich Text with a style of its own.
    """

    columns: Sequence[GridColumn]
    rows: Sequence[Sequence[str | Text]]
    total: Sequence[str] | None = None
    dropped: tuple[str, ...] = field(default=())

    def without_empty(self) -> Grid:
        """The same table without empty columns."""
        keep = [at for at, _ in enumerate(self.columns) if any(str(row[at]) for row in self.rows)]
        return self._only(keep)

    def fit(self, width: int) -> Grid:
        """The same table without the columns that don't fit into `width` cells; `dropped` has their names."""
        grid = self
        while grid.least_width > width and any(column.drop for column in grid.columns):
            first = grid.columns[min((each.drop, at) for at, each in enumerate(grid.columns) if each.drop)[1]]
            goes = [
                each is first or (bool(each.block) and each.block == first.block) for each in grid.columns
            ]
            left = grid._only([at for at, gone in enumerate(goes) if not gone])
            grid = Grid(left.columns, left.rows, left.total, (*grid.dropped, first.block or first.title))
        return grid

    @property
    def least_width(self) -> int:
        """Minimum width of the table in cells, with wrapping columns wrapped."""
        widths = [self._width(at) for at, _ in enumerate(self.columns)]
        return sum(widths) + GAP * (len(widths) - 1)

    def lines(self) -> list[str]:
        """The table as plain text, without cutting or wrapping: for pipes, and for thousands of rows."""
        widths = [self._natural_width(at) for at, _ in enumerate(self.columns)]
        rule = "─" * (sum(widths) + GAP * (len(widths) - 1))
        rows = [[column.title for column in self.columns], *self.rows]
        text = [self._line(row, widths) for row in rows]
        below = [rule, self._line(self.total, widths)] if self.total else []
        return [text[0], rule, *text[1:], *below]

    def render(self) -> Table:
        """The table for Rich to print."""
        from rich.box import Box
        from rich.table import Table
        from rich.text import Text

        table = Table(
            box=Box(RULES),
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
                Text(_plain(column.title)),
                Text(_plain(self.total[at])) if self.total else "",
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

    def _line(self, row: Sequence[str | Text], widths: Sequence[int]) -> str:
        cells = []
        for cell, column, width in zip(map(_plain, row), self.columns, widths, strict=True):
            gap = " " * (width - cell_len(cell))
            cells.append(gap + cell if column.right else cell + gap)
        return (" " * GAP).join(cells).rstrip()

    def _width(self, at: int) -> int:
        column, natural = self.columns[at], self._natural_width(at)
        return min(natural, max(WRAPPED, cell_len(column.title))) if column.wrap else natural

    def _natural_width(self, at: int) -> int:
        total = [self.total[at]] if self.total else []
        return max(
            cell_len(_plain(cell))
            for cell in (self.columns[at].title, *(row[at] for row in self.rows), *total)
        )


def _plain(cell: str | Text) -> str:
    """The text of a cell; control characters, which may come from a file, are escaped."""
    return literal(str(cell))


def _cell(cell: str | Text) -> Text:
    from rich.text import Text

    if isinstance(cell, Text):
        return cell
    faint = "dim" if cell in ("–", "0") else ""
    return Text(_plain(cell), style=cell.style if isinstance(cell, Styled) else faint)

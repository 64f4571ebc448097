"""The table used everywhere."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from zoo.tables.grid import Grid, GridColumn, Styled

GRID = Grid(
    [
        GridColumn("Model", style="cyan"),
        GridColumn("Parameters", right=True, drop=2),
        GridColumn("Summary", wrap=True),
        GridColumn("From", drop=1),
    ],
    [
        ["relu-dropout", "79,510", "One ReLU hidden layer with dropout 0.3", Styled("built in", "dim")],
        ["ko-dropout", "–", "은닉층 하나", "zoo-book-ko 0.1.0"],
    ],
    ["Total", "79,510", "", ""],
)

PLAIN = """\
Model         Parameters  Summary                                 From
───────────────────────────────────────────────────────────────────────────────────
relu-dropout      79,510  One ReLU hidden layer with dropout 0.3  built in
ko-dropout             –  은닉층 하나                             zoo-book-ko 0.1.0
───────────────────────────────────────────────────────────────────────────────────
Total             79,510"""


def rendered(grid: Grid, width: int = 120) -> str:
    """The output of Rich, without trailing spaces."""
    stream = io.StringIO()
    Console(file=stream, width=width, force_terminal=False).print(grid.render())
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def test_columns_are_separated_by_two_spaces() -> None:
    """Widths are in terminal cells; Hangul takes two."""
    assert "\n".join(GRID.lines()) == PLAIN


def test_rich_prints_the_same_table() -> None:
    """It has colours, and is wrapped if necessary."""
    assert rendered(GRID) == PLAIN


@pytest.mark.parametrize(
    ("width", "left", "dropped"),
    [
        (120, ["Model", "Parameters", "Summary", "From"], ()),
        (60, ["Model", "Parameters", "Summary"], ("From",)),
        (40, ["Model", "Summary"], ("From", "Parameters")),
        (10, ["Model", "Summary"], ("From", "Parameters")),
    ],
)
def test_columns_are_dropped_in_order_if_there_is_no_room(
    width: int, left: list[str], dropped: tuple
) -> None:
    """A wrapping column is narrowed first; a column with drop=0 stays."""
    fitted = GRID.fit(width)
    assert [column.title for column in fitted.columns] == left
    assert fitted.dropped == dropped


def test_an_empty_column_can_be_omitted() -> None:
    """An empty column is removed with its cells."""
    grid = Grid([GridColumn("A"), GridColumn("B")], [["1", ""], ["2", ""]]).without_empty()
    assert grid.lines() == ["A", "─", "1", "2"]


def test_the_columns_of_a_block_are_dropped_together() -> None:
    """The note names the block."""
    grid = Grid(
        [
            GridColumn("Class"),
            *(GridColumn(name, drop=1, block="the matrix") for name in "01"),
            GridColumn("F1", drop=2),
        ],
        [["setosa", "10", "20", "0.9"]],
    )
    fitted = grid.fit(14)
    assert [column.title for column in fitted.columns] == ["Class", "F1"]
    assert fitted.dropped == ("the matrix",)

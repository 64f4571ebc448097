"""Tables that the page's script makes sortable: each cell has its text and its sort key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from zoo.reports.html import caption, element, region
from zoo.tables.words import metric, value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zoo.reports.html import Markup

Row = TypeVar("Row")


class Cell(NamedTuple):
    """A number as shown, and its sort key; None sorts last."""

    shown: str
    key: float | str | None


class SortableColumn(NamedTuple, Generic[Row]):
    """A heading, and the function that returns its cell of a row."""

    title: str
    cell: Callable[[Row], Cell | str]


def sortable(
    label: str, heading: str, columns: Sequence[SortableColumn[Row]], rows: Sequence[Row], *, class_: str = ""
) -> Markup:
    """The table; the first column's cells are row headers."""
    cells = [[each.cell(row) for each in columns] for row in rows]
    heads = zip(columns, cells[0] if cells else [""] * len(columns), strict=True)
    head = element("tr", *(_head(each.title, below) for each, below in heads))
    body = (
        element("tr", _cell("th", first, scope="row"), *(_cell("td", each) for each in rest))
        for first, *rest in cells
    )
    made = element(
        "table",
        caption(heading),
        element("thead", head),
        element("tbody", *body),
        class_=f"sortable {class_}".strip(),
    )
    return region(label, made)


def measured(of: float | None) -> Cell:
    """A metric as a cell."""
    return Cell(metric(of), of)


def setting(of: Any) -> Cell:
    """A setting's value as a cell; numbers are sorted as numbers."""
    shown = value(of)
    return Cell(shown, of if isinstance(of, (int, float)) and not isinstance(of, bool) else shown)


def _head(title: str, below: Cell | str) -> Markup:
    """A heading; it is right-aligned above figures."""
    side = {"class_": "figure"} if isinstance(below, Cell) else {}
    return element("th", title, scope="col", **side)


def _cell(tag: str, content: Cell | str, **attributes: str) -> Markup:
    if isinstance(content, str):
        return element(tag, content, **attributes)
    key = "" if content.key is None else content.key
    return element(tag, content.shown, class_="figure", data_key=key, **attributes)

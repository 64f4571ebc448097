"""Tables that a page's program makes sortable: of each cell what is shown, and what it is sorted by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from zoo.reports.html import element, region
from zoo.tables.words import metric, value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zoo.reports.html import Markup

Row = TypeVar("Row")


class Figure(NamedTuple):
    """A number as it is shown, and what it is sorted by; None is last."""

    shown: str
    key: float | str | None


class Column(NamedTuple, Generic[Row]):
    """A heading, and what stands below it of each row."""

    title: str
    cell: Callable[[Row], Figure | str]


def sortable(
    label: str, caption: str, columns: Sequence[Column[Row]], rows: Sequence[Row], *, class_: str = ""
) -> Markup:
    """The table; the first column's cells head their rows."""
    cells = [[each.cell(row) for each in columns] for row in rows]
    heads = zip(columns, cells[0] if cells else [""] * len(columns), strict=True)
    head = element("tr", *(_head(each.title, below) for each, below in heads))
    body = (
        element("tr", _cell("th", first, scope="row"), *(_cell("td", each) for each in rest))
        for first, *rest in cells
    )
    made = element(
        "table",
        element("caption", caption),
        element("thead", head),
        element("tbody", *body),
        class_=f"sortable {class_}".strip(),
    )
    return region(label, made)


def measured(of: float | None) -> Figure:
    """A metric."""
    return Figure(metric(of), of)


def setting(of: Any) -> Figure:
    """A setting's value; numbers are sorted as such."""
    shown = value(of)
    return Figure(shown, of if isinstance(of, (int, float)) and not isinstance(of, bool) else shown)


def _head(title: str, below: Figure | str) -> Markup:
    """It stands over figures as they do: to the right."""
    side = {"class_": "figure"} if isinstance(below, Figure) else {}
    return element("th", title, scope="col", **side)


def _cell(tag: str, content: Figure | str, **attributes: str) -> Markup:
    if isinstance(content, str):
        return element(tag, content, **attributes)
    key = "" if content.key is None else content.key
    return element(tag, content.shown, class_="figure", data_key=key, **attributes)

"""HTML elements: any text that is not created here is untrusted and escaped."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from zoo.tables.words import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoo.tables.grid import Grid

VOID = ("img", "input", "meta")
"""Elements without an end tag."""


class Markup(str):
    """HTML that is inserted into a page without escaping."""

    __slots__ = ()


def element(tag: str, *children: str, **attributes: str | float | bool) -> Markup:
    """An element; children that are not Markup are escaped; `aria_label` becomes `aria-label`.

    An attribute that is True has no value; one that is False is left out.
    """
    named = [_attribute(name.strip("_").replace("_", "-"), value) for name, value in attributes.items()]
    begin = f"<{' '.join([tag, *filter(None, named)])}>"
    return Markup(begin) if tag in VOID else Markup(f"{begin}{joined(children)}</{tag}>")


def joined(children: Iterable[str]) -> Markup:
    """The concatenated children, with text escaped."""
    return Markup("".join(each if isinstance(each, Markup) else _escaped(each) for each in children))


def paragraphs(lines: Iterable[str]) -> Markup:
    """One paragraph for each line."""
    return joined(element("p", line) for line in lines if line)


def region(label: str, *children: str, class_: str = "") -> Markup:
    """A region that scrolls separately, also by keyboard, as it may be wider than the window."""
    return element(
        "div", *children, role="region", tabindex=0, aria_label=label, class_=f"scroll {class_}".strip()
    )


def folded(title: str, content: Markup) -> Markup:
    """Content that is shown when its title is clicked."""
    return element("details", element("summary", title), content)


def table(grid: Grid, label: str) -> Markup:
    """A table as in the terminal; the first column's cells are row headers."""
    sides = ["figure" if column.right else "" for column in grid.columns]
    head = element(
        "tr",
        *(
            _cell("th" if column.title else "td", column.title, side, scope="col")
            for column, side in zip(grid.columns, sides, strict=True)
        ),
    )
    total = [element("tfoot", _row(grid.total, sides))] if grid.total else []
    rows = [_row([str(cell) for cell in row], sides) for row in grid.rows]
    body = element("table", caption(label), element("thead", head), element("tbody", *rows), *total)
    return region(label, body)


def caption(text: str) -> Markup:
    """The heading of a table, which stays in view when the table is scrolled."""
    return element("caption", element("span", text))


def _row(cells: Sequence[str], sides: Sequence[str]) -> Markup:
    first, *rest = zip(cells, sides, strict=True)
    return element("tr", _cell("th", *first, scope="row"), *(_cell("td", *each) for each in rest))


def _cell(tag: str, text: str, side: str, *, scope: str = "") -> Markup:
    known: dict[str, str] = {"scope": scope} if scope and tag == "th" else {}
    return element(tag, text, **known, **({"class_": side} if side else {}))


def _attribute(name: str, value: str | float | bool) -> str:  # noqa: FBT001 - an attribute's value
    if isinstance(value, bool):
        return name if value else ""
    return f'{name}="{_escaped(str(value))}"'


def _escaped(text: str) -> str:
    """Escaped text; line breaks are kept, bidirectional characters are not."""
    return html.escape("\n".join(map(literal, text.split("\n"))))

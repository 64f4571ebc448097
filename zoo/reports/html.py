"""Elements of HTML: what is not made here is a stranger's text, and can't be read as markup."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from zoo.tables.words import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoo.tables.grid import Grid

VOID = ("img", "input", "meta")
"""Elements that have no end."""


class Markup(str):
    """HTML that is put into a page as it is."""

    __slots__ = ()


def element(tag: str, *children: str, **attributes: str | float | bool) -> Markup:
    """An element; children that are no Markup are text; `aria_label` stands for `aria-label`.

    An attribute that is True has no value, one that is False is left out.
    """
    named = [_attribute(name.strip("_").replace("_", "-"), value) for name, value in attributes.items()]
    begin = f"<{' '.join([tag, *filter(None, named)])}>"
    return Markup(begin) if tag in VOID else Markup(f"{begin}{joined(children)}</{tag}>")


def joined(children: Iterable[str]) -> Markup:
    """Children one after another, text escaped."""
    return Markup("".join(each if isinstance(each, Markup) else _escaped(each) for each in children))


def paragraphs(lines: Iterable[str]) -> Markup:
    """A paragraph each."""
    return joined(element("p", line) for line in lines if line)


def region(label: str, *children: str, class_: str = "") -> Markup:
    """What may be wider than the window: it is scrolled by itself, by keyboard too."""
    return element(
        "div", *children, role="region", tabindex=0, aria_label=label, class_=f"scroll {class_}".strip()
    )


def folded(title: str, content: Markup) -> Markup:
    """What is shown when its title is chosen."""
    return element("details", element("summary", title), content)


def table(grid: Grid, label: str) -> Markup:
    """A table as the terminal has it; the first column's cells head their rows."""
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
    body = element(
        "table", element("caption", label), element("thead", head), element("tbody", *rows), *total
    )
    return region(label, body)


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
    """Text with its lines, and with nothing that would turn around what follows."""
    return html.escape("\n".join(map(literal, text.split("\n"))))

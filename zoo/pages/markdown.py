"""A page as Markdown, which CommonMark and Python-Markdown read alike; text from elsewhere stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from zoo.cards.markdown import block, code, plain
from zoo.pages.blocks import Code, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zoo.pages.blocks import Page
    from zoo.tables.grid import Grid

LINKED = ("Model", "Optimizer", "Dataset")
"""The columns with names of other pages."""
SPECIAL = re.compile(r"([\\`*\[\]]|(?<!\w)_|_(?!\w))")
"""What may be markup within a line, and what both let a backslash precede; within a word, _ is none."""
ENTITIES = {"&": "&amp;", "<": "&lt;", "~": "&#126;", "|": "&#124;", "$": "&#36;"}
"""What may be markup in one of them, and is written in the same way for both."""


def markdown(page: Page, *, pictures: bool = False, links: Mapping[str, str] | None = None) -> str:
    """The page as Markdown; `pictures` are links to the files that `page.pictures` names.

    `links` has the addresses of other pages, by their names in the table of results.
    """
    lines = [f"# {text(page.name)}", ""]
    for said in page.beginning:
        lines += [text(said), ""]
    names = iter(page.pictures)
    for each in page.blocks:
        match each:
            case Heading():
                lines += [f"## {text(each.text)}", ""]
            case Paragraph():
                lines += [text(each.text), ""]
            case Code():
                lines += [*block(each.lines, each.language), ""]
            case Table():
                lines += [*table(each.grid, each.coded, links or {}), ""]
            case _:
                lines += [f"![{text(each.title)}]({quote(next(names))})", ""] if pictures else []
    return "\n".join(lines)


def text(shown: str) -> str:
    """Text that is shown as it is, within a line."""
    escaped = SPECIAL.sub(r"\\\1", plain(shown))
    return "".join(ENTITIES.get(each, each) for each in escaped)


def table(grid: Grid, coded: Iterable[str], links: Mapping[str, str]) -> Iterator[str]:
    """A table with its total in bold; cells of the `coded` columns are code, names of other pages links."""
    as_code = set(coded)
    yield _row(text(column.title) for column in grid.columns)
    yield _row("---:" if column.right else "---" for column in grid.columns)
    for row in grid.rows:
        cells = zip(grid.columns, map(str, row), strict=True)
        yield _row(
            f"[{text(cell)}]({links[cell]}){{.name}}"
            if column.title in LINKED and cell in links
            else _cell(cell, is_code=column.title in as_code)
            for column, cell in cells
        )
    if grid.total:
        yield _row(f"**{text(cell)}**" if cell else "" for cell in grid.total)


def _cell(shown: str, *, is_code: bool) -> str:
    """A bar would end the cell, also within code."""
    return code(shown) if is_code and shown and "|" not in shown else text(shown)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"

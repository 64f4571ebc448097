"""A page as one self-contained HTML file, in the form of the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.pages.blocks import Code, Heading, Paragraph, Table
from zoo.reports.document import document
from zoo.reports.html import Markup, element, paragraphs, region, table

if TYPE_CHECKING:
    from zoo.pages.blocks import Block, Page


def html(page: Page) -> str:
    """The whole page, with its pictures."""
    sections: list[tuple[str, list[Markup]]] = [("Summary", [paragraphs(page.beginning)])]
    for each in page.blocks:
        if isinstance(each, Heading):
            sections.append((each.text, [element("h2", each.text)]))
        else:
            sections[-1][1].append(_element(each))
    ids = {title: title.lower().replace(" ", "-") for title, _ in sections}
    made = (
        element("section", *parts, aria_label=title, id=ids[title]) for title, parts in sections if len(parts)
    )
    links = [(f"#{ids[title]}", title) for title, _ in sections[1:]]
    return document(page.name, made, links, "zoo docs")


def _element(block: Block) -> Markup:
    match block:
        case Paragraph():
            return element("p", block.text)
        case Code():
            lines = "\n".join(block.lines)
            return region("Code", element("pre", element("code", lines)))
        case Table():
            return table(block.grid, block.title)
        case Heading():
            return element("h2", block.text)
        case _:
            kind = "diagram" if block.kind == "layers" else "picture"
            return region(block.title, Markup(block.draw()), class_=kind)

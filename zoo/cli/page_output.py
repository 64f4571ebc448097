"""The page of a name on the screen; in a pipe it is Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoo.pages.blocks import Block, Page


def print_page(page: Page) -> None:
    """Print the page without its pictures."""
    from zoo.cli import console

    if not console.moves(console.out()):
        from zoo.pages.markdown import markdown

        console.raw(markdown(page))
        return
    _print_heading(page.name)
    for said in page.beginning:
        console.say(said)
    for each in page.blocks:
        _print(each)


def _print(block: Block) -> None:
    from zoo.cli import console
    from zoo.pages.blocks import Code, Heading, Paragraph, Picture, Table

    if isinstance(block, Picture):
        return
    console.say()
    match block:
        case Heading():
            _print_heading(block.text)
        case Paragraph():
            console.say(block.text)
        case Table():
            console.answer(block.grid)
        case Code():
            for line in block.lines:
                console.say("  ", line)


def _print_heading(text: str) -> None:
    from rich.text import Text

    from zoo.cli import console
    from zoo.tables.words import literal

    console.say(Text(literal(text), style="bold underline"))

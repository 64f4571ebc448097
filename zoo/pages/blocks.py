"""What a page consists of: each block is printed on a terminal, written as Markdown, and as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.tables.grid import Grid


class Heading(NamedTuple):
    """The heading of a section."""

    text: str


class Paragraph(NamedTuple):
    """Plain text; nothing in it is markup."""

    text: str


class Code(NamedTuple):
    """Lines to copy, in a language of Pygments."""

    lines: tuple[str, ...]
    language: str = "sh"


class Table(NamedTuple):
    """A table with its title for screen readers; cells of the `coded` columns are code."""

    title: str
    grid: Grid
    coded: tuple[str, ...] = ()


class Picture(NamedTuple):
    """A picture, drawn as SVG only where it is shown; `kind` tells it from others of the page."""

    title: str
    kind: str
    draw: Callable[[], str]


Block = Heading | Paragraph | Code | Table | Picture


@dataclass(frozen=True)
class Page:
    """The page of a name; `origin` says where the name is from, as in "Model, built in"."""

    kind: str
    name: str
    summary: str
    origin: str
    blocks: tuple[Block, ...]

    @property
    def beginning(self) -> list[str]:
        """The sentences below the name."""
        return [f"{each[0].upper()}{each[1:].rstrip('.')}." for each in (self.summary, self.origin) if each]

    @property
    def pictures(self) -> dict[str, Picture]:
        """The pictures by the names of their files."""
        found = (each for each in self.blocks if isinstance(each, Picture))
        return {f"{self.name}-{each.kind}.svg": each for each in found}

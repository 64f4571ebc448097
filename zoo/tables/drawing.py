"""Images in a terminal, drawn with half blocks: each cell shows two pixels, one above the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from rich.text import Text

from zoo.tables.words import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST = 28
"""Maximum width of an image in columns; a larger image is drawn with fewer pixels."""
GAP = 2
UPPER = "▀"

Image = list[list[tuple[int, int, int]]]
"""Rows of pixels, each as red, green and blue from 0 to 255."""


def side_by_side(images: Sequence[Any], captions: Sequence[str], width: int) -> Iterator[Text]:
    """Lines that show images with a caption below each, as many per row as fit into the width.

    An image is nested lists of shape (height, width) or (height, width, channels), from 0 for black to 1.
    """
    drawn = [_coloured(image) for image in images]
    words = [literal(caption) for caption in captions]
    widths = [max(len(image[0]), cell_len(word)) for image, word in zip(drawn, words, strict=True)]
    start = 0
    while start < len(drawn):
        end, used = start, 0
        while end < len(drawn) and (end == start or used + widths[end] <= width):
            used += widths[end] + GAP
            end += 1
        yield from _strip(drawn[start:end], words[start:end], widths[start:end])
        start = end


def _strip(images: Sequence[Image], words: Sequence[str], widths: Sequence[int]) -> Iterator[Text]:
    """One row of images with their captions."""
    for row in range(0, max(map(len, images)), 2):
        line = Text()
        for image, width in zip(images, widths, strict=True):
            upper = image[row] if row < len(image) else []
            lower = image[row + 1] if row + 1 < len(image) else [None] * len(upper)
            for above, below in zip(upper, lower, strict=True):
                line.append(
                    UPPER, Style(color=Color.from_rgb(*above), bgcolor=below and Color.from_rgb(*below))
                )
            line.append(" " * (width - len(upper) + GAP))
        yield line
    cells = (word + " " * (width - cell_len(word)) for word, width in zip(words, widths, strict=True))
    yield Text((" " * GAP).join(cells).rstrip())


def _coloured(image: Any) -> Image:
    """The pixels as colours, reduced to LARGEST columns and rows."""
    step = -(-max(len(image[0]), len(image)) // LARGEST)
    return [[_colour(pixel) for pixel in row[::step]] for row in image[::step]]


def _colour(pixel: Any) -> tuple[int, int, int]:
    channels = pixel if isinstance(pixel, list) else [pixel]
    red, green, blue = (round(255 * min(1.0, max(0.0, each))) for each in (channels * 3)[:3])
    return red, green, blue

"""Some examples of a dataset as a picture: a grid of images with their classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.drawing import svg
from zoo.drawing.strokes import STYLE
from zoo.reports.images import data_address, png
from zoo.tables.samples import captions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from zoo.data.samples import Samples

SIDE, GAP, TEXT = 96, 12, svg.FONT_SIZE
"""Pixels: the side of an image, the gap around it, the height of a line below it."""
ACROSS = 10
"""Number of images in a row."""


def draw(samples: Samples, title: str, explanation: str) -> str:
    """The images below a title, each above its class, as SVG."""
    assert samples.images is not None
    across = min(ACROSS, len(samples.images))
    down = -(-len(samples.images) // across)
    top = 3 * GAP + 2 * TEXT
    tall = SIDE + 2 * GAP + TEXT * max(map(len, captions(samples)))
    words = max(map(svg.width_of, (title, explanation)))
    size = (max(across * (SIDE + GAP) + GAP, round(words) + 2 * GAP), top + down * tall + GAP)
    children = [
        svg.ground(),
        svg.text(GAP, GAP + TEXT / 2, title, weight="bold"),
        svg.text(GAP, 2 * GAP + 1.5 * TEXT, explanation),
        *_images(samples, across, top, tall),
    ]
    return svg.document(size, title, explanation, children, STYLE)


def _images(samples: Samples, across: int, top: int, tall: int) -> Iterator[Element]:
    assert samples.images is not None
    for at, (image, lines) in enumerate(zip(samples.images, captions(samples), strict=True)):
        row, column = divmod(at, across)
        x, y = GAP + column * (SIDE + GAP), top + row * tall
        yield svg.element(
            "image",
            href=data_address(png(image, SIDE)),
            x=x,
            y=y,
            width=SIDE,
            height=SIDE,
            style="image-rendering: pixelated",
        )
        for line, label in enumerate(lines):
            caption, below = svg.shortened(label, SIDE + GAP / 2), GAP / 2 + (line + 0.5) * TEXT
            yield svg.text(x + SIDE / 2, y + SIDE + below, caption, anchor="middle", whole=label)

"""Images as PNG files, alone or as tiles."""

from __future__ import annotations

import base64
import io

import numpy as np

from zoo.reports.html import Markup, element

ACROSS = 16
"""Number of tiles in a row."""
GAP = 2
"""Pixels between tiles."""
LARGEST = 12
"""Pixels of the file for one of an image, at most."""


def png(image: np.ndarray, side: int | None = None) -> bytes:
    """A PNG file of an image of shape (height, width[, channels]), at most `side` pixels wide and high."""
    from PIL import Image

    flat = image.reshape(image.shape[:2]) if image.shape[2:] == (1,) else image
    picture = Image.fromarray(np.ascontiguousarray(flat))
    if side is not None:
        picture.thumbnail((side, side))
    content = io.BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()


def tiled(images: np.ndarray, side: int, across: int = ACROSS) -> np.ndarray:
    """Images of shape (number, height, width[, channels]) as tiles on white, enlarged to at most `side`."""
    times = max(1, min(LARGEST, side // max(images.shape[1:3])))
    images = images.repeat(times, axis=1).repeat(times, axis=2)
    many, height, width, *rest = images.shape
    columns = min(across, many)
    rows = -(-many // columns)
    whole = np.full((rows * (height + GAP) - GAP, columns * (width + GAP) - GAP, *rest), 255, np.uint8)
    for at, image in enumerate(images):
        row, column = divmod(at, columns)
        top, left = row * (height + GAP), column * (width + GAP)
        whole[top : top + height, left : left + width] = image
    return whole


def embedded(picture: bytes, said: str) -> Markup:
    """A PNG file as an element; `said` describes it for screen readers."""
    return element("img", src=data_address(picture), alt=said)


def data_address(picture: bytes) -> str:
    """A PNG file as an address that contains it."""
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"

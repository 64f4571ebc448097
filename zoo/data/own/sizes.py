"""The size to which images are resized."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.files.image_file import Kind

LONGER_SIDE = 128
"""Pixels to which larger images are scaled down: a dense layer has weights for every pixel."""


class Sizes(NamedTuple):
    """The size of the inputs, the size that most images have or that was chosen, and a note."""

    inputs: tuple[int, int]
    images: tuple[int, int]
    note: str = ""


def size_of(images: Sequence[Kind], chosen: tuple[int, int] | None) -> Sizes:
    """Height and width of the inputs: the chosen ones, or those of most images.

    Those of most images are scaled down to 128 pixels on the longer side.
    """
    if chosen is not None:
        return Sizes(chosen, chosen)
    ((height, width), _), *_ = Counter((each.height, each.width) for each in images).most_common(1)
    longer = max(height, width)
    if longer <= LONGER_SIDE:
        return Sizes((height, width), (height, width))
    small = (max(1, round(height * LONGER_SIDE / longer)), max(1, round(width * LONGER_SIDE / longer)))
    was, now = (f"{one}x{other}" for one, other in ((height, width), small))
    return Sizes(
        small, (height, width), f"scaled down from {was} to {now} pixels; --image-size {was} keeps the size"
    )

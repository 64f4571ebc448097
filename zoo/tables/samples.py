"""Some examples of a dataset: images in a terminal, rows as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import enumerated, shorten
from zoo.tables.drawing import side_by_side
from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import NONE, count, literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from rich.text import Text

    from zoo.data.samples import Cell, Samples

SIDE = 16
"""The largest width and height of an image in pixels, so that several fit side by side."""
LONGEST = 24
"""Letters of a class below an image."""
MOST = 30
"""The columns of rows that are shown at most."""


def drawn(samples: Samples, width: int) -> Iterator[Text]:
    """Lines that show the images with their classes, as many side by side as fit."""
    assert samples.images is not None
    captions = [shorten(label, LONGEST) for label in labels(samples)]
    return side_by_side((reduced(samples.images, SIDE) / 255).tolist(), captions, width)


def reduced(images: np.ndarray, side: int) -> np.ndarray:
    """Images of at most `side` pixels, each of which is the mean of a block."""
    every = -(-max(images.shape[1:3]) // side)
    height, width = (max(axis // every, 1) for axis in images.shape[1:3])
    tall, wide = (min(every, axis) for axis in images.shape[1:3])
    blocks = images[:, : height * tall, : width * wide].reshape(
        len(images), height, tall, width, wide, *images.shape[3:]
    )
    means: np.ndarray = blocks.mean(axis=(2, 4))
    return means


def rows(samples: Samples) -> Grid:
    """The samples as rows, with their columns if they have some."""
    names = samples.names[:MOST]
    cells = [list(map(_shown, row[:MOST])) for row in samples.rows] or [[] for _ in samples.positions]
    columns = [
        GridColumn(
            literal(name),
            right=bool(samples.rows) and all(isinstance(row[at], (float, int)) for row in samples.rows),
            drop=len(names) - at if at else 0,
        )
        for at, name in enumerate(names)
    ]
    title = samples.noun.removesuffix("s" * (samples.noun == "targets")).capitalize()
    return Grid(
        [GridColumn("Example", right=True), *columns, GridColumn(title, right=title == "Target")],
        [
            [count(position), *row, label]
            for position, row, label in zip(samples.positions, cells, labels(samples), strict=True)
        ],
    )


def labels(samples: Samples) -> list[str]:
    """The class of each sample, its labels, or its targets; of mixed images, with the shares of classes."""
    return [", ".join(lines) for lines in captions(samples)]


def captions(samples: Samples) -> list[list[str]]:
    """The labels in lines: a line for each class of a mixed image."""
    if samples.shares:
        return [_mixture(shares, samples.noun) for shares in samples.shares]
    return [
        [literal(label) if isinstance(label, str) else ", ".join(map(_shown, label)) or NONE]
        for label in samples.labels
    ]


def sentence(samples: Samples, unit: str) -> str:
    """What is shown: "20 of 3,840 images of the training split"."""
    what = f"{count(len(samples.positions))} of {count(samples.of)} {literal(unit)} of the training split"
    hidden = len(samples.names) - MOST
    more = f"; the first {MOST} of {count(len(samples.names))} columns" if hidden > 0 else ""
    filled = "; missing numbers and dates are the median, as a model sees them" if samples.filled else ""
    return f"{what}{more}{filled}{_changed(samples)}."


def _changed(samples: Samples) -> str:
    """How the images are changed: "; changed at random by RandomFlip, as in a training with seed 42"."""
    if samples.changed is None:
        return ""
    names = enumerated([dict(each)["type"] for each in samples.changed.augment])
    return f"; changed at random by {names}, as in a training with seed {samples.changed.seed}"


def _mixture(shares: Mapping[str, float], noun: str) -> list[str]:
    """The classes of a mixed image with their shares; a class alone has none."""
    seen = {name: share for name, share in shares.items() if round(share, 2) > 0}
    if len(seen) == 1 and noun == "class":
        return [literal(name) for name in seen]
    return [f"{literal(name)} {100 * share:.0f} %" for name, share in seen.items()] or [NONE]


def _shown(cell: Cell) -> str:
    if cell is None:
        return NONE
    return literal(cell) if isinstance(cell, str) else f"{cell:.6g}"

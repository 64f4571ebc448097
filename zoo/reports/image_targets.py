"""Targets that are images: the examples with the largest errors, each beside its prediction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zoo.reports.html import Markup, caption, element, joined, region
from zoo.reports.images import embedded, png, tiled
from zoo.tables.words import NONE, count, metric, metrics

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 8
"""Number of examples."""
SIDE, LARGEST = 96, 128
"""The side in pixels that small images are enlarged to, and the one that large images are thinned out to."""
AXES, CHANNELS = 2, (1, 3)


@dataclass(frozen=True, eq=False)
class Compared:
    """A test example whose target is an image; `place` is its index.

    `error` is the mean absolute error of its values. The pictures are PNG files; `given` is empty if the
    input is not an image.
    """

    place: int
    error: float
    given: bytes
    predicted: bytes
    true: bytes


@dataclass(frozen=True, eq=False)
class Largest:
    """The examples with the largest errors, and the values that are black and white in their targets."""

    examples: tuple[Compared, ...]
    lowest: float
    highest: float


def largest_errors(
    answers: np.ndarray, true: np.ndarray, x: np.ndarray, positions: np.ndarray
) -> Largest | None:
    """The test examples with the largest mean absolute error; None if the targets are not images.

    `x` has the inputs of the whole dataset, of which the test examples are at these positions.
    """
    if not _are_images(true.shape[1:]) or not len(true):
        return None
    errors = np.abs(answers - true).reshape(len(true), -1).mean(axis=1)
    order = np.argsort(-errors, kind="stable")[:SHOWN]
    lowest, highest = float(true[order].min()), float(true[order].max())
    is_shown = _are_images(x.shape[1:])
    examples = [
        Compared(
            place,
            float(errors[place]),
            _own_range(x[positions[place]]) if is_shown else b"",
            _picture(answers[place], lowest, highest),
            _picture(true[place], lowest, highest),
        )
        for place in order.tolist()
    ]
    return Largest(tuple(examples), lowest, highest)


def compared(found: Largest) -> Markup:
    """A row for each example: its input, its prediction and the true image."""
    low, high = metrics([found.lowest, found.highest])
    many = "example" if len(found.examples) == 1 else f"{count(len(found.examples))} examples"
    said = (
        f"The {many} of the test split with the largest mean absolute error. "
        f"Predicted and true values from {low} (black) to {high} (white); each input has its own range."
    )
    titles = ("Example", "Input", "Predicted", "True", "Mean absolute error")
    head = element("tr", *(element("th", each, scope="col") for each in titles))
    body = element(
        "table",
        caption("Largest errors"),
        element("thead", head),
        element("tbody", *map(_row, found.examples)),
        class_="samples",
    )
    return joined([element("p", said), region("Largest errors", body)])


def _row(each: Compared) -> Markup:
    pictures = {"Input": each.given, "Prediction": each.predicted, "True image": each.true}
    cells = (
        element("td", embedded(picture, f"{what} of test example {each.place:,}") if picture else NONE)
        for what, picture in pictures.items()
    )
    place = element("th", count(each.place), scope="row")
    return element("tr", place, *cells, element("td", metric(each.error), class_="figure"))


def _are_images(shape: Sequence[int]) -> bool:
    """Whether examples of this shape can be drawn: (height, width), with 1 or 3 channels."""
    is_flat = len(shape) == AXES
    return min(shape, default=0) > 0 and (is_flat or (len(shape) == AXES + 1 and shape[-1] in CHANNELS))


def _own_range(image: np.ndarray) -> bytes:
    return _picture(image, float(image.min()), float(image.max()))


def _picture(image: np.ndarray, lowest: float, highest: float) -> bytes:
    """A PNG file of numbers, of which these are black and white."""
    every = -(-max(image.shape[:AXES]) // LARGEST)
    share = (image[::every, ::every].astype(np.float64) - lowest) / ((highest - lowest) or 1.0)
    return png(tiled((255 * share.clip(0, 1)).round().astype(np.uint8)[np.newaxis], SIDE))

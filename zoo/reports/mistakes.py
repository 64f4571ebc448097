"""The mistakes that a model is surest of."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.pixels import to_bytes
from zoo.reports.chapter import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.inference.figures import Evaluation
    from zoo.specs.data_facts import Pixels

SHOWN = 24
SIDE = 64
"""Pixels of a picture's longer side; a larger one is made smaller, so that each is a few KB."""


def mistakes_of(
    found: Evaluation, answers: np.ndarray, x: np.ndarray, pixels: Pixels | None
) -> Iterator[UsageError]:
    """The wrong answers with the highest probability, the surest first; none of a regression.

    `answers` has shape (examples, classes), `x` the examples as they lie in the dataset, which are
    images where `pixels` says what these look like.
    """
    if not found.classes:
        return
    wrong = np.flatnonzero(found.true != found.predicted)
    surest = wrong[np.argsort(-answers[wrong, found.predicted[wrong]], kind="stable")][:SHOWN]
    for place in surest.tolist():
        true, predicted = int(found.true[place]), int(found.predicted[place])
        yield UsageError(
            place,
            found.classes[true].name,
            found.classes[predicted].name,
            float(answers[place, true]),
            float(answers[place, predicted]),
            b"" if pixels is None else png(to_bytes(x[place], pixels)),
        )


def png(image: np.ndarray) -> bytes:
    """An image of shape (height, width), with 1 or 3 channels, as a file's content; no side is over SIDE."""
    from PIL import Image

    flat = image.reshape(image.shape[:2]) if image.shape[2:] == (1,) else image
    picture = Image.fromarray(np.ascontiguousarray(flat))
    picture.thumbnail((SIDE, SIDE))
    content = io.BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()

"""The most confident errors of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data.pixels import to_bytes
from zoo.reports.chapter import Misclassified
from zoo.reports.images import png

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.inference.figures import Evaluation
    from zoo.specs.data_facts import Pixels

SHOWN = 24
SIDE = 64
"""Maximum side of a picture in pixels; a larger one is scaled down, so that each is a few KB."""


def misclassified(
    found: Evaluation, answers: np.ndarray, x: np.ndarray, pixels: Pixels | None
) -> Iterator[Misclassified]:
    """The errors with the highest probability, the most confident first; none for a regression.

    `answers` has shape (examples, classes); `x` are the examples as in the dataset, which are images if
    `pixels` describes them.
    """
    if not found.classes:
        return
    wrong = np.flatnonzero(found.true != found.predicted)
    confident = wrong[np.argsort(-answers[wrong, found.predicted[wrong]], kind="stable")][:SHOWN]
    for place in confident.tolist():
        true, predicted = int(found.true[place]), int(found.predicted[place])
        yield Misclassified(
            place,
            found.classes[true].name,
            found.classes[predicted].name,
            float(answers[place, true]),
            float(answers[place, predicted]),
            b"" if pixels is None else png(to_bytes(x[place], pixels), SIDE),
        )

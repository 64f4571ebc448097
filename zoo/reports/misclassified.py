"""The most confident errors of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data.pixels import to_bytes
from zoo.reports.chapter import Misclassified
from zoo.reports.images import png
from zoo.tables.words import NONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.inference.evaluation import Evaluation
    from zoo.specs.data_facts import Pixels

SHOWN = 24
SIDE = 64
"""Maximum side of a picture in pixels; a larger one is scaled down, so that each is a few KB."""


def misclassified(
    found: Evaluation, answers: np.ndarray, x: np.ndarray, pixels: Pixels | None
) -> Iterator[Misclassified]:
    """The errors with the highest probability, the most confident first; none for a regression.

    Of several labels, an error is that of the wrong label that is the most confident. `answers` has shape
    (examples, classes or labels); `x` are the examples as in the dataset, which are images if
    `pixels` describes them.
    """
    if found.labels:
        yield from _mislabelled(found, answers, x, pixels)
    if not found.classes:
        return
    wrong = np.flatnonzero(~found.right)
    confident = wrong[np.argsort(-answers[wrong, found.predicted[wrong]], kind="stable")][:SHOWN]
    for place in confident.tolist():
        true, predicted = int(found.true[place]), int(found.predicted[place])
        yield Misclassified(
            place,
            found.classes[true].name,
            found.classes[predicted].name,
            float(answers[place, true]),
            float(answers[place, predicted]),
            _picture(x, place, pixels),
        )


def _mislabelled(
    found: Evaluation, answers: np.ndarray, x: np.ndarray, pixels: Pixels | None
) -> Iterator[Misclassified]:
    """The examples with wrong labels; the probability is that of the answer to the most confident one."""
    names = [each.name for each in found.labels]
    chances = np.where(found.predicted == 1, answers, 1 - answers)
    worst = np.where(found.true != found.predicted, chances, 0.0)
    wrong = np.flatnonzero(~found.right)
    for place in wrong[np.argsort(-worst[wrong].max(axis=1), kind="stable")][:SHOWN].tolist():
        true, predicted = (
            ", ".join(name for name, is_set in zip(names, row[place], strict=True) if is_set) or NONE
            for row in (found.true, found.predicted)
        )
        chance = float(worst[place].max())
        yield Misclassified(place, true, predicted, 1 - chance, chance, _picture(x, place, pixels))


def _picture(x: np.ndarray, place: int, pixels: Pixels | None) -> bytes:
    return b"" if pixels is None else png(to_bytes(x[place], pixels), SIDE)

"""The batches of the first steps of a training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.training.fit import Fitting


def first_steps(fitting: Fitting, steps: int) -> Iterator[tuple[Any, ...]]:
    """Batches of as many epochs as there are steps for."""
    feed = fitting.feeds.training
    for step in range(steps):
        if step % feed.steps == 0:
            feed.begin(step // feed.steps)
        yield feed[step % feed.steps]

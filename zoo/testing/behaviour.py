"""The check that a model's predictions depend on the example alone, and how a fault is traced to a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.testing import inputs
from zoo.testing.built import built_with_task
from zoo.testing.result import Failed

if TYPE_CHECKING:
    from collections.abc import Callable

    import keras

    from zoo.testing.subject import Subject

BATCH = 7


def predicts_independently(subject: Subject) -> str:
    """The prediction for an example is always the same, and does not depend on the others of its batch."""
    from zoo.training import conformance

    model, _ = built_with_task(subject)
    if mixing := conformance.layers_across_batch(model):
        raise Failed(f"{mixing[0]} takes the batch for one image; its input has no channel axis")
    x = inputs.examples(subject.part, model, BATCH)
    alike, again = conformance.outputs(model, x), conformance.outputs(model, x)
    if not close(alike, again):
        layer, why = (
            first_difference(model, model, x),
            "it changes with each call, as with state kept in Python",
        )
        if conformance.draws_in_predictions(model, x):
            why = "it draws random numbers, as dropout does, although training is False"
        raise Failed(f"two predictions for one batch differ{layer}: {why}")
    for what, order, others in _batches(subject, model, x):
        output = conformance.outputs(model, others)
        expected, found = alike[order], output[: len(order)]
        if not close(expected, found):
            apart, layer = np.abs(expected - found).max(), _first_mixing(model, x, others, order)
            depends = "a prediction depends on the other examples of the batch"
            raise Failed(f"{depends}: it changes by up to {apart:.2g}{layer}, {what}")
    return f"equal in batches of {len(x)} with other neighbours"


def _batches(subject: Subject, model: keras.Model, x: np.ndarray) -> list[tuple[str, list[int], np.ndarray]]:
    """Other batches with some of the examples first, which are those at the positions in the list."""
    others = inputs.examples(subject.part, model, BATCH, seed=1)
    larger = others if np.array_equal(others, others.round()) else 10 * others
    last = len(x) - 1
    return [
        ("with other neighbours", [0], np.concatenate([x[:1], larger[1:]])),
        ("with other neighbours", [last], np.concatenate([x[last:], larger[1:]])),
        ("in the reverse order", list(range(last, -1, -1)), x[::-1].copy()),
        ("alone", [0], x[:1]),
    ]


def close(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two predictions are equal except for rounding."""
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=1e-4, atol=1e-5, equal_nan=True))


def first_layer(model: keras.Model, x: np.ndarray, is_odd: Callable[[np.ndarray], bool]) -> str:
    """As in " at centre (Centre)": the first layer with such an output; nothing if none is known."""
    from zoo.training import conformance

    return next(
        (f" at {name}" for name, output in conformance.layer_outputs(model, x).items() if is_odd(output)), ""
    )


def first_difference(one: keras.Model, other: keras.Model, x: np.ndarray) -> str:
    """As in " at fading (Fading)": the first layer whose outputs differ between two models."""
    from zoo.training import conformance

    pairs = zip(
        conformance.layer_outputs(one, x).items(), conformance.layer_outputs(other, x).values(), strict=False
    )
    return next((f" at {name}" for (name, output), second in pairs if not close(output, second)), "")


def _first_mixing(model: keras.Model, x: np.ndarray, others: np.ndarray, order: list[int]) -> str:
    from zoo.training import conformance

    alike, mixed = conformance.layer_outputs(model, x), conformance.layer_outputs(model, others)
    for name, output in alike.items():
        found = mixed[name]
        if (
            len(output) != len(x)
            or len(found) != len(others)
            or not close(output[order], found[: len(order)])
        ):
            return f" at {name}"
    return ""

"""A trained model without its head."""

from __future__ import annotations

import keras

from zoo.errors import ZooError


def without_head(model: keras.Model, name: str) -> keras.Model:
    """The model up to the input of its last layer, with the same weights; it is not compiled.

    Args:
        model: The model.
        name: The name of the run or the weights, for messages.

    Raises:
        ZooError: The model is not made of connected layers, so that it has no last one.
    """
    try:
        head = model.layers[-1]
        is_last = [each.name for each in model.outputs] == [head.output.name]
        before = head.input
    except (
        AttributeError,
        IndexError,
        ValueError,
    ):  # a subclass of keras.Model, whose layers have no tensors
        is_last, before = False, []
    if not is_last or isinstance(before, list | dict):
        raise ZooError(f"{name} has no head that can be left out: its model does not end in one layer")
    return keras.Model(model.inputs, before, name=f"{model.name}-features")

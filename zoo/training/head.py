"""The head of a model: the layer that gives its output."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import keras

    from zoo.plan.plan import Plan


def head_of(plan: Plan, layers: Mapping[str, keras.layers.Layer]) -> str:
    """The name of the head that the model declares, or of its last layer with weights if a builder makes it.

    Args:
        plan: The plan.
        layers: The layers of the built model by name; "" is returned if none has weights.
    """
    if plan.model.value.builder is None:
        return str(plan.model.value.head.name)
    return next((name for name in reversed([*layers]) if layers[name].weights), "")

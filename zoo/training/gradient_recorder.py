"""An optimizer that keeps the gradients, and changes no weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras

if TYPE_CHECKING:
    from collections.abc import Sequence


class GradientRecorder(keras.optimizers.Optimizer):
    """Keeps the gradient of each trainable variable of the last step, in every backend."""

    def __init__(self) -> None:
        super().__init__(learning_rate=0.0, name="gradients")

    def build(self, variables: Sequence[Any]) -> None:
        """Create a variable for each gradient."""
        if self.built:
            return
        super().build(variables)
        self.gradients = [self.add_variable_from_reference(each, name="gradient") for each in variables]

    def apply(self, grads: Sequence[Any], trainable_variables: Sequence[Any] | None = None) -> None:  # noqa: ARG002 - Keras passes them
        """Keep the gradients in place of a step.

        Keras's own method would also apply the constraints of weights. TensorFlow's gradients of embeddings
        have a row for each token, with several for the same one: a variable's `assign` adds them up.
        """
        for gradient, kept in zip(grads, self.gradients, strict=True):
            kept.assign(keras.ops.zeros(kept.shape) if gradient is None else gradient)

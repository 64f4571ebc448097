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

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:  # noqa: ARG002 - Keras passes it
        """Keep the gradient in place of a step."""
        kept = self.gradients[self._get_variable_index(variable)]
        self.assign(kept, keras.ops.cast(gradient, kept.dtype))

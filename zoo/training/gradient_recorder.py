"""An optimizer that keeps the gradients, and changes no weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras

if TYPE_CHECKING:
    from collections.abc import Sequence


class GradientRecorder(keras.optimizers.Optimizer):
    """Keeps the gradient of each trainable variable of the last step, in every backend.

    The loss is multiplied by a scale, and so are the gradients that are kept: without it, small gradients
    would be 0 in float16.
    """

    def __init__(self, scale: float = 1.0) -> None:
        """With the first scale; `scale` is a variable, which may be changed between two steps."""
        super().__init__(learning_rate=0.0, name="gradients")
        self.first_scale = scale

    def build(self, variables: Sequence[Any]) -> None:
        """Create a variable for each gradient, and one for the scale."""
        if self.built:
            return
        super().build(variables)
        initial = keras.initializers.Constant(self.first_scale)
        self.scale = self.add_variable((), initializer=initial, dtype="float32", name="scale")
        self.gradients = [self.add_variable_from_reference(each, name="gradient") for each in variables]

    def scale_loss(self, loss: Any) -> Any:
        """The loss that gradients are computed of."""
        return loss * keras.ops.cast(self.scale, loss.dtype)

    def apply(self, grads: Sequence[Any], trainable_variables: Sequence[Any] | None = None) -> None:  # noqa: ARG002 - Keras passes them
        """Keep the gradients in place of a step.

        Keras's own method would also apply the constraints of weights. TensorFlow's gradients of embeddings
        have a row for each token, with several for the same one: a variable's `assign` adds them up.
        """
        for gradient, kept in zip(grads, self.gradients, strict=True):
            kept.assign(keras.ops.zeros(kept.shape) if gradient is None else gradient)

"""A training step that XLA compiles on TensorFlow, for a loop that it does not compile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def xla_step(train_step: Callable[..., Any]) -> Callable[..., Any]:
    """The step, compiled when it is first traced."""
    import tensorflow as tf

    compiled: Callable[..., Any] = tf.function(
        train_step, reduce_retracing=True, jit_compile=True, autograph=False
    )
    return compiled

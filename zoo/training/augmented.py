"""A training step that first changes its batch; the steps of evaluation are left alone.

Only the batches of the training feed have a seed, and only they are changed.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import keras

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoo.training.augmentation import Augmentation


def augmented(train_step: Callable[..., Any], augmentation: Augmentation, *, xla: bool) -> Callable[..., Any]:
    """A step that changes its batch before Keras's own step.

    On TensorFlow, XLA has no kernels for many of the changes. So with `xla` only the step itself is compiled,
    and the random numbers are the same with and without it.
    """
    step = train_step
    if xla and keras.config.backend() == "tensorflow":
        import tensorflow as tf

        step = tf.function(train_step, reduce_retracing=True, jit_compile=True, autograph=False)

    def changed_step(*arguments: Any) -> Any:
        *state, batch = arguments  # on JAX, the first argument is the state of the training
        if isinstance(batch, (tuple, list)) and isinstance(batch[0], dict) and "seed" in batch[0]:
            batch = augmentation(tuple(batch))
        return step(*state, batch)

    return changed_step


@contextlib.contextmanager
def plain_steps(model: keras.Model, augmentation: Augmentation | None) -> Iterator[None]:
    """Let `fit` change the training batches in Keras's own loop, if there is an augmentation."""
    if augmentation is None:
        yield
        return
    xla = bool(model.jit_compile)
    model.train_step = augmented(model.train_step, augmentation, xla=xla)
    if keras.config.backend() == "tensorflow":
        model.jit_compile = False
        model.make_train_function(force=True)
        model.jit_compile = xla
    try:
        yield
    finally:
        del model.train_step
        model.train_function = None

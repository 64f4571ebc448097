"""A training step that first changes its batch; the steps of evaluation are left alone.

Only the batches of the training feed have a seed, and only they are changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras

from zoo.training.xla_step import xla_step

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.training.augmentation import Augmentation


SEED = "seed"
"""The name of the seed in a batch that is changed."""


def augmented(train_step: Callable[..., Any], augmentation: Augmentation, *, xla: bool) -> Callable[..., Any]:
    """A step that changes its batch before Keras's own step.

    On TensorFlow, XLA has no kernels for many of the changes. So with `xla` only the step itself is compiled,
    and the random numbers are the same with and without it.
    """
    step = xla_step(train_step) if xla and keras.config.backend() == "tensorflow" else train_step

    def changed_step(*arguments: Any) -> Any:
        *state, batch = arguments  # on JAX, the first argument is the state of the training
        if isinstance(batch, (tuple, list)) and isinstance(batch[0], dict) and SEED in batch[0]:
            batch = augmentation(tuple(batch))
        return step(*state, batch)

    return changed_step

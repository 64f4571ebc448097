"""The steps of Keras's own loop, one batch at a time."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import keras

from zoo.training.augmented import SEED, augmented

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoo.data.prepare import Data
    from zoo.training.augmentation import Augmentation
    from zoo.training.feed import Feed


class PlainSteps:
    """The steps of a model, whose training batches are changed if there is an augmentation.

    On TensorFlow, a step knows how many examples a batch has if all have the same number. Keras says so for
    arrays but not for a `PyDataset`, and without it recurrent layers take a fifth longer. What is traced can
    be used again, as that of a `Loop`.
    """

    def __init__(self, model: keras.Model, training: Feed, augmentation: Augmentation | None = None) -> None:
        """`training` is the feed whose batches `fit` takes."""
        self.model, self.augmentation = model, augmentation
        size, is_tensorflow = training.batch_size, keras.config.backend() == "tensorflow"
        self.size = size if is_tensorflow and training.steps * size == len(training.positions) else None
        self.function: Any = None

    @contextlib.contextmanager
    def attached(self, _: Data) -> Iterator[None]:
        """Let `fit` run these steps; Keras's own if there is nothing to add to them."""
        model, augmentation = self.model, self.augmentation
        if augmentation is None and self.size is None:
            yield
            return
        xla, step = bool(model.jit_compile), model.train_step
        if augmentation is not None:
            step = augmented(step, augmentation, xla=xla)
        model.train_step = step if self.size is None else _sized(step, self.size)
        if self.function is not None:
            model.train_function = self.function
        elif keras.config.backend() == "tensorflow":
            model.jit_compile = xla and augmentation is None
            model.make_train_function(force=True)
            model.jit_compile = xla
        try:
            yield
        finally:
            self.function = model.train_function
            del model.train_step
            model.train_function = None


def _sized(step: Callable[[Any], Any], size: int) -> Callable[[Any], Any]:
    """A step on TensorFlow that takes batches of this size."""
    import tensorflow as tf

    def of_size(array: Any) -> Any:
        # `train_on_batch` gives None for weights that there are not.
        return None if array is None else tf.ensure_shape(array, (size, *array.shape[1:]))

    def sized_step(batch: Any) -> Any:
        first, *others = batch
        if isinstance(first, dict):
            first = {name: each if name == SEED else of_size(each) for name, each in first.items()}
        else:
            first = of_size(first)
        return step((first, *map(of_size, others)))

    return sized_step

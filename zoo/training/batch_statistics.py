"""Estimate the statistics of BatchNormalization again, for weights that no training step has seen.

The mean and the variance that a layer has gathered belong to the weights below it. Those of several runs
describe different activations, so their mean describes none: averaged weights with averaged statistics can
be much worse than each of their parts. As in `torch.optim.swa_utils.update_bn`, the training examples pass
through the model once, and each statistic becomes the mean of those of the batches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras

from zoo.training import state
from zoo.training.feed import Batches

if TYPE_CHECKING:
    from zoo.data.prepare import Data
    from zoo.weights.array import Array


def normalizations(model: keras.Model) -> list[keras.layers.BatchNormalization]:
    """The BatchNormalization layers whose statistics follow the data; frozen ones keep theirs."""
    found = (each for each in model._flatten_layers() if isinstance(each, keras.layers.BatchNormalization))  # noqa: SLF001 - Keras has no public way to nested layers
    return [each for each in found if each.trainable]


def estimate(model: keras.Model, data: Data, batch_size: int, seed: int) -> int:
    """Set the statistics to the mean over the training batches; the number of layers that have some.

    The batches are those of the first epoch, without augmentation. Dropout is active, as in training.
    """
    layers = normalizations(model)
    if not layers:
        return 0
    before = state.arrays_of(model.variables)
    momenta = [each.momentum for each in layers]
    feed = Batches(data, data.parts.training, batch_size, seed)
    for step in range(len(feed)):
        for each in layers:
            each.momentum = step / (step + 1)  # the cumulative mean: the first batch replaces what was there
        model(feed[step][0], training=True)
    for each, momentum in zip(layers, momenta, strict=True):
        each.momentum = momentum
    _restore_others(model, layers, before)
    return len(layers)


def _restore_others(
    model: keras.Model, layers: list[keras.layers.BatchNormalization], before: tuple[Array, ...]
) -> None:
    """Undo what the passes changed besides these statistics, such as the state of seed generators."""
    kept = {id(each) for layer in layers for each in (layer.moving_mean, layer.moving_variance)}
    pairs = [(each, old) for each, old in zip(model.variables, before, strict=True) if id(each) not in kept]
    state.put([each for each, _ in pairs], [old for _, old in pairs])

"""Which way to run the steps: settled from the model, the device, and how long the run is.

Measured by benchmarks/training.py. On a processor, XLA is slow at convolutions inside a loop, and
its compilation repays itself only in long runs; a loop without it is never slower than Keras's own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

    from zoo.specs.architecture import Architecture

LONG_RUN = 5_000
"""Steps from which on a run repays XLA's compilation."""
BLOCK_SECONDS = 0.1
"""How long a block of steps may take: what stopping has to wait for is twice that at most."""
FLOPS_PER_SECOND = 20e9
"""What a slow processor core does."""
LONGEST_BLOCK = 100
UNKNOWN_FLOPS = 1e9
"""For an example of a model that can't be reckoned; such models are large."""
SLOW_IN_XLA_LOOPS = ("Conv", "Pooling", "LSTM", "GRU", "RNN")


def settle(backend: str, model: keras.Model, steps: int, *, gpu: bool, per_batch_callbacks: bool) -> str:
    """`plain`, `loop` or `loop+xla` for a run of so many steps in all.

    A callback that wants to see every batch needs `plain`: it would see blocks.
    """
    if backend == "torch" or per_batch_callbacks:
        return "plain"
    if steps < LONG_RUN or not all(layer.supports_jit for layer in model.layers):
        return "loop"
    if not gpu and any(_is_slow(layer) for layer in model._flatten_layers()):  # noqa: SLF001 - nested models too
        return "loop"
    return "loop+xla"


def block_steps(architecture: Architecture, batch_size: int) -> int:
    """How many steps make a block: as many as a slow processor does in `BLOCK_SECONDS`."""
    flops = architecture.flops or max(UNKNOWN_FLOPS, 2.0 * architecture.parameters)
    if architecture.flops is not None:
        flops = max(architecture.flops, 1)
    forward_and_back = 3 * flops * batch_size
    return max(1, min(LONGEST_BLOCK, math.floor(BLOCK_SECONDS * FLOPS_PER_SECOND / forward_and_back)))


def _is_slow(layer: keras.layers.Layer) -> bool:
    return any(word in type(layer).__name__ for word in SLOW_IN_XLA_LOOPS)

"""Choose how to run the steps, by the model, the device and the length of the run.

Measured by benchmarks/training.py. On a CPU, XLA is slow for convolutions, most of all in a loop, and its
compilation pays off only in long runs; a loop without XLA is never slower than Keras's own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

    from zoo.specs.architecture import Architecture

LONG_RUN = 5_000
"""The number of steps from which XLA's compilation pays off."""
BLOCK_SECONDS = 0.1
"""How long a block of steps may take; stopping waits for at most twice as long."""
FLOPS_PER_SECOND = 20e9
"""The speed of a slow processor core."""
LONGEST_BLOCK = 100
STREAMED_BLOCK = 2**22
"""The most bytes of a block that is read from disk; several are read ahead."""
UNKNOWN_FLOPS = 1e9
"""Assumed FLOPs per example of a model whose FLOPs are unknown; such models are large."""
RECURRENT = ("LSTM", "GRU", "SimpleRNN")
"""Layers that take much longer than their FLOPs say, because their steps follow one another."""
SLOW_IN_XLA_LOOPS = ("Conv", "Pooling", "LSTM", "GRU", "RNN")
"""Parts of the names of layers for which XLA compiles each step, and not the loop."""


def settle(backend: str, model: keras.Model, steps: int, *, gpu: bool, per_batch_callbacks: bool) -> str:
    """`plain`, `loop` or `loop+xla`, for a run with this total number of steps.

    Callbacks with hooks for batches need `plain`; in a loop they would see blocks.
    """
    if backend == "torch" or per_batch_callbacks:
        return "plain"
    if steps < LONG_RUN or not all(layer.supports_jit for layer in model.layers):
        return "loop"
    return "loop" if is_slow_in_loops(model, gpu=gpu) else "loop+xla"


def is_slow_in_loops(model: keras.Model, *, gpu: bool) -> bool:
    """Whether XLA computes the model several times slower in a loop than one step at a time."""
    return not gpu and any(_is_slow(layer) for layer in model._flatten_layers())  # noqa: SLF001 - nested models too


def block_steps(architecture: Architecture, batch_size: int) -> int:
    """The number of steps in a block: as many as a slow processor runs in `BLOCK_SECONDS`."""
    flops = float(architecture.flops or 1)
    if architecture.flops is None or any(layer.type in RECURRENT for layer in architecture.layers):
        flops = max(UNKNOWN_FLOPS, 2.0 * architecture.parameters)
    forward_and_back = 3 * flops * batch_size
    return max(1, min(LONGEST_BLOCK, math.floor(BLOCK_SECONDS * FLOPS_PER_SECOND / forward_and_back)))


def streamed_steps(steps: int, batch_size: int, example: int) -> int:
    """The number of steps in a block whose examples, of so many bytes each, are read from disk."""
    return max(1, min(steps, STREAMED_BLOCK // (batch_size * example)))


def _is_slow(layer: keras.layers.Layer) -> bool:
    return any(word in type(layer).__name__ for word in SLOW_IN_XLA_LOOPS)

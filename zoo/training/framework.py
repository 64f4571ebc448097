"""What Keras and its backend are set to in this process, besides their defaults: they are asked.

JAX does not remember the defaults of its options, of which environment variables are read when it is
imported. They are noted if zoo imports it; otherwise another process, with the same environment, is asked.
"""

from __future__ import annotations

import functools
import sys
from typing import Any

from zoo.errors import shorten
from zoo.runs.switches import can_change_results
from zoo.system import process

PATIENCE = 60.0
"""Seconds that importing JAX in another process may take."""
WIDTH = 100
"""The most characters of a value."""

_JAX: dict[str, str] = {}
"""The options of JAX as they were when zoo imported it; empty if it was imported before."""


def note_defaults(backend: str) -> None:
    """Note the options of JAX, if it is the backend and not imported yet."""
    if backend == "jax" and "jax" not in sys.modules:
        _JAX.update(_jax_options())


def settings(backend: str) -> dict[str, str]:
    """The settings of the backend that are not at their default and can change results, as text."""
    if backend == "jax":
        now, then = _jax_options(), _JAX or _jax_defaults()
        changed = {name: value for name, value in now.items() if value != then.get(name, value)}
        return {name: value for name, value in changed.items() if _can_change(name)}
    asked = _of_tensorflow() if backend == "tensorflow" else _of_torch()
    return {name: shorten(now, WIDTH) for name, (now, default) in asked.items() if now != default}


def _can_change(option: str) -> bool:
    """Whether an option of JAX can change results; each has an environment variable."""
    name = option.upper()
    return can_change_results(name if name.startswith("JAX_") else f"JAX_{name}")


def _jax_options() -> dict[str, str]:
    import jax

    return {name: shorten(value, WIDTH) for name, value in jax.config.values.items()}


@functools.cache
def _jax_defaults() -> dict[str, str]:
    """The options of JAX in a new process; empty if there is no answer."""
    try:
        return dict(process.ask("zoo.training.framework", {}, patience=PATIENCE))
    except process.NoAnswer:
        return {}


def _of_tensorflow() -> dict[str, tuple[Any, Any]]:
    """Settings by their name in tf.config, each with its default."""
    import tensorflow as tf
    from tensorflow.python.framework.config import is_op_determinism_enabled

    config, optimizer = tf.config, tf.config.optimizer
    rewrites = {name: on for name, on in optimizer.get_experimental_options().items() if on}
    return {
        "tensor_float_32_execution": (config.experimental.tensor_float_32_execution_enabled(), True),
        "optimizer.jit": (optimizer.get_jit(), ""),
        "optimizer.experimental_options": (rewrites, {}),
        "run_functions_eagerly": (config.functions_run_eagerly(), False),
        "op_determinism": (is_op_determinism_enabled(), False),
    }


def _of_torch() -> dict[str, tuple[Any, Any]]:
    """Settings by their name in torch, each with its default."""
    import torch

    return {
        "float32_matmul_precision": (torch.get_float32_matmul_precision(), "highest"),
        "use_deterministic_algorithms": (torch.are_deterministic_algorithms_enabled(), False),
    }


if __name__ == "__main__":
    process.answer(lambda _: _jax_options())

"""The global state of Keras, NumPy and Python that code can change: read, compared and restored."""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING, Any

import keras
import numpy as np
from keras.src.backend.common import global_state

if TYPE_CHECKING:
    from collections.abc import Callable

UNSAFE = "safe_mode_saving"
"""The attribute that `keras.config.enable_unsafe_deserialization` sets."""


def _set_logging(*, is_interactive: bool) -> None:
    (
        keras.config.enable_interactive_logging
        if is_interactive
        else keras.config.disable_interactive_logging
    )()


def _set_eager(*, is_eager: bool) -> None:
    if keras.config.backend() == "tensorflow":
        import tensorflow as tf

        tf.config.run_functions_eagerly(is_eager)


def _is_eager() -> bool:
    if keras.config.backend() != "tensorflow":
        return False
    import tensorflow as tf

    return bool(tf.config.functions_run_eagerly())


SETTINGS: dict[str, tuple[Callable[[], Any], Callable[[Any], object]]] = {
    "Keras's floatx": (keras.config.floatx, keras.config.set_floatx),
    "Keras's epsilon": (keras.config.epsilon, keras.config.set_epsilon),
    "Keras's image data format": (keras.config.image_data_format, keras.config.set_image_data_format),
    "Keras's dtype policy": (lambda: keras.config.dtype_policy().name, keras.config.set_dtype_policy),
    "Keras's max_epochs": (keras.config.max_epochs, keras.config.set_max_epochs),
    "Keras's max_steps_per_epoch": (keras.config.max_steps_per_epoch, keras.config.set_max_steps_per_epoch),
    "Keras's interactive logging": (
        keras.config.is_interactive_logging_enabled,
        lambda value: _set_logging(is_interactive=value),
    ),
    "Keras's unsafe deserialization": (
        lambda: global_state.get_global_attribute(UNSAFE),
        lambda value: global_state.set_global_attribute(UNSAFE, value),
    ),
    "TensorFlow's eager execution": (_is_eager, lambda value: _set_eager(is_eager=value)),
    "NumPy's error handling": (np.geterr, lambda value: np.seterr(**value)),
    "Python's recursion limit": (sys.getrecursionlimit, sys.setrecursionlimit),
    "Python's import path": (lambda: tuple(sys.path), lambda value: sys.path.__setitem__(slice(None), value)),
}
"""Each setting with the functions that read and set it; floatx is before the policy that depends on it."""

Snapshot = dict[str, Any]


def snapshot() -> Snapshot:
    """The value of each setting."""
    return {name: get() for name, (get, _) in SETTINGS.items()}


def restore(before: Snapshot) -> dict[str, tuple[Any, Any]]:
    """Restore the settings, and return those that had changed, with the old and the new value."""
    changed = {name: (before[name], now) for name, now in snapshot().items() if now != before[name]}
    for name in changed:
        SETTINGS[name][1](before[name])
    for name, value in before.items():  # setting one may change another, as floatx and the policy
        if SETTINGS[name][0]() != value:
            SETTINGS[name][1](value)
    return changed


def use_float32() -> None:
    """Let layers compute in float32, whatever code has set before."""
    keras.config.set_dtype_policy("float32")


def generators() -> dict[str, Any]:
    """The states of the global random generators, to be compared."""
    _, keys, position, *_ = np.random.get_state()  # noqa: NPY002 - the global generator is meant
    found: dict[str, Any] = {
        "Python's random numbers": random.getstate(),
        "NumPy's random numbers": (np.asarray(keys).tobytes(), position),
        "Keras's random seed": global_state.get_global_attribute("global_random_seed"),
    }
    if keras.config.backend() == "tensorflow":
        import tensorflow as tf

        found["TensorFlow's random seed"] = tf.compat.v1.get_seed(None)[0]
    return found

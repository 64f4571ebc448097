"""Keras's backends, and the default one."""

from __future__ import annotations

import os
import sys

from zoo.errors import UsageError

BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "torch"}
"""The values of `train.backend`, with the display name of each."""


def default_backend() -> str:
    """The backend of Keras if it is imported, else `$KERAS_BACKEND`, else TensorFlow."""
    if "keras" in sys.modules:
        return str(sys.modules["keras"].config.backend())
    named = os.environ.get("KERAS_BACKEND") or "tensorflow"
    if named not in BACKENDS:
        raise UsageError(f"KERAS_BACKEND={named} is not known; wanted one of {', '.join(BACKENDS)}")
    return named

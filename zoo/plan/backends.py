"""Keras's backends by name, and the one that is used where none is named."""

from __future__ import annotations

import os
import sys

from zoo.errors import UsageError

BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "torch"}
"""What `train.backend` may be, and what each is called."""


def default_backend() -> str:
    """The backend Keras was imported with, else `$KERAS_BACKEND`, else TensorFlow."""
    if "keras" in sys.modules:
        return str(sys.modules["keras"].config.backend())
    named = os.environ.get("KERAS_BACKEND", "tensorflow")
    if named not in BACKENDS:
        raise UsageError(f"KERAS_BACKEND={named} is not known; wanted one of {', '.join(BACKENDS)}")
    return named

"""Whether this process was forked from one that had imported TensorFlow or JAX.

A fork copies none of their threads: the first computation would wait for them for ever.
"""

from __future__ import annotations

import os
import sys

THREADED = {"tensorflow": "TensorFlow", "jax": "JAX"}
"""The packages whose threads a forked process lacks, with their titles."""

_before: list[str] = []


def imported_before() -> list[str]:
    """The titles of the packages that were imported before this process was forked."""
    return _before.copy()


def _note() -> None:
    _before[:] = [title for name, title in THREADED.items() if name in sys.modules]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_note)

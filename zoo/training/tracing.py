"""Free what TensorFlow keeps of traced functions.

TensorFlow registers a gradient for each function that it traces and differentiates, under a name of its own,
and never forgets it; with it stays the whole graph of a training, about 5 MB.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

TRACED = re.compile(r"((Stateful)?PartitionedCall|CustomGradient)-\d+")
"""The names of gradients of traced functions; those of operations have no number."""


@contextlib.contextmanager
def forgotten() -> Iterator[None]:
    """Remove the gradients that are registered inside, and free what is no longer used, at the end.

    A model that is traced inside can be trained again with the same functions, and not with new ones.
    """
    before = set(_registered())
    try:
        yield
    finally:
        registered = _registered()
        for name in [name for name in registered if TRACED.fullmatch(name) and name not in before]:
            del registered[name]
        gc.collect()  # models refer to themselves: until then, the next one needs memory of its own


def _registered() -> dict[str, Any]:
    """The registry of gradients, which has no public way to remove one; empty without TensorFlow."""
    if "tensorflow" not in sys.modules:
        return {}
    registry = importlib.import_module("tensorflow.python.framework.ops").gradient_registry
    found: dict[str, Any] = registry._registry  # noqa: SLF001 - see above
    return found

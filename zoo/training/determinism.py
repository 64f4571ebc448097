"""Let the backend use only deterministic operations, if the plan asks for it.

On a processor, a backend is deterministic anyway. On a GPU, some operations add numbers in the order in which
threads happen to end, and others are chosen by how long they take. The switches are of the whole process:
https://www.tensorflow.org/api_docs/python/tf/config/experimental/enable_op_determinism,
https://docs.pytorch.org/docs/stable/notes/randomness.html, and `xla_gpu_deterministic_ops` of XLA.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from zoo.errors import BackendError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FLAGS, FLAG = "XLA_FLAGS", "--xla_gpu_deterministic_ops=true"
CUBLAS, WORKSPACE = "CUBLAS_WORKSPACE_CONFIG", ":4096:8"
"""What torch requires, since cuBLAS may otherwise choose another algorithm in each call."""

_undo: list[Callable[[], None]] = []
"""The function that resets the switches of the current training."""


def set_variables(backend: str, *, wanted: bool) -> None:
    """Set the environment variables that a backend reads when it starts.

    Raises BackendError if JAX has started without.
    """
    if wanted and backend == "torch":
        os.environ.setdefault(CUBLAS, WORKSPACE)
    if wanted and backend == "jax" and FLAG not in os.environ.get(FLAGS, "").split():
        if _jax_has_started():
            raise BackendError("JAX already runs without deterministic operations; wanted a new process")
        os.environ[FLAGS] = f"{os.environ.get(FLAGS, '')} {FLAG}".strip()


def set_switch(backend: str, *, wanted: bool) -> None:
    """Set the switch of an imported backend, whatever it was set to, until `restored` ends."""
    if backend == "tensorflow":
        # Without the private module, nobody could tell whether it is on, nor set it back.
        from tensorflow.python.framework import config

        switch, now = _of_tensorflow, config.is_op_determinism_enabled()
    elif backend == "torch":
        import torch

        switch, now = torch.use_deterministic_algorithms, torch.are_deterministic_algorithms_enabled()
    else:
        return
    if now != wanted:
        switch(wanted)
        _undo.append(lambda: switch(now))


@contextlib.contextmanager
def restored() -> Iterator[None]:
    """Set the switches back at the end."""
    try:
        yield
    finally:
        while _undo:
            _undo.pop()()


def _of_tensorflow(wanted: bool) -> None:  # noqa: FBT001 - as torch's
    from tensorflow.python.framework import config

    (config.enable_op_determinism if wanted else config.disable_op_determinism)()


def _jax_has_started() -> bool:
    """Whether JAX has read its flags, which it does before its first computation."""
    if "jax" not in sys.modules:
        return False
    from jax._src.xla_bridge import backends_are_initialized  # the public functions start it

    return bool(backends_are_initialized())

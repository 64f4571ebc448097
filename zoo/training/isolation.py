"""Calls of the Python API leave the global state of the process as it was.

Training seeds every random generator of the process, clears Keras's session and sets Keras's defaults. The
caller's own random numbers, dtype policy, layer names and warning filters must not change by that.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import random
import sys
import threading
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from zoo.errors import BackendError, enumerated
from zoo.system import fork

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONE_AT_A_TIME = threading.RLock()
"""Global state belongs to all threads: a second thread that calls the API waits."""
TRACKERS = ("GLOBAL_STATE_TRACKER", "GLOBAL_SETTINGS_TRACKER")
"""Keras's dtype policy, seed, layer names and more; `clear_session` replaces them."""
SETTINGS = ("floatx", "epsilon", "image_data_format")
TENSORFLOW = ("_seed", "_rng")
"""The seed of TensorFlow's operations, and the random numbers drawn from it; None until one is set."""


@contextlib.contextmanager
def isolated() -> Iterator[None]:
    """Restore the global state of Python, NumPy, Keras and its backend at the end; also a decorator.

    Raises BackendError in a process that was forked after TensorFlow or JAX was imported.
    """
    if before := fork.imported_before():
        were = f"{enumerated(before)} {'was' if len(before) == 1 else 'were'} imported"
        how = "start it with multiprocessing's method spawn or forkserver"
        raise BackendError(f"this process was forked after {were}, and would wait for ever; {how}")
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        python, numpy = random.getstate(), _numpy_state()
        keras = KerasState.taken() if "keras" in sys.modules else None
        if keras is not None:
            keras.set_aside()
        try:
            yield
        finally:
            random.setstate(python)
            _set_numpy_state(numpy)
            if "keras" in sys.modules:
                for state in (keras,) if keras is not None else _imported:
                    state.put_back()


def remember() -> None:
    """Note the state of Keras before the first change of it, for a call that imports Keras."""
    if not _imported:
        _imported.append(KerasState.taken())


@dataclass(frozen=True)
class KerasState:
    """The global state of Keras and of its backend."""

    trackers: tuple[Any, ...]
    settings: tuple[Any, ...]
    tensorflow: tuple[Any, ...]
    torch: Any
    level: int

    @classmethod
    def taken(cls) -> Self:
        """The current state; Keras must be imported."""
        keras, tracked, context = _keras(), _tracked(), _tensorflow()
        return cls(
            tuple(getattr(tracked, name) for name in TRACKERS),
            tuple(getattr(keras.config, name)() for name in SETTINGS),
            tuple(getattr(context, name, None) for name in TENSORFLOW),
            sys.modules["torch"].get_rng_state() if "torch" in sys.modules else None,
            logging.getLogger("tensorflow").level,
        )

    def set_aside(self) -> None:
        """Give Keras new trackers, so that these don't change."""
        for name in TRACKERS:
            setattr(_tracked(), name, threading.local())

    def put_back(self) -> None:
        """Make this the current state."""
        keras, tracked, context = _keras(), _tracked(), _tensorflow()
        for name, tracker in zip(TRACKERS, self.trackers, strict=True):
            setattr(tracked, name, tracker)
        for name, value in zip(SETTINGS, self.settings, strict=True):
            getattr(keras.config, f"set_{name}")(value)
        if context is not None:
            for name, value in zip(TENSORFLOW, self.tensorflow, strict=True):
                setattr(context, name, value)
        if self.torch is not None:
            sys.modules["torch"].set_rng_state(self.torch)
        logging.getLogger("tensorflow").setLevel(self.level)


_imported: list[KerasState] = []
"""The state after Keras was imported, once it is."""


def _keras() -> Any:
    return sys.modules["keras"]


def _tracked() -> Any:
    """Keras's module with the trackers, which has no public name."""
    return importlib.import_module("keras.src.backend.common.global_state")


def _tensorflow() -> Any:
    """TensorFlow's context, which has the seed of its operations; None if it is not imported."""
    if "tensorflow" not in sys.modules:
        return None
    return importlib.import_module("tensorflow.python.eager.context").context()


def _numpy_state() -> Any:
    return sys.modules["numpy"].random.get_state() if "numpy" in sys.modules else None


def _set_numpy_state(state: Any) -> None:
    """Restore NumPy's random state; NumPy that was imported since starts with one of its own, as usual."""
    if state is not None:
        sys.modules["numpy"].random.set_state(state)
    elif "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()

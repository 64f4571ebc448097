"""Keras's own limits on epochs and steps, which cut a training, an evaluation or a prediction."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from zoo.errors import ZooError, shorten
from zoo.specs.steps import steps_per_epoch

if TYPE_CHECKING:
    import keras
    import numpy as np

EPOCHS, STEPS = "max_epochs", "max_steps_per_epoch"
"""The names of the limits in `keras.config`; the variables that set them are `KERAS_MAX_…`."""
BATCH = 32
"""Keras's default batch size."""


def refuse(epochs: int = 0, steps: int = 0) -> None:
    """Raise ZooError if Keras is set to make fewer epochs, or fewer steps in one pass over the data."""
    for name, wanted, what in ((EPOCHS, epochs, "a training"), (STEPS, steps, "a pass over the data")):
        limit = _limit(name)
        if limit is not None and limit < wanted:
            noun = name.removeprefix("max_").partition("_")[0]
            raise ZooError(f"{_setting(name, limit)} cuts {what} to {limit:,} of {wanted:,} {noun}; unset it")


def cause(name: str) -> str:
    """The limit as the end of a message, such as "; KERAS_MAX_EPOCHS=1 is set"; empty if there is none."""
    limit = _limit(name)
    return "" if limit is None else f"; {_setting(name, limit)} is set"


def predicted(model: keras.Model, x: np.ndarray, batch_size: int = BATCH) -> np.ndarray:
    """The result of the model's `predict`; raises ZooError if it is not that of all examples."""
    refuse(steps=steps_per_epoch(len(x), batch_size))
    found: np.ndarray = model.predict(x, batch_size=batch_size, verbose=0)
    if len(found) != len(x):
        raise ZooError(f"Keras predicted {len(found):,} of {len(x):,} examples; wanted all{cause(STEPS)}")
    return found


def _limit(name: str) -> int | None:
    """The limit that Keras has, or, before it is imported, that it will read from the environment."""
    if "keras" in sys.modules:
        import keras

        found: int | None = getattr(keras.config, name)()
        return found or None
    text = os.environ.get(_variable(name), "0")
    try:
        return int(text) or None
    except ValueError:
        raise ZooError(f"{_variable(name)}={shorten(text)} is not a whole number; unset it") from None


def _variable(name: str) -> str:
    return f"KERAS_{name.upper()}"


def _setting(name: str, limit: int) -> str:
    """Where the limit is set: the variable if it has this value, otherwise the function."""
    is_variable = os.environ.get(_variable(name), "").strip() == str(limit)
    return f"{_variable(name)}={limit}" if is_variable else f"keras.config.set_{name}({limit})"

"""Callbacks for experiment tracking; each needs the extra of its name."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from zoo.errors import ZooError

if TYPE_CHECKING:
    import keras


def tensorboard() -> keras.callbacks.Callback:
    """Write each epoch's metrics to the folder `tensorboard` of the run, for `tensorboard --logdir runs`."""
    require("tensorboard")
    from zoo.training.trackers import TensorBoard

    return TensorBoard()


def mlflow() -> keras.callbacks.Callback:
    """Log the run to MLflow, as set by `MLFLOW_TRACKING_URI` and `MLFLOW_EXPERIMENT_NAME`."""
    require("mlflow")
    from zoo.training.trackers import MLflow

    return MLflow()


def require(package: str) -> None:
    """Raise ZooError if the package of a callback here, which has its name, is not installed."""
    if importlib.util.find_spec(package) is None:
        raise ZooError(f'{package} is not installed; pip install "kerazoo[{package}]"')

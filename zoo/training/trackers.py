"""What TensorBoard and MLflow are told of a run, epoch by epoch."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keras

if TYPE_CHECKING:
    from zoo.run import RunRecord

SETTINGS = ("model", "optimizer", "dataset", "seed", "batch_size", "epochs", "backend", "parameters")
"""What MLflow is told of how a run is trained."""


class TensorBoard(keras.callbacks.Callback):
    """Writes each epoch's metrics as scalars, the epoch being the step.

    Keras's own callback of this name watches every batch, which a loop on the device has none of. Where a
    model is trained without a run, it does nothing.
    """

    writer: Any = None

    def on_run_begin(self, record: RunRecord) -> None:
        """Open the folder `tensorboard` of the run; one that is gone on with adds a file to it."""
        from tensorboard.summary import Writer  # noqa: PLC0415 - an extra

        self.writer = Writer(str(Path(record.path) / "tensorboard"))

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Write the metrics, named as in the history."""
        if self.writer is not None:
            for name, value in (logs or {}).items():
                self.writer.add_scalar(name, float(value), step=epoch + 1)
            self.writer.flush()

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Close the file."""
        if self.writer is not None:
            self.writer.close()


class MLflow(keras.callbacks.Callback):
    """Logs settings and each epoch's metrics to one run of MLflow's, also where ours was interrupted.

    Where a model is trained without a run, it does nothing.
    """

    run_id: str | None = None
    record: RunRecord | None = None

    def get_state(self) -> dict[str, Any]:
        """Which of MLflow's runs it is."""
        return {"run_id": self.run_id}

    def set_state(self, state: dict[str, Any]) -> None:
        """Go on with that one."""
        self.run_id = state["run_id"]

    def on_run_begin(self, record: RunRecord) -> None:
        """Remember what is known; MLflow is told once `set_state` was called, if it is."""
        self.record = record

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Log the metrics, named as in the history, the epoch being the step."""
        client = self._client()
        if client is None:
            return
        for name, value in (logs or {}).items():
            client.log_metric(self.run_id, name, float(value), step=epoch + 1)

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Say that it has ended; until then, also while it is interrupted, MLflow calls it running."""
        client = self._client()
        if client is not None:
            client.set_terminated(self.run_id)

    def _client(self) -> Any:  # noqa: ANN401 - MLflow's
        """The client, once there is a run of MLflow's; None without a run of ours.

        MLflow's own `start_run` has one a process, this as many as there are.
        """
        from mlflow import MlflowClient  # noqa: PLC0415 - an extra

        if self.record is None:
            return None
        client = MlflowClient()
        if self.run_id is None:
            made = client.create_run(_experiment(client), run_name=self.record.id)
            self.run_id = made.info.run_id
            for name in SETTINGS:
                client.log_param(self.run_id, name, getattr(self.record, name))
            client.set_tag(self.run_id, "kerazoo.path", self.record.path)
        return client


def _experiment(client: Any) -> str:  # noqa: ANN401 - MLflow's
    """The id of the experiment that MLflow's own variables name, which is made where there is none."""
    name = os.environ.get("MLFLOW_EXPERIMENT_NAME")
    if name is None:
        return os.environ.get("MLFLOW_EXPERIMENT_ID", "0")
    found = client.get_experiment_by_name(name)
    return str(found.experiment_id if found else client.create_experiment(name))

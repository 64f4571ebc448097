"""Callbacks that log each epoch of a run to TensorBoard and MLflow."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keras

from zoo.errors import ZooError, shorten
from zoo.plan.differences import settings_of
from zoo.runs.plans import comparable_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlflow import MlflowClient
    from mlflow.entities import Param

    from zoo.runs import RunRecord

MOST, LONGEST = 100, 6_000
"""MLflow's limits: parameters per request, and characters per parameter."""
ID = "kerazoo.id"
"""The tag that identifies a run."""
PATIENCE = {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "0", "MLFLOW_HTTP_REQUEST_TIMEOUT": "10"}
"""MLflow's retries and timeout, unless they are set; a failed request is repeated after the next epoch."""


class TensorBoard(keras.callbacks.Callback):
    """Writes each epoch's metrics as scalars; the step is the epoch.

    Keras's own callback of this name needs hooks for batches, which a loop on the device does not have.
    Without a run it does nothing.
    """

    writer: Any = None

    def on_run_begin(self, record: RunRecord) -> None:
        """Open the folder `tensorboard` of the run; a resumed run adds a file to it."""
        from tensorboard.summary import Writer

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
    """Logs settings and each epoch's metrics to one MLflow run, also across interruptions.

    An epoch is logged once its checkpoint is written. If a request fails, its metrics are kept, also in
    the checkpoint, and logged with the next epoch. Without a run it does nothing.
    """

    run_id: str | None = None
    record: RunRecord | None = None
    pending: tuple[Sequence[Any], ...] = ()
    """For each epoch that is not logged yet: its step, its end in milliseconds, and its metrics."""

    def get_state(self) -> dict[str, Any]:
        """The id of the MLflow run, and the epochs that may not be logged yet."""
        return {"run_id": self.run_id, "pending": list(map(list, self.pending))}

    def set_state(self, state: dict[str, Any]) -> None:
        """Continue this MLflow run."""
        self.run_id, self.pending = state["run_id"], tuple(state.get("pending", ()))

    def on_run_begin(self, record: RunRecord) -> None:
        """Keep the record; requests to MLflow start after `set_state`, which a resumed run calls."""
        self.record = record

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Find or create the MLflow run, and log earlier epochs; raises ZooError before training starts."""
        if self.record is not None and self.run_id is None:
            with answering() as client:
                self.run_id = _begun(client, self.record)
        with contextlib.suppress(ZooError):  # after the next epoch, or at the end
            self._log()

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Keep the metrics, named as in the history; the step is the epoch."""
        if self.record is not None:
            values = {name: float(value) for name, value in (logs or {}).items()}
            self.pending += ((epoch + 1, time.time_ns() // 10**6, values),)

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Log the remaining epochs and end the MLflow run; until then, also if interrupted, it is running.

        Raises ZooError if that fails; everything is in the checkpoint.
        """
        if self.record is None:
            return
        try:
            self._log()
            with answering() as client:
                client.set_terminated(self.run_id)
        except ZooError as error:
            raise ZooError(f"{error}; zoo resume {self.record.id[-4:]} logs the rest") from None

    def _log(self) -> None:
        """Log each epoch in one request; a repeated one has the same timestamps and is not duplicated."""
        from mlflow.entities import Metric

        while self.pending:
            (step, moment, values), *later = self.pending
            with answering() as client:
                client.log_batch(self.run_id, [Metric(*each, moment, step) for each in values.items()])
            self.pending = tuple(later)


@contextlib.contextmanager
def answering() -> Iterator[MlflowClient]:
    """MLflow's client; raises ZooError if a request fails.

    By default MLflow retries for minutes if a server does not answer, which would block the training;
    its environment variables override the shorter limits here. A client is used because `start_run`
    allows only one run per process.
    """
    import mlflow

    ours = {name: value for name, value in PATIENCE.items() if name not in os.environ}
    os.environ.update(ours)
    try:
        yield mlflow.MlflowClient()
    except Exception as error:  # noqa: BLE001 - each store has its own: database, folder, server
        msg = f"the run can't be logged to MLflow: {_reason(error)}; see MLFLOW_TRACKING_URI"
        raise ZooError(msg) from None
    finally:
        for name in ours:
            del os.environ[name]


def _reason(error: BaseException) -> str:
    """The root cause only: the outer errors contain the whole address, including a password."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    text = getattr(error, "strerror", None) or str(error)
    return f"{shorten(' '.join(text.split()), 100)} ({type(error).__name__})"


def _begun(client: MlflowClient, record: RunRecord) -> str:
    """The id of the MLflow run for this run; it is created if there is none."""
    experiment = _experiment(client)
    known = client.search_runs([experiment], f"tags.`{ID}` = '{record.id}'", max_results=1)
    if known:
        return str(known[0].info.run_id)
    made = client.create_run(
        experiment, run_name=record.id, tags={ID: record.id, "kerazoo.path": record.path}
    )
    run_id = str(made.info.run_id)
    known = _parameters(record)
    for at in range(0, len(known), MOST):
        client.log_batch(run_id, params=known[at : at + MOST])
    return run_id


def _parameters(record: RunRecord) -> list[Param]:
    """The settings of a run's plan by path, with its backend and the number of its parameters."""
    from mlflow.entities import Param

    known = settings_of(comparable_plan(Path(record.path))) | {
        "backend": record.backend,
        "parameters": record.parameters,
    }
    return [Param(path, str(of)[:LONGEST]) for path, of in known.items() if of is not None]


def _experiment(client: MlflowClient) -> str:
    """The id of the experiment named by MLflow's variables; it is created if there is none."""
    name = os.environ.get("MLFLOW_EXPERIMENT_NAME")
    if name is None:
        return os.environ.get("MLFLOW_EXPERIMENT_ID", "0")
    found = client.get_experiment_by_name(name)
    return str(found.experiment_id if found else client.create_experiment(name))

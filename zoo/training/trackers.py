"""What TensorBoard and MLflow are told of a run, epoch by epoch."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keras

from zoo.errors import ZooError, shorten
from zoo.plan.differences import comparable, settings_of
from zoo.runs.directory import PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlflow import MlflowClient
    from mlflow.entities import Param

    from zoo.runs import RunRecord

MOST, LONGEST = 100, 6_000
"""Parameters that MLflow takes at once, and the letters of each."""
ID = "kerazoo.id"
"""The tag that a run is found by."""
PATIENCE = {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "0", "MLFLOW_HTTP_REQUEST_TIMEOUT": "10"}
"""How long a server may take; after the next epoch it is asked again."""


class TensorBoard(keras.callbacks.Callback):
    """Writes each epoch's metrics as scalars, the epoch being the step.

    Keras's own callback of this name watches every batch, which a loop on the device has none of. Where a
    model is trained without a run, it does nothing.
    """

    writer: Any = None

    def on_run_begin(self, record: RunRecord) -> None:
        """Open the folder `tensorboard` of the run; one that is gone on with adds a file to it."""
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
    """Logs settings and each epoch's metrics to one run of MLflow's, also where ours was interrupted.

    An epoch is logged once its checkpoint is written. What MLflow does not take is kept, in the checkpoint
    too, and logged with the next epoch. Where a model is trained without a run, it does nothing.
    """

    run_id: str | None = None
    record: RunRecord | None = None
    untold: tuple[Sequence[Any], ...] = ()
    """Of each epoch its step, when it ended in milliseconds, and its metrics."""

    def get_state(self) -> dict[str, Any]:
        """Which of MLflow's runs it is, and what may not have been logged there."""
        return {"run_id": self.run_id, "untold": list(map(list, self.untold))}

    def set_state(self, state: dict[str, Any]) -> None:
        """Go on with that one."""
        self.run_id, self.untold = state["run_id"], tuple(state.get("untold", ()))

    def on_run_begin(self, record: RunRecord) -> None:
        """Remember what is known; MLflow is told once `set_state` was called, if it is."""
        self.record = record

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Find or make MLflow's run, else ZooError before anything is trained; log the epochs before."""
        if self.record is not None and self.run_id is None:
            with answering() as client:
                self.run_id = _begun(client, self.record)
        with contextlib.suppress(ZooError):  # after the next epoch, or at the end
            self._tell()

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Remember the metrics, named as in the history, the epoch being the step."""
        if self.record is not None:
            values = {name: float(value) for name, value in (logs or {}).items()}
            self.untold += ((epoch + 1, time.time_ns() // 10**6, values),)

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        """Log the rest, and that it has ended; until then, also while it is interrupted, it is running.

        Raises ZooError where that can't be done: all of it is in the checkpoint.
        """
        if self.record is None:
            return
        try:
            self._tell()
            with answering() as client:
                client.set_terminated(self.run_id)
        except ZooError as error:
            raise ZooError(f"{error}; zoo resume {self.record.id[-4:]} tells it the rest") from None

    def _tell(self) -> None:
        """Log each epoch in one request. What was logged before has the same moment, and is not doubled."""
        from mlflow.entities import Metric

        while self.untold:
            (step, moment, values), *later = self.untold
            with answering() as client:
                client.log_batch(self.run_id, [Metric(*each, moment, step) for each in values.items()])
            self.untold = tuple(later)


@contextlib.contextmanager
def answering() -> Iterator[MlflowClient]:
    """MLflow's client; ZooError where it can't do what is asked of it.

    MLflow would ask a server that is away for minutes, during which nothing is trained. What its own
    variables say of that holds. Its `start_run` has one run a process, a client as many as there are.
    """
    import mlflow

    ours = {name: value for name, value in PATIENCE.items() if name not in os.environ}
    os.environ.update(ours)
    try:
        yield mlflow.MlflowClient()
    except Exception as error:  # noqa: BLE001 - a store's own: of a database, a folder or a server
        told = f"MLflow can't be told of the run: {_reason(error)}"
        raise ZooError(f"{told}; see MLFLOW_TRACKING_URI") from None
    finally:
        for name in ours:
            del os.environ[name]


def _reason(error: BaseException) -> str:
    """The first cause alone: what was made of it has the whole address in it, a password too."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    told = getattr(error, "strerror", None) or str(error)
    return f"{shorten(' '.join(told.split()), 100)} ({type(error).__name__})"


def _begun(client: MlflowClient, record: RunRecord) -> str:
    """The id of MLflow's run for a run of ours, which is made where there is none."""
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
    """What stands in a run's plan, by path, and how many parameters its model has."""
    from mlflow.entities import Param

    known = settings_of(comparable(Path(record.path) / PLAN)) | {
        "backend": record.backend,
        "parameters": record.parameters,
    }
    return [Param(path, str(of)[:LONGEST]) for path, of in known.items() if of is not None]


def _experiment(client: MlflowClient) -> str:
    """The id of the experiment that MLflow's own variables name, which is made where there is none."""
    name = os.environ.get("MLFLOW_EXPERIMENT_NAME")
    if name is None:
        return os.environ.get("MLFLOW_EXPERIMENT_ID", "0")
    found = client.get_experiment_by_name(name)
    return str(found.experiment_id if found else client.create_experiment(name))

"""The data of a run in TensorBoard and MLflow, read with their own APIs."""

from __future__ import annotations

import importlib.util
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo
from zoo.errors import ZooError
from zoo.plan.differences import settings_of
from zoo.runs import Interrupted, TrainingFailed
from zoo.runs.plans import comparable_plan
from zoo.training.events import EpochDone, Event, Stepped

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.runs import RunRecord


def interrupt(event: Event) -> None:
    """Ctrl-C after the second epoch."""
    if isinstance(event, EpochDone) and event.record.complete_epochs == 2:
        signal.raise_signal(signal.SIGINT)


def interrupted_and_resumed(callback: str, runs: Path) -> RunRecord:
    """The record of a run of four epochs that was interrupted after two, and resumed."""
    words = {"dataset": "iris", "epochs": 4, "callbacks": [callback], "runs_dir": runs}
    with pytest.raises(Interrupted) as stopped:
        zoo.train("relu-flatten", watch=interrupt, **words)  # type: ignore[arg-type]
    assert stopped.value.record is not None
    return zoo.resume(f"{stopped.value.record.path}/")


@pytest.mark.long
def test_tensorboard_has_every_epoch_once(tmp_path: Path) -> None:
    """The event files are read as TensorBoard does."""
    accumulator = pytest.importorskip(
        "tensorboard.backend.event_processing.event_accumulator",
        reason="the extra tensorboard is not installed",
    )
    from tensorboard.util import tensor_util

    record = interrupted_and_resumed("tensorboard", tmp_path)
    found = accumulator.EventAccumulator(str(Path(record.path) / "tensorboard"))
    found.Reload()
    read = {
        name: [
            (each.step, tensor_util.make_ndarray(each.tensor_proto).item()) for each in found.Tensors(name)
        ]
        for name in found.Tags()["tensors"]
    }
    assert read == {
        name: [(epoch, pytest.approx(value, rel=1e-6)) for epoch, value in enumerate(values, start=1)]
        for name, values in record.history.items()
    }


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # MLflow uses deprecated functions of SQLAlchemy
def test_mlflow_has_one_run_with_settings_and_every_epoch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A resumed run continues the same MLflow run; it is read with MLflow's client."""
    mlflow = pytest.importorskip("mlflow", reason="the extra mlflow is not installed")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path}/mlflow.db")
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", "flowers")
    record = interrupted_and_resumed("mlflow", tmp_path / "runs")
    client = mlflow.MlflowClient()
    experiment = client.get_experiment_by_name("flowers")
    (run,) = client.search_runs([experiment.experiment_id])
    assert (run.info.run_name, run.info.status) == (record.id, "FINISHED")
    asked = {
        path: str(of)
        for path, of in settings_of(comparable_plan(Path(record.path))).items()
        if of is not None
    }
    assert run.data.params == asked | {"backend": "tensorflow", "parameters": "803"}
    assert (asked["hidden.units"], asked["optimizer.learning_rate"], asked["seed"]) == ("100", "0.001", "42")
    read = {
        name: [(each.step, each.value) for each in client.get_metric_history(run.info.run_id, name)]
        for name in record.history
    }
    assert read == {name: list(enumerate(values, start=1)) for name, values in record.history.items()}


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`server(is_there=False)`: MLflow's address has no server."""
    pytest.importorskip("mlflow", reason="the extra mlflow is not installed")
    monkeypatch.delenv("MLFLOW_EXPERIMENT_NAME", raising=False)

    def put(*, is_there: bool) -> None:
        there = f"sqlite:///{tmp_path}/mlflow.db"
        monkeypatch.setenv("MLFLOW_TRACKING_URI", there if is_there else "http://me:secret@127.0.0.1:9")

    return put


def test_without_a_server_nothing_is_trained(server: Callable[..., None], tmp_path: Path) -> None:
    """The error comes at once, and contains no password."""
    server(is_there=False)
    with pytest.raises(TrainingFailed) as failed:
        zoo.train("relu-flatten", dataset="iris", callbacks=["mlflow"], runs_dir=tmp_path / "runs")
    assert str(failed.value) == (
        "the run can't be logged to MLflow: Connection refused (ConnectionRefusedError); "
        "see MLFLOW_TRACKING_URI"
    )
    assert failed.value.record.complete_epochs == 0


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # MLflow uses deprecated functions of SQLAlchemy
@pytest.mark.parametrize("back", [3, None], ids=["for an epoch", "to the end"])
def test_a_server_failure_loses_no_epoch(
    server: Callable[..., None], tmp_path: Path, back: int | None
) -> None:
    """Missing epochs are logged after the next one, or by a resume if the server failed at the end."""

    def go(event: Event) -> None:
        if isinstance(event, EpochDone):
            server(is_there=event.record.complete_epochs in (1, back, 4 if back else 0))

    server(is_there=True)
    words = {"dataset": "iris", "epochs": 4, "callbacks": ["mlflow"], "runs_dir": tmp_path / "runs"}
    if back is None:
        with pytest.raises(TrainingFailed, match=r"; zoo resume \w{4} logs the rest$") as failed:
            zoo.train("relu-flatten", watch=go, **words)  # type: ignore[arg-type]
        assert failed.value.record.complete_epochs == 4
        server(is_there=True)
        record = zoo.resume(f"{failed.value.record.path}/")
    else:
        record = zoo.train("relu-flatten", watch=go, **words)  # type: ignore[arg-type]
    assert record.status == "completed"
    assert logged() == [{name: list(enumerate(values, start=1)) for name, values in record.history.items()}]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # MLflow uses deprecated functions of SQLAlchemy
def test_a_run_stopped_in_its_first_epoch_has_one_mlflow_run(
    server: Callable[..., None], tmp_path: Path
) -> None:
    """There is no checkpoint yet with its id."""

    def stop(event: Event) -> None:
        if isinstance(event, Stepped):
            signal.raise_signal(signal.SIGINT)

    server(is_there=True)
    words = {"dataset": "iris", "epochs": 2, "callbacks": ["mlflow"], "runs_dir": tmp_path / "runs"}
    with pytest.raises(Interrupted) as stopped:
        zoo.train("relu-flatten", watch=stop, **words)  # type: ignore[arg-type]
    assert stopped.value.record is not None
    assert stopped.value.record.complete_epochs == 0
    record = zoo.resume(f"{stopped.value.record.path}/")
    assert logged() == [{name: list(enumerate(values, start=1)) for name, values in record.history.items()}]


def logged() -> list[dict[str, list[tuple[int, float]]]]:
    """Step and value of each metric of each MLflow run."""
    import mlflow

    client = mlflow.MlflowClient()
    return [
        {
            name: [(each.step, each.value) for each in client.get_metric_history(run.info.run_id, name)]
            for name in run.data.metrics
        }
        for run in client.search_runs(["0"])
    ]


@pytest.mark.parametrize("name", ["tensorboard", "mlflow"])
def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written."""
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda module, *at: None if module == name else found(module, *at)
    )
    with pytest.raises(ZooError, match=rf'^{name} is not installed; pip install "kerazoo\[{name}\]"$'):
        zoo.train("relu-flatten", dataset="iris", callbacks=[name], runs_dir=tmp_path)
    assert list(tmp_path.iterdir()) == []

"""What TensorBoard and MLflow know of a run, asked by their own interfaces."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo
from zoo.errors import ZooError
from zoo.run import Interrupted
from zoo.training.events import EpochDone, Event

if TYPE_CHECKING:
    from zoo.run import RunRecord


def interrupt(event: Event) -> None:
    """Ctrl-C after the second epoch."""
    if isinstance(event, EpochDone) and event.record.complete_epochs == 2:
        signal.raise_signal(signal.SIGINT)


def gone_on_with(callback: str, runs: Path) -> RunRecord:
    """The record of a run of four epochs that was interrupted after two, and resumed."""
    words = {"dataset": "iris", "epochs": 4, "callbacks": [callback], "runs_dir": runs}
    with pytest.raises(Interrupted) as stopped:
        zoo.train("relu-flatten", watch=interrupt, **words)  # type: ignore[arg-type]
    assert stopped.value.record is not None
    return zoo.resume(f"{stopped.value.record.path}/")


def test_tensorboard_reads_every_epoch_once(tmp_path: Path) -> None:
    """Read back as TensorBoard itself does."""
    accumulator = pytest.importorskip(
        "tensorboard.backend.event_processing.event_accumulator",
        reason="the extra tensorboard is not installed",
    )
    from tensorboard.util import tensor_util

    record = gone_on_with("tensorboard", tmp_path)
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


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # MLflow's, of SQLAlchemy
def test_mlflow_has_one_run_with_settings_and_every_epoch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read back by MLflow's client; a run that was interrupted goes on in the same one."""
    mlflow = pytest.importorskip("mlflow", reason="the extra mlflow is not installed")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path}/mlflow.db")
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", "flowers")
    record = gone_on_with("mlflow", tmp_path / "runs")
    client = mlflow.MlflowClient()
    experiment = client.get_experiment_by_name("flowers")
    (run,) = client.search_runs([experiment.experiment_id])
    assert (run.info.run_name, run.info.status) == (record.id, "FINISHED")
    assert run.data.params == {
        "model": "relu-flatten",
        "optimizer": "rmsprop",
        "dataset": "iris",
        "seed": "42",
        "batch_size": "32",
        "epochs": "4",
        "backend": "tensorflow",
        "parameters": "803",
    }
    read = {
        name: [(each.step, each.value) for each in client.get_metric_history(run.info.run_id, name)]
        for name in record.history
    }
    assert read == {name: list(enumerate(values, start=1)) for name, values in record.history.items()}


@pytest.mark.parametrize("name", ["tensorboard", "mlflow"])
def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is written."""
    monkeypatch.setattr("importlib.util.find_spec", lambda module: None if module == name else object())
    with pytest.raises(ZooError, match=rf'^{name} is not installed; pip install "kerazoo\[{name}\]"$'):
        zoo.train("relu-flatten", dataset="iris", callbacks=[name], runs_dir=tmp_path)
    assert list(tmp_path.iterdir()) == []

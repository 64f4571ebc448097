"""Images as targets: a model trained on arrays, and what follows from its task."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from sklearn import datasets
from sklearn import metrics as sklearn

import zoo
from zoo.data.own import understand
from zoo.errors import DatasetError, SettingError
from zoo.reports.gather import gather
from zoo.specs.data_options import DataOptions
from zoo.training.events import EpochDone

if TYPE_CHECKING:
    from zoo.runs import RunRecord

NET = zoo.ModelSpec(
    layers=(
        zoo.Reshape((8, 8, 1)),
        zoo.Conv2D(4, 3, padding="same", activation="relu"),
        zoo.Dropout(0.1),
        zoo.Head(name="output"),
    )
)


def arrays(many: int = 120) -> tuple[np.ndarray, np.ndarray]:
    """Noisy images, and the images."""
    clean = datasets.load_digits().images[:many].astype(np.float32)
    return (clean + np.random.default_rng(0).normal(0, 3, clean.shape)).astype(np.float32), clean


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    """A run on images as targets."""
    folder = tmp_path_factory.mktemp("images")
    x, y = arrays()
    np.savez(folder / "noisy.npz", x=x, y=y)
    return zoo.train(NET, "adam", folder / "noisy.npz", epochs=2, metrics=["r2"], runs_dir=folder / "runs")


@pytest.mark.long
def test_an_evaluation_is_over_all_values(run: RunRecord) -> None:
    """Predictions have the shape of the targets; the metrics are scikit-learn's for all pixels."""
    found = zoo.predict(run, split="validation")
    true, answers = found.true, found.answers
    assert true is not None
    assert answers.shape == true.shape == (len(true), 8, 8)
    flat = true.ravel(), answers.ravel()
    expected = {
        "loss": sklearn.mean_squared_error(*flat),
        "mean_absolute_error": sklearn.mean_absolute_error(*flat),
        "r2": sklearn.r2_score(*flat),
    }
    assert run.metrics["validation"] == pytest.approx(expected, rel=1e-4)
    (target,) = zoo.evaluate(run, split="validation").targets
    assert (target.r2, target.mean_absolute_error) == pytest.approx(
        (expected["r2"], expected["mean_absolute_error"]), rel=1e-4
    )


@pytest.mark.long
def test_predictions_are_written_as_arrays(run: RunRecord, tmp_path: Path) -> None:
    """An .npz file has the names, too."""
    np.save(tmp_path / "new.npy", arrays(3)[0])
    found = zoo.predict(run, tmp_path / "new.npy")
    found.save(tmp_path / "p.npz", "npz")
    found.save(tmp_path / "p.npy", "npy")
    with np.load(tmp_path / "p.npz") as written:
        assert sorted(written) == ["example", "prediction"]
        assert (
            written["prediction"].tolist() == np.load(tmp_path / "p.npy").tolist() == found.answers.tolist()
        )


@pytest.mark.long
def test_a_report_has_pictures_of_the_largest_errors(run: RunRecord) -> None:
    """Of the test split, each with its input."""
    (chapter,) = gather([run])
    assert chapter.largest is not None
    found = zoo.predict(run, split="test")
    errors = np.abs(found.answers - found.true).mean(axis=(1, 2))
    first = chapter.largest.examples[0]
    assert (first.place, first.error) == (int(errors.argmax()), pytest.approx(float(errors.max())))
    assert all(each.given and each.predicted and each.true for each in chapter.largest.examples)


@pytest.mark.long
def test_a_resumed_run_is_the_same_to_the_bit(run: RunRecord) -> None:
    """As any other."""

    def interrupt(event: Any) -> None:
        if isinstance(event, EpochDone):
            raise KeyboardInterrupt

    folder, settings = Path(run.path).parent.parent, {"epochs": 2, "metrics": ["r2"]}
    with pytest.raises(zoo.Interrupted) as stopped:
        zoo.train(NET, "adam", folder / "noisy.npz", runs_dir=folder / "other", watch=interrupt, **settings)
    assert stopped.value.record is not None
    assert zoo.resume(stopped.value.record).model_digest == run.model_digest


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    """Another task, and weights."""
    x, y = arrays(20)
    np.savez(tmp_path / "a.npz", x=x, y=y, weights=np.ones(20))
    with pytest.raises(SettingError) as chosen:
        understand(tmp_path / "a.npz", DataOptions(task="multilabel"))
    assert str(chosen.value) == (
        "task=multilabel does not fit y of a.npz, which has targets of 8 × 8; wanted regression"
    )
    with pytest.raises(DatasetError) as weighed:
        understand(tmp_path / "a.npz", DataOptions())
    assert str(weighed.value) == (
        "the train part of a.npz has weights, which targets of 8 × 8 don't take; wanted none"
    )

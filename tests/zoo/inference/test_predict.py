"""Predict with a run's model on a user's examples."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keras
import numpy as np
import pytest

import zoo
from zoo.api.export_images import write_images
from zoo.builtin.datasets import DIGITS
from zoo.errors import SettingError, UsageError
from zoo.inference.predict import predict
from zoo.plan.prepare import prepare

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord


@pytest.mark.long
def test_written_images_give_the_predictions_of_the_arrays(
    run: Callable[..., RunRecord], tmp_path: Path
) -> None:
    """Bit-identical: PNG files are lossless."""
    record = run("relu-flatten", "adam", "digits")
    assert write_images("digits", tmp_path / "pictures") == 1_797
    files = sorted((tmp_path / "pictures").rglob("*.png"), key=lambda path: path.name)
    x, y = DIGITS.load().train
    assert [int(path.parent.name) for path in files] == y.tolist()
    np.save(tmp_path / "x.npy", x)
    from_files, from_array = (
        predict(Path(record.path), files),
        predict(Path(record.path), [tmp_path / "x.npy"]),
    )
    assert from_files.notes == ()
    assert from_files.answers.tobytes() == from_array.answers.tobytes()


@pytest.mark.long
def test_a_model_of_written_images_predicts_as_one_of_the_arrays(tmp_path: Path) -> None:
    """Bit-identical: trained on the folder of digits that the command writes."""
    folder, arrays = tmp_path / "digits", tmp_path / "digits.npz"
    write_images("digits", folder)
    x, y = DIGITS.load().train
    files = [path for name in range(10) for path in sorted((folder / str(name)).iterdir())]
    order = [int(path.stem) for path in files]
    np.savez(arrays, x=np.rint(x[order] * (255 / 16)).astype(np.uint8), y=y[order])
    from_folder, from_arrays = (
        zoo.train("relu-flatten", "adam", str(each), epochs=2, runs_dir=tmp_path / "runs")
        for each in (folder, arrays)
    )
    answers = [
        predict(Path(record.path), given).answers.tobytes()
        for record in (from_folder, from_arrays)
        for given in (files, arrays)
    ]
    assert answers == answers[:1] * 4


@pytest.mark.long
@pytest.mark.parametrize(
    ("dataset", "logits"),
    [
        ("breast-cancer", True),
        pytest.param("digits", False, marks=pytest.mark.long),
        pytest.param("iris", True, marks=pytest.mark.long),
        pytest.param("breast-cancer", False, marks=pytest.mark.long),
    ],
)
def test_predictions_are_those_of_the_saved_model(
    plan: Callable[..., Plan], tmp_path: Path, dataset: str, *, logits: bool
) -> None:
    """They are probabilities, with and without logits."""
    spec = zoo.ModelSpec(layers=(zoo.Flatten(), zoo.Dense(8, activation="relu"), zoo.Head(logits=logits)))
    _, data = prepare(plan(spec, "adam", dataset))
    record = zoo.train(spec, "adam", dataset, epochs=2, runs_dir=tmp_path)
    output = keras.models.load_model(Path(record.path) / "model.keras").predict(
        data.scaled(data.parts.test), verbose=0
    )
    if output.shape[1] == 1:
        first = keras.ops.sigmoid(output) if logits else output
        expected = np.hstack([1 - np.asarray(first), np.asarray(first)])
    else:
        expected = np.asarray(keras.ops.softmax(output) if logits else output)
    found = predict(Path(record.path), split="test")
    np.testing.assert_allclose(found.answers, expected, atol=1e-6)
    assert found.true is not None
    assert (found.answers.argmax(axis=1) == found.true).mean() == pytest.approx(
        record.metrics["test"]["accuracy"]
    )


@pytest.mark.long
def test_predictions_are_in_the_units_of_the_target(run: Callable[..., RunRecord]) -> None:
    """The true values are shown next to them."""
    record = run("relu-flatten", "adam", "diabetes", epochs=20)
    found = predict(Path(record.path))
    assert found.true is not None
    error = np.abs(found.answers - found.true).mean()
    assert error == pytest.approx(record.metrics["test"]["mean_absolute_error"], rel=1e-5)
    first = next(found.rows())
    assert (list(first), first["true"]) == (["example", "prediction", "true"], 219.0)


def test_csv_rows_give_the_predictions_of_the_dataset(run: Callable[..., RunRecord], tmp_path: Path) -> None:
    """The columns may be in any order."""
    record = run("relu-flatten", "sgd", "iris")
    spec = zoo.show("iris").spec
    x = spec.load().train.x
    lines = [",".join(reversed(spec.features)), *(",".join(map(repr, row[::-1].tolist())) for row in x)]
    (tmp_path / "iris.csv").write_text("\n".join(lines))
    np.save(tmp_path / "iris.npy", x)
    one, other = (predict(Path(record.path), [tmp_path / f"iris.{end}"]) for end in ("csv", "npy"))
    assert one.answers.tobytes() == other.answers.tobytes()


def test_every_format_has_the_same_predictions(run: Callable[..., RunRecord]) -> None:
    """CSV, JSON Lines and JSON."""
    record = run("relu-flatten", "sgd", "iris")
    found = predict(Path(record.path), split="validation", limit=3)
    document: dict[str, Any] = json.loads(found.text("json"))
    assert (document["run"], document["split"], len(document["predictions"]), found.of) == (
        record.id,
        "validation",
        3,
        24,
    )
    lines = [json.loads(line) for line in found.text("jsonl").splitlines()]
    assert lines == document["predictions"]
    rows = list(csv.DictReader(found.text("csv").splitlines()))
    flat = []
    for line in lines:
        probabilities = {f"probability_{name}": each for name, each in line["probabilities"].items()}
        flat.append({key: value for key, value in line.items() if key != "probabilities"} | probabilities)
    assert rows == [{name: str(value) for name, value in line.items()} for line in flat]
    first = lines[0]
    assert list(first) == ["example", "class", "probability", "true", "probabilities"]
    assert (
        first["probability"] == max(first["probabilities"].values()) == first["probabilities"][first["class"]]
    )


def test_invalid_arguments_are_refused(run: Callable[..., RunRecord]) -> None:
    """The message has the reason."""
    path = Path(run().path)
    with pytest.raises(UsageError, match=r"^files and --split can't be combined; wanted one of them$"):
        predict(path, ["a.csv"], split="test")
    with pytest.raises(
        SettingError, match=r"^split=tests is not a split; wanted test, validation, training$"
    ):
        predict(path, split="tests")
    with pytest.raises(SettingError, match=r"^limit=0 is too small; wanted a whole number of at least 1$"):
        predict(path, limit=0)

"""Your own data for models in `.keras` files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras
import numpy as np
import pytest

import zoo
from tests.zoo import own
from zoo.errors import DatasetError, UsageError
from zoo.inference import foreign
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from pathlib import Path

L = keras.layers
NAMES = ("id", "a", "b", "y")


def table(path: Path, classes: str = "pqr", many: int = 30) -> Path:
    """A table of two columns of numbers, one of texts and one of classes."""
    rows = [[f"u{at}", at, f"{at},5", classes[at % len(classes)]] for at in range(many)]
    return own.write_table(path, NAMES, rows)


def test_columns_are_passed_as_numbers_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Decimal commas are read; classes are sorted, and it is said what is passed."""
    data = foreign.read(table(tmp_path / "t.csv"), DataOptions.of("y", drop="id"))
    found = foreign.fitted(data, "m.keras", (2,), 3, None)
    assert found.notes == (
        "the model is given the columns a, b as numbers, in this order, not scaled",
        "the model's classes are numbered in sorted order, which --class-names changes: 0 is p, 1 is q, 2 is r",
    )
    assert found.dataset.value.load is not None
    x, y = found.dataset.value.load().train
    assert (x[:2].tolist(), y[:4].tolist()) == ([[0, 0.5], [1, 1.5]], [0, 1, 2, 0])


@pytest.mark.parametrize(
    ("labels", "outputs", "classes", "expected"),
    [
        ("qp", 1, None, ["p", "q"]),
        ("qp", 3, ("q", "x", "p"), ["q", "x", "p"]),
        ("02", 3, None, ["0", "1", "2"]),
        ("57", 2, None, ["5", "7"]),
    ],
)
def test_classes_are_the_outputs(
    tmp_path: Path, labels: str, outputs: int, classes: tuple[str, ...] | None, expected: list[str]
) -> None:
    """Numbers of outputs are taken as such, other names as sorted or as given."""
    data = foreign.read(table(tmp_path / "t.csv", labels), DataOptions.of("y", drop="id"))
    spec = foreign.fitted(data, "m.keras", (2,), outputs, classes).dataset.value
    assert spec.load is not None
    named = [spec.classes[label] for label in spec.load().train.y[:2]]
    assert (list(spec.classes), named) == (expected, list(labels))


@pytest.mark.parametrize(
    ("drop", "outputs", "classes", "sentence"),
    [
        (
            "b",
            3,
            None,
            "t.csv has 'u0' in column id, line 2; wanted numbers; "
            "write the numbers that the model was trained on, or --drop id",
        ),
        ("id,b", 3, None, "m.keras takes 2 numbers, and t.csv has 1 column besides y (a); --drop leaves "),
        (
            "id",
            4,
            None,
            "m.keras has 4 classes, and t.csv has 3 (p, q, r); "
            "name all of them in the order of the outputs, as --class-names a,b,c",
        ),
        ("id", 3, ("p", "q", "x"), "class_names=p,q,x does not have r, which t.csv has"),
        ("id", 3, ("p", "q", "r", "s"), "class_names=p,q,r,s has 4 classes; m.keras has 3"),
        ("idd", 3, None, "drop=idd is not a column of t.csv; did you mean id?"),
    ],
)
def test_data_that_does_not_fit_is_refused(
    tmp_path: Path, drop: str, outputs: int, classes: tuple[str, ...] | None, sentence: str
) -> None:
    """With what to do."""

    def fitted() -> foreign.Foreign:
        data = foreign.read(table(tmp_path / "t.csv"), DataOptions.of("y", drop=drop))
        return foreign.fitted(data, "m.keras", (2,), outputs, classes)

    with pytest.raises((DatasetError, UsageError)) as refused:
        fitted()
    assert str(refused.value).startswith(sentence)


def test_a_missing_value_is_refused(tmp_path: Path) -> None:
    """A model in a file has no medians."""
    rows = [[at, "" if at in (3, 5) else at, "pq"[at % 2]] for at in range(30)]
    path = own.write_table(tmp_path / "t.csv", ["a", "b", "y"], rows)
    with pytest.raises(
        DatasetError, match=r"^t.csv has nothing in column b, line 5 and 1 more; wanted a numb"
    ):
        foreign.read(path, DataOptions.of("y"))


def test_arrays_are_passed_as_they_are(tmp_path: Path) -> None:
    """All of their parts."""
    x = np.arange(40.0).reshape(20, 2)
    np.savez(tmp_path / "t.npz", x=x, y=["a", "b"] * 10, x_test=x[:4], y_test=["b", "a"] * 2)
    data = foreign.read(tmp_path / "t.npz", DataOptions())
    spec = foreign.fitted(data, "m.keras", (2,), 2, None).dataset.value
    assert spec.load is not None
    assert (spec.load().train.x.tolist(), len(spec.load().train.y)) == ([*x.tolist(), *x[:4].tolist()], 24)


@pytest.mark.long
def test_a_model_in_a_file_is_evaluated_and_predicts_on_a_table(tmp_path: Path) -> None:
    """Its figures are Keras's own."""
    model = keras.Sequential([keras.Input((2,)), L.Dense(3, "softmax")])
    model.save(tmp_path / "m.keras")
    path = table(tmp_path / "t.csv")
    x = np.array([[at, at + 0.5] for at in range(30)])
    expected = model.predict(x, verbose=0)
    found = zoo.evaluate(tmp_path / "m.keras", dataset=path, target="y", drop=["id"], class_names="p,q,r")
    assert found.predicted.tolist() == expected.argmax(axis=1).tolist()
    assert (found.split, found.examples, found.to_json()["notes"]) == ("all", 30, list(found.notes))
    answers = zoo.predict(tmp_path / "m.keras", path, drop="id,y")
    np.testing.assert_allclose(answers.answers, expected, atol=1e-6)
    assert answers.notes[0].endswith(
        "t.csv: the model is given the columns a, b as numbers, in this order, not scaled"
    )


def test_options_for_files_are_refused_for_runs(tmp_path: Path) -> None:
    """A run knows its own."""
    record = zoo.train("softmax-1layer", "sgd", "iris", epochs=1, execution="plain", runs_dir=tmp_path)
    with pytest.raises(
        UsageError, match=r"^target=y is for .keras files; a run knows its own; leave it out$"
    ):
        zoo.evaluate(record, target="y")
    with pytest.raises(
        UsageError, match=r"^drop=a is for .keras files; other columns than a run's own are ign"
    ):
        zoo.predict(record, drop="a")

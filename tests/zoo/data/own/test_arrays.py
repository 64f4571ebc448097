"""Arrays as people keep them: names of members, own parts, missing numbers and labels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from sklearn import datasets

from zoo import Task
from zoo.data.load import parts_of
from zoo.data.own import load, understand
from zoo.data.own.members import Meant, examples_in, meant
from zoo.errors import DatasetError, UsageError
from zoo.specs.data_options import DataOptions
from zoo.specs.dataset import DatasetSpec

if TYPE_CHECKING:
    from pathlib import Path

IRIS = datasets.load_iris()
X, Y = IRIS.data, IRIS.target
ORDER = np.random.RandomState(0).permutation(150)
TRAIN, VALIDATION, TEST = ORDER[:100], ORDER[100:120], ORDER[120:]


def saved(path: Path, **arrays: Any) -> Path:
    """An .npz file."""
    np.savez(path, **arrays)
    return path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("x", Meant("", "examples")),
        ("arr_1", Meant("", "labels")),
        ("Images", Meant("", "examples")),
        ("target", Meant("", "labels")),
        ("X_train", Meant("train", "examples")),
        ("train_labels", Meant("train", "labels")),
        ("val_images", Meant("validation", "examples")),
        ("y_valid", Meant("validation", "labels")),
        ("ytest", Meant("test", "labels")),
        ("w", Meant("", "weights")),
        ("sample_weight", Meant("", "weights")),
        ("train_weights", Meant("train", "weights")),
        ("sample_weights_val", Meant("validation", "weights")),
        ("wtest", Meant("test", "weights")),
        ("train", None),
        ("arr_2", None),
        ("x_y", None),
        ("feature_names", None),
    ],
)
def test_a_name_means_examples_labels_or_weights_of_a_part(name: str, expected: Meant | None) -> None:
    """In any case, with the word for the part before or after."""
    assert meant(name) == expected


@pytest.mark.parametrize(
    "names",
    [
        ("x_{}", "y_{}", ("train", "val", "test")),
        ("{}_images", "{}_labels", ("train", "val", "test")),
        ("X_{}", "Y_{}", ("train", "validation", "test")),
    ],
)
def test_own_parts_are_used(tmp_path: Path, names: tuple[str, str, tuple[str, ...]]) -> None:
    """Every example is in the part that the file has it in."""
    of_x, of_y, words = names
    arrays = {}
    for word, rows in zip(words, (TRAIN, VALIDATION, TEST), strict=True):
        arrays |= {of_x.format(word): X[rows], of_y.format(word): Y[rows]}
    file = understand(saved(tmp_path / "t.npz", **arrays))
    loaded = load(file)
    assert loaded.validation is not None
    assert loaded.test is not None
    assert (file.given_validation, file.given_test, file.split) == (20, 30, None)
    parts = parts_of(DatasetSpec.of_file(file), loaded)
    assert [each.tolist() for each in parts] == [
        list(range(100)),
        list(range(100, 120)),
        list(range(120, 150)),
    ]
    assert loaded.validation.y.tolist() == Y[VALIDATION].tolist()


def test_a_plan_without_a_validation_part_keeps_its_split(tmp_path: Path) -> None:
    """A plan from before validation parts were read splits one off."""
    arrays = {"x_train": X[TRAIN], "y_train": Y[TRAIN], "x_test": X[TEST], "y_test": Y[TEST]}
    more = {"x_val": X[VALIDATION], "y_val": Y[VALIDATION]}
    file = understand(saved(tmp_path / "t.npz", **arrays, **more))
    old = load(replace(file, given_validation=0))
    assert (len(old.train.x), old.validation) == (100, None)


def test_members_that_are_not_used_are_named(tmp_path: Path) -> None:
    """Examples without labels to be predicted, and names that mean nothing."""
    file = understand(saved(tmp_path / "t.npz", X=X, y=Y, x_test=X, groups=Y))
    assert file.notes == ("not used: groups and x_test",)


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"x": X, "X": X, "y": Y}, "t.npz has x and X, which mean the same; wanted one of them"),
        ({"x": X, "y": Y, "x_val": X}, "t.npz has x_val, but no labels of the validation part"),
        ({"x": X, "y": Y, "y_test": Y}, "t.npz has y_test, but no examples of the test part"),
        (
            {"a": X, "b": Y},
            "t.npz has a and b; wanted x and y, or x_train and y_train with x_val, y_val, x_test and y_test "
            "(also images or data, and labels or target)",
        ),
    ],
)
def test_members_that_could_be_meant_are_refused(
    tmp_path: Path, arrays: dict[str, Any], sentence: str
) -> None:
    """The message has their names."""
    with pytest.raises(DatasetError) as refused:
        understand(saved(tmp_path / "t.npz", **arrays))
    assert str(refused.value) == sentence


def test_npy_files_side_by_side_are_one_dataset(tmp_path: Path) -> None:
    """The file of the examples is given; `x.npy` and `x_train.npy` are two datasets."""
    for name, array in (("x", X), ("y", Y), ("x_train", X[TRAIN]), ("y_train", Y[TRAIN]), ("other", X)):
        np.save(tmp_path / f"{name}.npy", array)
    for name, rows in (("val", VALIDATION), ("test", TEST)):
        np.save(tmp_path / f"x_{name}.npy", X[rows])
        np.save(tmp_path / f"y_{name}.npy", Y[rows])
    whole, parts = (understand(tmp_path / name) for name in ("x.npy", "x_train.npy"))
    assert (whole.examples, whole.given_test, whole.notes) == (150, 0, ())
    assert (parts.examples, parts.given_validation, parts.given_test) == (150, 20, 30)
    assert load(parts).train.x.tolist() == X[TRAIN].tolist()
    with pytest.raises(UsageError, match=r"y\.npy does not have a name for examples; wanted x\.npy"):
        understand(tmp_path / "y.npy")


def test_missing_numbers_are_filled_with_the_median_of_the_training_part(tmp_path: Path) -> None:
    """As in tables; the number of them is reported."""
    x = X.copy()
    x[::10, 1] = np.nan
    file = understand(saved(tmp_path / "t.npz", x=x, y=Y))
    loaded = load(file)
    training = parts_of(DatasetSpec.of_file(file), loaded).training
    assert file.medians == tuple(np.nanmedian(x[training], axis=0).tolist())
    assert set(loaded.train.x[::10, 1].tolist()) == {file.medians[1]}
    assert file.notes == ("15 missing numbers filled with the median",)


def test_examples_without_a_label_are_left_out(tmp_path: Path) -> None:
    """Their number is reported; the messages about others have their own rows."""
    y = np.where(np.arange(150) % 10 == 0, np.nan, Y)
    file = understand(saved(tmp_path / "t.npz", x=X, y=y))
    assert (file.examples, file.without_target, file.task) == (135, 15, Task("classification", 3))
    assert file.understood()[2:] == ["15 examples without a label left out"]
    y[11] = np.inf
    with pytest.raises(DatasetError, match=r"^y of t.npz has inf in row 11; wanted finite numbers$"):
        understand(saved(tmp_path / "t.npz", x=X, y=y))


def test_integral_floats_are_classes(tmp_path: Path) -> None:
    """Whole numbers are written so once a column has had a gap."""
    file = understand(saved(tmp_path / "t.npz", x=X, y=Y.astype(np.float32)))
    assert (file.task, file.classes) == (Task("classification", 3), ("0", "1", "2"))


def test_the_fractions_of_the_parts_are_kept(tmp_path: Path) -> None:
    """The split is that of the plan; a part that the data has itself has no fraction."""
    file = understand(saved(tmp_path / "t.npz", x=X, y=Y), DataOptions.of(test=0.4, validation=0.5))
    parts = parts_of(DatasetSpec.of_file(file), load(file))
    assert [len(each) for each in parts] == [45, 45, 60]
    assert np.bincount(Y[parts.test]).tolist() == [20, 20, 20]
    old = parts_of(DatasetSpec.of_file(replace(file, split=None)), load(file))
    assert [len(each) for each in old] == [96, 24, 30]
    given = saved(tmp_path / "u.npz", x=X, y=Y, x_test=X, y_test=Y)
    with pytest.raises(UsageError, match=r"^test=0.4 does not apply, since the data has its own test part"):
        understand(given, DataOptions.of(test=0.4))


@pytest.mark.parametrize(
    ("names", "expected"),
    [(["y", "X"], "X"), (["test_images", "train_images"], "test_images"), (["a"], "a"), (["a", "b"], None)],
)
def test_examples_to_predict_are_found(names: list[str], expected: str | None) -> None:
    """All examples, those of the test part, or the only array."""
    assert examples_in(names) == expected


def test_a_note_says_that_channels_may_come_first(tmp_path: Path) -> None:
    """As PyTorch has them; the last axis has the channels here."""
    y = np.arange(20) % 2
    shapes = [(20, 3, 32, 24), (20, 32, 24, 3), (20, 3, 4, 4), (20, 7, 32, 24)]
    files = [
        saved(tmp_path / f"{at}.npz", x=np.zeros(shape, np.uint8), y=y) for at, shape in enumerate(shapes)
    ]
    note = (
        "the shape (3, 32, 24) looks like images with their channels first; wanted (32, 24, 3): "
        "x.transpose(0, 2, 3, 1) moves them"
    )
    assert [understand(file).notes for file in files] == [(note,), (), (), ()]


def test_labels_may_be_bytes(tmp_path: Path) -> None:
    """They are text in UTF-8."""
    labels = np.array(["Köln", "Ulm"]).astype("U4")[np.arange(20) % 2]
    file = understand(saved(tmp_path / "t.npz", x=X[:20], y=np.char.encode(labels, "utf-8")))
    assert file.classes == ("Köln", "Ulm")

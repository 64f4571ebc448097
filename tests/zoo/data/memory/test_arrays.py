"""Data in memory that is no DataFrame: arrays, lists, dictionaries, and datasets of TensorFlow and PyTorch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from sklearn import datasets

import zoo
from zoo.data.resolve import found_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IRIS = datasets.load_iris()
X, Y = IRIS.data, IRIS.target
WEIGHTS = X.sum(axis=1)
NAMES = IRIS.target_names[Y]
SPEC = zoo.DatasetSpec(
    summary="Iris",
    task=zoo.Task("classification", 3),
    input_shape=(4,),
    load=lambda: zoo.Loaded(zoo.Split(X, Y), None, "scikit-learn"),
)


class Stream:
    """What is used of a `tf.data.Dataset`."""

    def __init__(self, elements: list[Any], size: int | None = None) -> None:
        self.elements, self.size = elements, len(elements) if size is None else size

    def cardinality(self) -> int:
        """The number of elements, or -1 or -2."""
        return self.size

    def as_numpy_iterator(self) -> Iterator[Any]:
        """The elements."""
        return iter(self.elements)


Base: Any = type("Dataset", (), {"__module__": "torch.utils.data.dataset"})


class Items(Base):
    """A map-style dataset of PyTorch."""

    def __init__(self, x: Any, y: Any) -> None:
        self.x, self.y = x, y

    def __len__(self) -> int:
        """The number of items."""
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        """An example and its label."""
        return self.x[index], self.y[index]


def batches(size: int) -> Stream:
    """Iris in batches, of which the last is smaller."""
    return Stream([(X[at : at + size], Y[at : at + size]) for at in range(0, 150, size)])


@pytest.mark.parametrize(
    "data",
    [
        (X, Y),
        [X.tolist(), Y.tolist()],
        (X.astype(object), Y[:, np.newaxis]),
        zoo.Split(X, Y),
        {"x": X, "y": Y},
        {"train": (X, Y)},
        IRIS,
        Stream(list(zip(X, Y, strict=True))),
        Stream(list(zip(X, Y, strict=True)), -2),
        batches(32),
        {"train": batches(60)},
        Items(X, Y),
        SPEC,
    ],
    ids=lambda data: type(data).__name__,
)
def test_data_in_memory_is_the_same_as_in_a_file(data: Any, tmp_path: Path) -> None:
    """In whatever it is held: the same digest and the book's or a stratified split; nothing is changed."""
    np.savez(tmp_path / "iris.npz", x=X, y=Y)
    before = X.copy(), Y.copy()
    loaded, expected = zoo.load_dataset(data), zoo.load_dataset(tmp_path / "iris.npz")
    assert (expected.digest, "in-memory data") == (loaded.digest, loaded.name)
    assert [len(each.x) for each in loaded.splits.values()] == [96, 24, 30]
    assert all(map(np.array_equal, before, (X, Y)))


def test_what_was_passed_is_noted() -> None:
    """Shapes, types and options are in the plan and so in the record."""
    file = found_dataset((X, NAMES)).value.file
    assert file is not None
    assert file.understood() == [
        "3 classes (setosa, versicolor, virginica)",
        "inputs of 4 numbers, standardized",
        "in memory: x (150, 4) float64, y (150,) <U10",
    ]
    described = zoo.show((X, Y)).to_json()
    assert (described["path"], described["summary"]) == ("in memory", "150 rows in memory")
    assert zoo.load_dataset((X, Y), test=0.4).spec.file.notes[1] == "options: test=0.4"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "sizes"),
    [
        ({"train": (X, Y), "val": (X[:9], Y[:9]), "Test": (X[9:30], Y[9:30])}, [150, 9, 21]),
        ({"x_train": X, "y_train": Y, "x_valid": X[:9], "y_valid": Y[:9]}, [120, 9, 30]),
        (((X, Y), (X[:20], Y[:20])), [120, 30, 20]),
        ({"train": batches(40), "test": Items(X[:10], Y[:10])}, [120, 30, 10]),
    ],
)
def test_parts_are_kept(data: Any, sizes: list[int]) -> None:
    """By the names that people use, or as `load_data` of Keras returns them."""
    assert [len(each.x) for each in zoo.load_dataset(data).splits.values()] == sizes


@pytest.mark.parametrize(
    "data",
    [
        (X, Y, WEIGHTS),
        {"train": (X, Y, WEIGHTS)},
        {"x": X, "y": Y, "w": WEIGHTS},
        Stream(list(zip(X, Y, WEIGHTS, strict=True))),
    ],
)
def test_the_third_field_is_the_weights_of_the_examples(data: Any) -> None:
    """They are divided between the parts as the examples are."""
    loaded = zoo.load_dataset(data)
    train = loaded.splits["training"]
    expected = {tuple(x): weight for x, weight in zip(X, WEIGHTS, strict=True)}
    assert (len(train.x), train.weights.tolist()) == (96, [expected[tuple(x)] for x in train.x])  # type: ignore[union-attr]


def test_missing_values_are_those_of_a_file() -> None:
    """NaN in rows becomes the median; examples without a label are left out; bytes are text."""
    labels = np.array([None, b"a", "b"] * 50, object)
    file = found_dataset((np.where(X > 7, np.nan, X), labels)).value.file
    assert file is not None
    assert (file.without_target, file.classes, len(file.medians)) == (50, ("a", "b"), 4)


def test_the_channels_of_pytorch_are_moved_to_the_last_axis() -> None:
    """Keras has them there."""
    images = np.arange(20 * 3 * 8 * 8, dtype=np.float32).reshape(20, 3, 8, 8)
    loaded = zoo.load_dataset(Items(images, [0, 1] * 10))
    assert loaded.spec.input_shape == (8, 8, 3)


FIELDS = "wanted (x, y), with examples and their labels, or (x, y, weights)"
PAIRS = "wanted pairs of an example and its label"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ((X, Y, Y, Y), f"in-memory data has 4 fields; {FIELDS}"),
        ({"train": (X,), "test": (X, Y)}, f"the train part of in-memory data has 1 fields; {FIELDS}"),
        ({"test": (X, Y)}, "in-memory data has test; wanted train too"),
        ({"val": (X, Y), "valid": (X, Y)}, "in-memory data has the validation part twice; wanted one of them"),
        ((5, Y), "x of in-memory data is an int; wanted an array"),
        ((X, Y[:3]), "y of in-memory data has the shape (3,); wanted (150,)"),
        ((NAMES.reshape(-1, 1), Y), "x of in-memory data has text; wanted numbers, or a table with text=COLUMN"),
        ((X, [object()] * 150), "y of in-memory data has object; wanted numbers or text"),
        (
            (np.where(X > 7, np.inf, X), Y),
            "in-memory data has inf in x of the train part, row 102; wanted finite numbers",
        ),
        (
            (np.ma.masked_greater(X, 7), Y),
            "x of in-memory data is a masked array; wanted one without a mask, as .filled() gives",
        ),
        (
            Stream([], -1),
            "in-memory data is a tf.data.Dataset without an end; wanted a finite one, as .take(n) gives",
        ),
        (Stream([(X[0], Y[0], 1.0, 2)]), f"in-memory data has a tuple of 4 as element 0; {PAIRS}"),
        (Stream([(X[0], Y[0]), (X[0], Y[0], 1)]), f"in-memory data has a tuple of 3 as element 1; {PAIRS}"),
        (Stream([{"x": X}]), f"in-memory data has a dict as element 0; {PAIRS}"),
        (Stream([]), "in-memory data has no examples; wanted data"),
        (Stream([(X[0], 1), (X[0, :2], 1)]), "in-memory data has examples of shape (4,) and (2,); wanted one shape"),
        (
            Base(),
            "in-memory data is a Dataset; wanted a Dataset with a length and items, such as that of a DataLoader",
        ),
    ],
)  # fmt: skip
def test_wrong_data_is_refused_with_what_is_wanted(data: Any, sentence: str) -> None:
    """In one sentence."""
    with pytest.raises(zoo.ZooError) as refused:
        zoo.load_dataset(data)
    assert str(refused.value) == sentence


def test_an_endless_stream_of_unknown_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A generator does not tell its size."""
    monkeypatch.setattr("zoo.data.memory.streams.MOST", 5)
    with pytest.raises(zoo.DatasetError, match="has an unknown size, and over 5 elements; set it with"):
        zoo.load_dataset(Stream(list(zip(X, Y, strict=True)), -2))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: zoo.load_dataset((X, Y), target="y"), "target=y is for tables, and these are arrays"),
        (lambda: zoo.load_dataset((X, Y), image_size=8), "image_size=8x8 is for images in files"),
        (lambda: zoo.load_dataset(SPEC, target="y"), "target=y does not apply to a DatasetSpec"),
        (lambda: zoo.load_dataset(X), "ndarray is not a dataset; wanted its name, as fashion-mnist"),
        (lambda: zoo.load_dataset({"a": X}), "in-memory data has a; wanted x and y, or x_train and y_train"),
    ],
)
def test_options_and_values_that_do_not_apply_are_refused(call: Any, sentence: str) -> None:
    """As for files."""
    with pytest.raises(zoo.ZooError) as refused:
        call()
    assert str(refused.value).startswith(sentence)

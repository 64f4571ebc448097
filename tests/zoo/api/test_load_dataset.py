"""`zoo.load_dataset`: arrays as a training gets them, before they are scaled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import zoo
from tests.zoo import own
from zoo.data.prepare import prepare_data
from zoo.data.resolve import found_dataset

if TYPE_CHECKING:
    from pathlib import Path


def test_splits_are_those_of_a_training() -> None:
    """The same examples in the same order, with the values and types of the dataset."""
    loaded = zoo.load_dataset("digits")
    facts, data = prepare_data(found_dataset("digits"))
    for (name, split), positions in zip(loaded.splits.items(), data.parts, strict=True):
        assert getattr(loaded, name) is split
        np.testing.assert_array_equal(split.x, data.x[positions])
        np.testing.assert_array_equal(split.y, data.truth[positions])
    assert (loaded.training.x.dtype, loaded.digest) == (np.uint8, facts.digest)
    assert loaded.classes == tuple("0123456789")
    assert repr(loaded) == "<LoadedDataset digits: 1,149 training, 288 validation, 360 test images>"


def test_own_tables_take_the_options_of_a_training(tmp_path: Path) -> None:
    """The inputs are the encoded columns; what was detected is in the spec."""
    path = own.flowers(tmp_path / "flowers.csv")
    loaded = zoo.load_dataset(path, target="species", drop="sepal length")
    assert [split.x.shape for split in loaded.splits.values()] == [(96, 7), (24, 7), (30, 7)]
    assert loaded.classes == ("setosa", "versicolor", "virginica")
    assert loaded.spec.file is not None
    assert loaded.spec.file.dropped == ("sepal length",)


def test_own_data_is_split_and_resized_as_asked_for(tmp_path: Path) -> None:
    """With the options of a training."""
    path = own.flowers(tmp_path / "flowers.csv")
    loaded = zoo.load_dataset(path, target="species", validation=0.5, test=0.4)
    assert [len(split.x) for split in loaded.splits.values()] == [45, 45, 60]
    images = zoo.load_dataset(own.images(tmp_path / "numerals", 40), image_size="6x5", channels=3)
    assert images.training.x.shape[1:] == (6, 5, 3)


def test_a_regression_has_no_classes() -> None:
    """Targets are in their own units; classes without names are numbered."""
    loaded = zoo.load_dataset("diabetes")
    assert (loaded.classes, loaded.test.y.shape, float(loaded.training.y.max())) == ((), (89,), 346.0)


def test_a_wrong_option_is_refused() -> None:
    """With the message of a training."""
    with pytest.raises(zoo.SettingError, match="applies to your own data only, not to iris"):
        zoo.load_dataset("iris", target="y")
